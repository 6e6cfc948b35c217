// A viewer's view by itself: the built files, a stand-in for Twitch's helper, and messages that the test makes. No server
// takes part, so it can be of any size, in any state, and measured without anything beside it.
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { around } from './around.mjs';
import { axe } from './axe.mjs';
import { openBrowser } from './browser.mjs';
import { bundleFolder } from './programs.mjs';
import { words } from './words.mjs';

export const ORIGIN = 'http://views.test';
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json' };

// As many as a vote needs, from tier XI to I, in all classes.
const CLASSES = ['Battleship', 'Cruiser', 'Destroyer', 'AirCarrier', 'Submarine'];
export const SHIPS = Array.from({ length: 330 }, (_, place) => ({
  id: 9_000 + place,
  name: `${['Yamato', 'Prinz Eitel Friedrich', 'De Zeven Provinciën', 'Ø', 'Z-52'][place % 5]} ${place}`,
  nation: ['japan', 'germany', 'usa'][place % 3],
  type: CLASSES[place % 5],
  tier: 11 - Math.floor(place / 30),
  premium: false,
  image: '',
}));

// The front end's own writer of messages, out of its sources.
async function messageWriter() {
  const server = await createServer({
    configFile: false,
    root: fileURLToPath(new URL('..', import.meta.url)),
    server: { middlewareMode: true, hmr: false, ws: false },
    optimizeDeps: { noDiscovery: true },
    appType: 'custom',
    logLevel: 'error',
  });
  try {
    const { writeMessage } = await server.ssrLoadModule('/src/live/encode_for_tests.ts');
    return { writeMessage, ...(await server.ssrLoadModule('/src/live/sample_states.ts')) };
  } finally {
    await server.close();
  }
}

const helperFor = (identity, theme) => {
  const claims = { channel_id: '4711', role: 'viewer', opaque_user_id: identity };
  const token = `head.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sign`;
  return `window.Twitch = { ext: {
    onAuthorized: (call) => call({ channelId: '4711', token: '${token}', userId: '${identity}' }),
    onContext: (call) => call({ theme: '${theme}', game: 'World of Warships' }),
    listen: (target, call) => { window.tell = (message) => call(target, 'application/json', message); },
  } };`;
};

export class ViewAlone {
  static #writer;
  #sequence = Date.now();

  // `name`: the page. `identity`: "U…" is logged in. `more`: further options of the browser's context.
  static async open(browser, name, options = {}) {
    const { width = 1280, height = 720, language = 'en', theme = 'dark', identity = 'Uviewer', ...more } = options;
    ViewAlone.#writer ??= messageWriter();
    const view = new ViewAlone();
    view.written = await ViewAlone.#writer;
    view.context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce', ...more });
    await view.context.route('**/*', (route) => answer(route, helperFor(identity, theme)));
    view.page = await view.context.newPage();
    await view.page.goto(`${ORIGIN}/${name}.html?language=${language}&platform=web`);
    await view.page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
    return view;
  }

  close() {
    return this.context.close();
  }

  size(width, height) {
    return this.page.setViewportSize({ width, height });
  }

  // A vote on the first ships; `counts` of as many as it names.
  vote({ ships = 3, counts = [], seconds = 600, ...change } = {}) {
    const ids = SHIPS.slice(0, ships).map(({ id }) => id);
    const now = Date.now();
    return this.written.sampleVote({
      ships: ids,
      counts: ids.map((_, place) => counts[place] ?? 0),
      opened_at: now,
      ends_at: now + seconds * 1000,
      ...change,
    });
  }

  closed(vote) {
    return this.written.closedVote(vote, Date.now());
  }

  // A live message.
  say(vote, settings = {}) {
    this.#sequence += 1;
    const state = this.written.sampleState({ server_time: Date.now(), sequence: this.#sequence, vote }, settings);
    return this.page.evaluate((message) => window.tell(message), this.written.writeMessage(state));
  }

  // What the server says to a ballot: { status, json }, or "lost", or "never".
  async ballotsAre(what) {
    await this.page.unroute('**/submit');
    if (what === 'never') return this.page.route('**/submit', () => {});
    return this.page.route('**/submit', (route) => (what === 'lost' ? route.abort() : route.fulfill(what)));
  }

  button(key, values) {
    return this.page.getByRole('button', { name: words(key, values) });
  }

  region(key) {
    return this.page.getByRole('region', { name: words(key) });
  }

  axe() {
    return axe(this.page, { 'page-has-heading-one': { enabled: false } });
  }
}

// For the tests of a file: a browser, and one view at a time in it.
export class ViewsAlone {
  constructor() {
    around(
      async () => (this.browser = await openBrowser()),
      () => this.view,
    );
  }

  // Puts a view on show in the place of the one before.
  async open(name, options) {
    await this.view?.close();
    this.view = await ViewAlone.open(this.browser, name, options);
    return this.view;
  }
}

export const COUNTED = { status: 200, json: { data: null } };

export function answer(route, helper = '') {
  const { origin, hostname, pathname } = new URL(route.request().url());
  if (hostname === 'extension-files.twitch.tv') return route.fulfill({ contentType: TYPES['.js'], body: helper });
  if (origin !== ORIGIN) return route.abort();
  if (pathname === '/warships.json') return route.fulfill({ json: { data: SHIPS } });
  if (/^\/names_[\w-]+\.json$/.test(pathname)) return route.fulfill({ json: {} });
  // The page for streaming programs is built beside the views.
  const file = join(bundleFolder(), pathname.startsWith('/obs/') ? '..' : '', pathname);
  if (!existsSync(file)) return route.fulfill({ status: 404, contentType: 'text/plain', body: '{}' });
  return route.fulfill({ contentType: TYPES[extname(file)] ?? 'text/plain', body: readFileSync(file) });
}
