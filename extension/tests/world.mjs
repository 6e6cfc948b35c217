// Everything that a story needs: the programs, a browser, channels that are set up, and the rig with its views.
import { openBrowser } from './browser.mjs';
import { Programs } from './programs.mjs';
import { Rig } from './rig.mjs';

export class World {
  static async open(settings, bundle) {
    const world = new World();
    world.programs = await Programs.start(settings, bundle);
    world.browser = await openBrowser();
    return world;
  }

  #lastChannel = 5000 + (process.pid % 1000) * 100;

  async close() {
    await this.browser?.close();
    await this.programs?.stop();
  }

  // ---- the server, as the broadcaster's back door

  async token(channel, role, more = {}) {
    const wish = { channel_id: channel, role, ...(role === 'broadcaster' && { user_id: channel }), ...more };
    return (await this.programs.control('/mint', wish)).token;
  }

  async api(channel, method, path, body) {
    const answer = await fetch(`${this.programs.webUrl}/api${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${await this.token(channel, 'broadcaster')}`,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text).data : null;
  }

  freshChannel() {
    this.#lastChannel += 1;
    return String(this.#lastChannel);
  }

  // A channel with that account of the realm eu; SeaCaptain has nearly all ships of the sample fleet, FreshRecruit six.
  async channel({ account = 'SeaCaptain', settings = {} } = {}) {
    const id = this.freshChannel();
    const body = { id, wows_username: account, wows_realm: 'eu', ships: [] };
    await this.api(id, 'POST', '/settings/channels', body);
    if (Object.keys(settings).length > 0) {
      await this.api(id, 'PATCH', `/settings/channels/${id}`, { channel: settings });
    }
    const { ships } = await this.api(id, 'GET', `/settings/channels/${id}`);
    return { id, ships: ships.filter((ship) => ship.enabled !== false && ship.votable !== false) };
  }

  // `ships`: how many of the channel's, or which ids. `seconds`: until it ends by itself.
  async openVote(channel, { ships = 4, seconds, ...more } = {}) {
    const ids = Array.isArray(ships) ? ships : channel.ships.slice(0, ships).map((ship) => ship.id);
    const scheduled_end = seconds ? new Date(Date.now() + seconds * 1000).toISOString() : null;
    return this.api(channel.id, 'POST', `/channels/${channel.id}/votes`, {
      vote: { ships: ids, status: 'open', scheduled_end, ...more },
    });
  }

  closeVote(channel, vote) {
    return this.api(channel.id, 'PATCH', `/channels/${channel.id}/votes/${vote.id}/status`, { status: 'closed' });
  }

  showVote(channel, vote) {
    return this.api(channel.id, 'GET', `/channels/${channel.id}/votes/${vote.id}`);
  }

  // A ballot of a viewer who has no view here.
  async cast(channel, vote, ship, viewer) {
    const token = await this.token(channel.id, 'viewer', { opaque_user_id: viewer });
    const answer = await fetch(`${this.programs.webUrl}/api/channels/${channel.id}/votes/${vote.id}/submit`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ ship_id: ship }),
    });
    if (!answer.ok) throw new Error(`ballot: ${answer.status} ${await answer.text()}`);
  }

  // So many ballots for each ship of the vote, in its order.
  async castMany(channel, vote, counts) {
    const ballots = counts.flatMap((count, place) => Array(count).fill(vote.ships[place]));
    for (const [viewer, ship] of ballots.entries()) await this.cast(channel, vote, ship, `U${viewer}`);
  }

  // ---- the rig

  // A browser of its own for whoever looks. `storage: false` blocks the views' storage; `clock`: the time of the page and
  // its views can be moved on by `page.clock`.
  async openRig(channel, { width = 1440, height = 900, storage = true, clock = false, ...settings } = {}) {
    const { reducedMotion = 'reduce', ...more } = settings;
    const context = await this.browser.newContext({ viewport: { width, height }, reducedMotion, locale: 'en-US' });
    if (clock) await context.clock.install();
    if (!storage) await context.addInitScript(blockStorage);
    const rig = new Rig(await context.newPage(), this.programs);
    await rig.open(channel.id, more);
    return rig;
  }

  // A page of its own, outside the rig.
  async openPage(url, { width = 800, height = 600, reducedMotion = 'reduce' } = {}) {
    const context = await this.browser.newContext({ viewport: { width, height }, reducedMotion, locale: 'en-US' });
    const page = await context.newPage();
    await page.goto(url);
    return page;
  }
}

// In views only: third-party frames are what browsers block.
function blockStorage() {
  if (window.parent === window) return;
  Object.defineProperty(window, 'localStorage', {
    get() {
      throw new DOMException('blocked', 'SecurityError');
    },
  });
}
