// Views that do nothing but ask the rig's helper, and keep what it tells them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './until.mjs';
import { World } from './world.mjs';

const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Probe</title>
<script src="https://extension-files.twitch.tv/helper/v1/twitch-ext.min.js"></script>
<script src="./probe.js"></script></head><body><div id="free" tabindex="0">free</div><button>button</button></body></html>`;
const probe = `const { ext } = window.Twitch;
window.told = [];
const tell = (kind) => (...values) => window.told.push([kind, ...values]);
ext.onAuthorized(tell('first'));
ext.onAuthorized(tell('auth'));
ext.onContext(tell('context'));
ext.onVisibilityChanged(tell('visible'));
ext.onError((error) => tell('error')(error.message));
ext.configuration.onChanged(tell('segments'));
`;

const VIEWS = ['overlay', 'mobile', 'liveConfig', 'config'];

export class ProbeWorld {
  static async open() {
    const probes = new ProbeWorld();
    probes.bundle = mkdtempSync(join(tmpdir(), 'shipvote-probe-'));
    for (const view of ['video_overlay', 'mobile', 'live_config', 'config']) {
      writeFileSync(join(probes.bundle, `${view}.html`), page);
    }
    writeFileSync(join(probes.bundle, 'probe.js'), probe);
    probes.world = await World.open({}, probes.bundle);
    return probes;
  }

  async close() {
    await this.world?.close();
    rmSync(this.bundle, { recursive: true, force: true });
  }

  // A channel of its own, and the rig that shows it, once every view knows who looks.
  async openRig() {
    const channel = await this.world.channel({ account: 'FreshRecruit' });
    const rig = await this.world.openRig(channel);
    for (const view of VIEWS) {
      await until(async () => (await told(rig, view, 'auth')).length > 0, `auth is told to ${view}`);
    }
    return { channel, rig };
  }
}

// What a view was told of that kind: for each time the values.
export const told = (rig, view, kind) =>
  rig
    .frame(view)
    .evaluate((wanted) => window.told.filter(([name]) => name === wanted).map((entry) => entry.slice(1)), kind);

export const claimsOf = ({ token }) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
