// The rig's stand-in for Twitch's helper has the habits of the real one; shown with views that do nothing but ask it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { around } from './around.mjs';
import { ProbeWorld, claimsOf, told as toldTo } from './rig_probe.mjs';
import { until } from './until.mjs';

describe('the rig’s helper', () => {
  let probes;
  let rig;
  around(
    async () => (probes = await ProbeWorld.open()),
    () => rig,
  );

  const told = (view, kind) => toldTo(rig, view, kind);
  const open = async () => {
    const opened = await probes.openRig();
    ({ rig } = opened);
    return opened.channel;
  };

  it('keeps one callback of a kind, and tells at registration what is known', async () => {
    const channel = await open();
    const [[auth]] = await told('mobile', 'auth');
    assert.equal(auth.channelId, channel.id);
    assert.match(auth.userId, /^U/);
    assert.deepEqual(await told('mobile', 'first'), []);
    const again = await rig.frame('mobile').evaluate(() => {
      let now = null;
      window.Twitch.ext.onAuthorized((one) => (now = one));
      return now?.channelId;
    });
    assert.equal(again, channel.id);
  });

  it('tells the whole context with the names of what changed, the player only to the overlay', async () => {
    await open();
    await until(async () => (await told('overlay', 'context')).length > 1, 'the player is told');
    const [[first, keys], [second]] = await told('overlay', 'context');
    assert.equal(first.game, '');
    assert.deepEqual(keys.sort(), Object.keys(first).sort());
    assert.equal(second.game, 'World of Warships');
    await rig.stage('game', 'Just Chatting');
    await until(
      async () => (await told('overlay', 'context')).at(-1)[0].game === 'Just Chatting',
      'the category is told',
    );
    const change = (await told('overlay', 'context')).find(([context]) => context.game === 'Just Chatting');
    assert.ok(change[1].includes('game') && !change[1].includes('theme'));
    assert.equal(change[0].arePlayerControlsVisible !== undefined, true);
    assert.equal((await told('mobile', 'context')).at(-1)[0].arePlayerControlsVisible, undefined);
    assert.equal((await told('config', 'context')).at(-1)[0].game, undefined);
  });

  it('tells that a view is hidden, and at registration only then', async () => {
    await open();
    assert.deepEqual(await told('overlay', 'visible'), []);
    const pause = rig.page.getByRole('button', { name: 'Pause' });
    await pause.press('Enter');
    await until(async () => (await pause.getAttribute('aria-pressed')) === 'true', 'the player is paused');
    await until(async () => (await told('overlay', 'visible')).length === 1, 'hidden is told');
    assert.deepEqual((await told('overlay', 'visible'))[0], [false, null]);
    const atOnce = await rig.frame('overlay').evaluate(() => {
      const values = [];
      window.Twitch.ext.onVisibilityChanged((...told) => values.push(told));
      return values;
    });
    assert.deepEqual(atOnce, [[false, null]]);
  });

  it('keeps listeners by function, and no whispers of others', async () => {
    const channel = await open();
    await rig.frame('mobile').evaluate(() => {
      const { ext } = window.Twitch;
      window.heard = [];
      const one = () => window.heard.push('one');
      const gone = () => window.heard.push('gone');
      ext.listen('broadcast', one);
      ext.listen('broadcast', one);
      ext.listen('broadcast', () => window.heard.push('other'));
      ext.listen('broadcast', gone);
      ext.unlisten('broadcast', () => window.heard.push('gone'));
      ext.unlisten('broadcast', gone);
      ext.listen('whisper-Usomebody', () => {});
    });
    assert.match((await told('mobile', 'error'))[0][0], /whisper-Usomebody/);
    await probes.world.openVote(channel, { ships: 2 });
    await until(() => rig.frame('mobile').evaluate(() => window.heard.includes('other')), 'a message is heard');
    const heard = await rig.frame('mobile').evaluate(() => window.heard);
    assert.deepEqual(heard.slice(0, 2), ['one', 'other']);
    assert.ok(!heard.includes('gone'));
  });

  it('hands over segments when a view loads and never again', async () => {
    const channel = await open();
    const segment = () =>
      rig.frame('mobile').evaluate(() => window.Twitch.ext.configuration.developer?.content ?? null);
    const before = await segment();
    await probes.world.openVote(channel, { ships: 2 });
    await until(
      async () =>
        (await probes.world.programs.control(`/control/segments/${channel.id}`)).developer?.content !== before,
      'the segment is written',
    );
    assert.equal(await segment(), before);
    await rig.reload('mobile');
    await until(async () => (await segment()) !== before, 'a reload hands over the new one');
  });

  it('renews the token before it ends, with the same person in it', async () => {
    await open();
    await rig.page.clock.install();
    await rig.tokensLast('10');
    await until(async () => (await told('mobile', 'auth')).length === 2, 'the short token is there');
    await rig.page.clock.pauseAt(Date.now() + 9_900); // and there it stays
    await until(async () => (await told('mobile', 'auth')).length === 3, 'the short token is renewed');
    const [[one], , [other]] = await told('mobile', 'auth');
    assert.notEqual(one.token, other.token);
    assert.equal(one.userId, other.userId);
    const { exp } = claimsOf(other);
    assert.ok(exp * 1000 - Date.now() <= 11_000);
  });

  it('holds views to a policy like Twitch’s', async () => {
    await open();
    await rig.frame('mobile').evaluate(() => {
      window.violations = [];
      document.addEventListener('securitypolicyviolation', (event) => window.violations.push(event.effectiveDirective));
      const inline = document.createElement('script');
      inline.textContent = 'window.inlineRan = true';
      const foreign = document.createElement('script');
      foreign.src = 'https://example.org/a.js';
      document.head.append(inline, foreign);
      for (const address of ['https://example.org/', '/control/state']) fetch(address).catch(() => {});
    });
    const seen = () => rig.frame('mobile').evaluate(() => window.violations.map((name) => name.replace('-elem', '')));
    await until(async () => (await seen()).length === 4, 'all four are refused');
    assert.deepEqual((await seen()).sort(), ['connect-src', 'connect-src', 'script-src', 'script-src']);
    assert.equal(await rig.frame('mobile').evaluate(() => window.inlineRan), undefined);
  });

  it('gives the focus back to the player, but for fields and buttons', async () => {
    await open();
    const focusOn = (selector) =>
      rig.frame('overlay').evaluate((wanted) => {
        document.querySelector(wanted).focus();
        return document.activeElement?.tagName;
      }, selector);
    assert.equal(await focusOn('button'), 'BUTTON');
    assert.equal(await focusOn('#free'), 'BODY');
  });
});
