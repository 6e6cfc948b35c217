// The streamer's built pages in a browser, with a helper of Twitch's and a server that are made up.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from '../browser.mjs';
import { bundleFolder } from '../programs.mjs';

const TYPES = { html: 'text/html', js: 'text/javascript', css: 'text/css', json: 'application/json' };
// As strict as Twitch's own: nothing inline, nothing from elsewhere.
const POLICY =
  "default-src 'self'; img-src 'self' https: data: blob:; style-src 'self' 'unsafe-inline'; " +
  "connect-src 'self' https://server.example; script-src 'self' https://extension-files.twitch.tv";
const PAGES = 'https://views.example';
const SERVER = 'https://server.example';

// Without the copies for clan battles and tests, which no garage has.
export const fleetOf = (folder) =>
  JSON.parse(readFileSync(join(folder, 'warships.json'), 'utf8')).data.filter(({ name }) => !/^\[| 2$/.test(name));

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
export const tokenOf = (role) =>
  [{ alg: 'HS256' }, { channel_id: '4711', role, opaque_user_id: 'U4711' }].map(encoded).concat('x').join('.');

// Runs in the page, in the place of Twitch's helper. The hand that moves it is window.stage.
function helper({ theme, token }) {
  const calls = {};
  const keep = (name) => (call) => (calls[name] = call);
  const auth = (given) => ({ channelId: '4711', clientId: 'abc', token: given, helixToken: '', userId: 'U4711' });
  const context = (given) => ({ mode: 'dashboard', language: 'en', theme: given });
  window.stage = {
    authorize: (given) => calls.authorized?.(auth(given)),
    theme: (given) => calls.context?.(context(given), ['theme']),
  };
  window.Twitch = {
    ext: {
      onAuthorized: (call) => {
        keep('authorized')(call);
        if (token) setTimeout(() => call(auth(token)));
      },
      onContext: (call) => {
        keep('context')(call);
        call(context(theme), ['theme']);
      },
      onVisibilityChanged: keep('visibility'),
      onError: keep('error'),
      listen: () => {},
      unlisten: () => {},
      configuration: { onChanged: keep('configuration') },
    },
  };
}

export class Stage {
  static async open(folder = bundleFolder()) {
    const stage = new Stage();
    stage.folder = folder;
    stage.fleet = fleetOf(folder);
    stage.browser = await openBrowser();
    return stage;
  }

  close() {
    return this.browser.close();
  }

  // Puts a view on show in the place of the one before, of which nothing is kept. They share a page, since opening one
  // takes longer than loading a view; `page.context().close()` makes the next one a page of its own.
  // `clock`: its time can be moved on by `page.clock`, which lasts as long as the page.
  async show(view, server, { clock = false, ...settings } = {}) {
    const { width = 400, height = 700, theme = 'dark', language = 'en', token = tokenOf('broadcaster') } = settings;
    const page = await this.#emptyPage();
    this.#server = server;
    this.#helper = `(${helper.toString()})(${JSON.stringify({ theme, token })})`;
    await page.setViewportSize({ width, height });
    if (clock) await page.clock.install();
    const mode = view === 'config' ? 'config' : 'dashboard';
    await page.goto(`${PAGES}/${view}.html?language=${language}&mode=${mode}&state=testing`);
    return page;
  }

  #page;
  #session;
  #server;
  #helper;

  async #emptyPage() {
    if (!this.#page || this.#page.isClosed()) await this.#openPage();
    const page = this.#page;
    for (const other of page.context().pages()) if (other !== page) await other.close();
    await page.goto('about:blank');
    await this.#session.send('Storage.clearDataForOrigin', { origin: PAGES, storageTypes: 'all' });
    page.problems = [];
    return page;
  }

  async #openPage() {
    const context = await this.browser.newContext({ reducedMotion: 'reduce', locale: 'en-US' });
    await context.route(/^https:\/\/(?!extension-files|views|server)/, (route) => route.abort());
    await context.route('https://extension-files.twitch.tv/**', (route) =>
      route.fulfill({ contentType: TYPES.js, body: this.#helper }),
    );
    await context.route(`${PAGES}/**`, (route) => this.#file(route));
    await context.route(`${SERVER}/**`, (route) => answerFrom(this.#server, route));
    const page = await context.newPage();
    page.on('pageerror', (error) => page.problems.push(`exception: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of (4|5)\d\d|net::ERR/.test(message.text()))
        page.problems.push(message.text());
    });
    this.#page = page;
    this.#session = await context.newCDPSession(page);
  }

  #file(route) {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === 'backend.js') {
      return route.fulfill({
        contentType: TYPES.js,
        body: `window.shipvoteBackend = { web: '${SERVER}', api: '${SERVER}' };`,
      });
    }
    const path = join(this.folder, name);
    if (!existsSync(path)) return route.fulfill({ status: 404, body: '' });
    const contentType = TYPES[name.split('.').at(-1)] ?? 'application/octet-stream';
    return route.fulfill({ contentType, headers: { 'Content-Security-Policy': POLICY }, body: readFileSync(path) });
  }
}

async function answerFrom(server, route) {
  const request = route.request();
  const headers = {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Headers': '*',
    'Access-Control-Allow-Methods': '*',
  };
  if (request.method() === 'OPTIONS') return route.fulfill({ status: 204, headers });
  const { pathname, searchParams } = new URL(request.url());
  const answer = server.answer(request.method(), pathname, searchParams, request.postDataJSON());
  if (answer === 'offline') return route.abort();
  if (answer === 'never') return undefined;
  return route.fulfill({ ...answer, headers });
}

// Changes theme and size of a page, as Twitch and windows do.
export async function dress(page, { theme, width, height }) {
  await page.setViewportSize({ width, height });
  await page.evaluate((given) => window.stage.theme(given), theme);
  await page.locator(`html[data-theme='${theme}']`).waitFor({ state: 'attached' });
}
