// The rig's knobs do what they say, also when they are turned quickly or one after the other.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { around } from './around.mjs';
import { setTimeout as pause } from 'node:timers/promises';
import { ProbeWorld, claimsOf, told } from './rig_probe.mjs';
import { until } from './until.mjs';

describe('the rig’s knobs', () => {
  let probes;
  let rig;
  around(
    async () => (probes = await ProbeWorld.open()),
    () => rig,
  );
  const open = async () => {
    const opened = await probes.openRig();
    ({ rig } = opened);
    return opened.channel;
  };

  const newestClaims = async (view) => claimsOf((await told(rig, view, 'auth')).at(-1)[0]);

  it('leave live messages cut off, whoever looks next', async () => {
    await open();
    const streams = [];
    rig.page.on('request', (request) => {
      if (request.url().includes('/control/stream/')) streams.push(request.url());
    });
    const before = (await newestClaims('mobile')).opaque_user_id;
    await rig.page.locator('#connection').selectOption('off');
    await rig.become('mobile', 'another');
    await until(async () => (await newestClaims('mobile')).opaque_user_id !== before, 'somebody else looks');
    assert.deepEqual(streams, []);
    await rig.page.locator('#connection').selectOption('on');
    await rig.page.locator('#lamp-live.up').waitFor();
    assert.equal(streams.length, 1);
  });

  it('let a moderator look at the live config, and at no other view', async () => {
    const channel = await open();
    const offered = (view) => rig.page.locator(`.view-tools[data-view=${view}] option[value=moderator]`).count();
    assert.deepEqual(
      await Promise.all(['live_config', 'mobile', 'video_overlay', 'config'].map(offered)),
      [1, 0, 0, 0],
    );
    await until(async () => (await newestClaims('liveConfig')).role === 'broadcaster', 'the broadcaster looks first');
    await rig.showTab('Live config');
    await rig.become('liveConfig', 'moderator');
    await until(async () => (await newestClaims('liveConfig')).role === 'moderator', 'a moderator looks');
    const claims = await newestClaims('liveConfig');
    assert.match(claims.user_id, /^\d+$/);
    assert.notEqual(claims.user_id, channel.id);
    assert.notEqual(claims.opaque_user_id, `U${channel.id}`);
    await rig.become('liveConfig', 'broadcaster');
    await until(async () => (await newestClaims('liveConfig')).user_id === channel.id, 'the broadcaster is back');
  });

  it('reach the source for streaming programs at once', async () => {
    await open();
    const source = rig.page.locator('#frame-obs iframe');
    await source.waitFor({ state: 'attached' });
    const look = async () => new URL(await source.getAttribute('src')).searchParams.toString();
    assert.equal(await look(), 'theme=dark');
    await rig.stage('theme', 'light');
    await until(async () => (await look()) === 'theme=light', 'the theme is there');
    await rig.stage('language', 'de');
    await until(async () => (await look()) === 'theme=light&language=de', 'the language is there');
    await rig.stage('language', 'en');
    await until(async () => (await look()) === 'theme=light', 'the channel’s own language is back');
  });

  it('leave the outage that was chosen last', async () => {
    await open();
    const orders = [];
    const cleared = () => orders.filter(({ clear }) => clear).length;
    // The order of the first outage takes longer than whatever overtakes it.
    await rig.page.route('**/control/faults', async (route) => {
      const order = route.request().postDataJSON();
      if (order?.fraction === 1)
        await Promise.race([until(() => cleared() === 2, 'overtaken').catch(() => {}), pause(500)]);
      await route.continue();
    });
    rig.page.on('requestfinished', (request) => {
      if (request.url().endsWith('/control/faults') && request.method() === 'POST') orders.push(request.postDataJSON());
    });
    await rig.outage('helix', 'rate_limited');
    await rig.outage('helix', '');
    await until(() => orders.length === 3, 'all is ordered');
    const { helix } = await probes.world.programs.control('/control/faults');
    assert.equal(helix.rate_limited.fraction, 0);
  });
});
