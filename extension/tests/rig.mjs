// The rig as a test sees it: views in frames, knobs, and whatever went wrong on the pages.
import assert from 'node:assert/strict';
import { axe } from './axe.mjs';
import { until } from './until.mjs';

const FRAMES = { overlay: 'video_overlay', mobile: 'mobile', liveConfig: 'live_config', config: 'config' };

// What browsers say of their own accord and is no fault of a view.
const HARMLESS = [
  /allow-scripts and allow-same-origin/, // Twitch's own sandbox
  /the server responded with a status of (4\d\d|503)/, // refusals are answers
  /warships\.json TypeError: Failed to fetch/, // a view that is reloaded while it loads
  /net::ERR_(INTERNET_DISCONNECTED|FAILED|ABORTED|CONNECTION_REFUSED|CONNECTION_RESET|BLOCKED_BY_CLIENT)/, // made by tests
];

export class Rig {
  // Messages of the console and exceptions, of all frames.
  problems = [];

  constructor(page, programs) {
    this.page = page;
    this.programs = programs;
    page.on('pageerror', (error) => this.problems.push(`exception: ${error.message}`));
    page.on('console', (message) => {
      const text = message.text();
      if (!['error', 'warning'].includes(message.type()) || HARMLESS.some((known) => known.test(text))) return;
      this.problems.push(`${message.type()}: ${text}`);
    });
  }

  async open(channelId, { helper = 'answers', demo = 'off', audience = '0' } = {}) {
    const query = new URLSearchParams({ channel: channelId, demo, audience, helper });
    await this.page.goto(`${this.programs.simUrl}/?${query}`);
    await this.page.locator('#lamp-live.up').waitFor();
    const built = await this.page.evaluate(() => window.rig.setup.pages);
    const views = Object.keys(FRAMES).filter((view) => built.includes(FRAMES[view]));
    await until(() => views.every((view) => this.#loaded(view)), 'all views have loaded');
  }

  #loaded(view) {
    const frame = this.page.frame({ name: FRAMES[view] });
    return frame !== null && frame.url().includes('/ext/');
  }

  async close() {
    await this.page.context().close();
  }

  // Fails when a view has complained or thrown.
  assertQuiet() {
    assert.deepEqual(this.problems, []);
  }

  // ---- views

  frame(view) {
    return this.page.frame({ name: FRAMES[view] });
  }

  view(view) {
    return this.page.frameLocator(`iframe[name=${FRAMES[view]}]`);
  }

  get overlay() {
    return this.view('overlay');
  }
  get mobile() {
    return this.view('mobile');
  }
  get liveConfig() {
    return this.view('liveConfig');
  }
  get config() {
    return this.view('config');
  }

  // Renews the token of a view, and gives the new one once the view has it.
  async renewToken(view) {
    const minted = this.page.waitForResponse((answer) => answer.url().endsWith('/mint'));
    await this.tool(view, 'New token');
    const { token } = await (await minted).json();
    const held = () => this.frame(view).evaluate(() => window.Twitch.ext.viewer.sessionToken);
    await until(async () => (await held()) === token, `${view} has the new token`);
    return token;
  }

  async tool(view, name) {
    await this.page.locator(`.view-tools[data-view=${FRAMES[view]}]`).getByRole('button', { name }).click();
  }

  // Done when the view is another one than before.
  async reload(view) {
    await this.frame(view).evaluate(() => {
      window.wasBefore = true;
    });
    await this.tool(view, 'Reload');
    await until(() => this.frame(view)?.evaluate(() => !window.wasBefore), 'the view has reloaded');
  }

  async become(view, identity) {
    await this.page.locator(`.view-tools[data-view=${FRAMES[view]}] select`).selectOption(identity);
  }

  // The next Tab goes into the view.
  async focusBefore(view) {
    const before = view === 'overlay' ? '.bar nav a' : `.view-tools[data-view=${FRAMES[view]}] button`;
    await this.page.locator(before).last().focus();
  }

  async showTab(name) {
    await this.page.getByRole('tab', { name }).click();
  }

  // ---- knobs

  async stage(name, value) {
    await this.page.locator(`[data-stage=${name}]`).selectOption(value);
  }

  // Done when that view has changed its looks.
  async wear(view, theme) {
    await this.stage('theme', theme);
    await this.view(view).locator(`html[data-theme=${theme}]`).waitFor({ state: 'attached' });
  }

  async tokensLast(value) {
    await this.page.locator('#token-life').selectOption(value);
  }

  async outage(side, fault) {
    await this.page.locator(`[data-fault=${side}]`).selectOption(fault);
  }

  // Of this channel's messages, for all its listeners.
  delivery(channelId, knobs) {
    return this.programs.control('/control/delivery', { channel_id: channelId, ...knobs });
  }

  // ---- what anybody may expect of a view

  // The overlay is a part of Twitch's page, which has a heading of its own.
  axe(view) {
    return axe(this.frame(view), view === 'overlay' ? { 'page-has-heading-one': { enabled: false } } : {});
  }

  async assertAccessible(view, state) {
    assert.deepEqual(await this.axe(view), [], `${view}: ${state}`);
  }
}
