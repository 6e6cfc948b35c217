// axe finds nothing: every view, its states, both themes, narrow and wide.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { around } from './around.mjs';
import { axe } from './axe.mjs';
import { words } from './words.mjs';
import { World } from './world.mjs';

const THEMES = ['dark', 'light'];

describe('axe', () => {
  let world;
  let rig;
  around(
    async () => (world = await World.open()),
    () => rig,
  );

  // In both themes, one after the other. What leaves by itself is kept by the channel's settings, or by the focus.
  const findsNothing = async (view, state) => {
    for (const theme of THEMES) {
      await rig.wear(view, theme);
      await rig.assertAccessible(view, `${state}, ${theme}`);
    }
  };
  const LASTING = { settings: { show_result_seconds: 60 } };

  it('finds nothing in the overlay and the mobile view', async () => {
    const channel = await world.channel(LASTING);
    rig = await world.openRig(channel);
    await rig.mobile.getByText(words('idle.title')).waitFor();
    await findsNothing('overlay', 'nothing to show');
    await findsNothing('mobile', 'no vote');

    const vote = await world.openVote(channel, { ships: 20 });
    await rig.overlay.getByRole('button', { name: words('vote.open_ballot') }).waitFor();
    await findsNothing('overlay', 'card');
    await findsNothing('mobile', 'open vote, no ballots');
    await rig.overlay.getByRole('button', { name: words('vote.open_ballot') }).click();
    await rig.overlay.getByRole('radio').first().waitFor({ state: 'attached' });
    await findsNothing('overlay', 'ballot');

    for (let viewer = 0; viewer < 3; viewer += 1)
      await world.cast(channel, vote, channel.ships[viewer].id, `U${viewer}`);
    await rig.mobile
      .getByText(words('vote.ballots', { count: 3 }))
      .first()
      .waitFor();
    await findsNothing('mobile', 'open vote with ballots');
    await findsNothing('overlay', 'ballot with counts');
    await world.closeVote(channel, vote);
    for (const view of ['overlay', 'mobile']) {
      await rig[view].getByRole('region', { name: words('result.title') }).waitFor();
      await findsNothing(view, 'result, a tie');
    }
  });

  it('finds nothing in the live config and the config page', async () => {
    const channel = await world.channel({ account: 'FreshRecruit' });
    rig = await world.openRig(channel);
    await rig.showTab('Live config');
    await rig.liveConfig.getByRole('heading').first().waitFor();
    await findsNothing('liveConfig', 'no vote');
    await rig.config.getByRole('heading').first().waitFor();
    await findsNothing('config', 'set up');

    const vote = await world.openVote(channel, { ships: 5, seconds: 600 });
    await rig.liveConfig.getByText(channel.ships[0].name).first().waitFor();
    await findsNothing('liveConfig', 'open vote');
    await world.closeVote(channel, vote);
    await rig.liveConfig.getByText(words('history.no_winner')).first().waitFor();
    await findsNothing('liveConfig', 'result');
  });

  it("finds nothing in the overlay's and the mobile view's troubles", async () => {
    const channel = await world.channel();
    rig = await world.openRig(channel);
    const vote = await world.openVote(channel, { ships: 30, visibility: 'after_close', change_allowed: true });
    await rig.overlay.getByRole('button', { name: words('vote.minimise') }).click();
    await findsNothing('overlay', 'small');
    await rig.overlay.getByRole('button', { name: words('vote.bring_back') }).click();
    await rig.overlay.getByRole('button', { name: words('vote.open_ballot') }).click();
    await rig.page.route('**/submit', (route) => route.abort());
    for (const view of ['overlay', 'mobile']) {
      await rig[view].getByRole('radio').first().check();
      await rig[view].getByRole('button', { name: /^Vote for/ }).click();
      await rig[view].getByText(words('unknown.offline')).first().waitFor();
      await findsNothing(view, 'the network is lost');
    }
    await rig.page.unroute('**/submit');
    for (const view of ['overlay', 'mobile']) {
      await rig[view].getByRole('button', { name: words('ballot.retry') }).click();
      await rig[view].getByRole('radiogroup').focus();
      await rig[view].getByText(words('ballot.may_change')).first().waitFor();
      await findsNothing(view, 'counted');
      await rig.become(view, 'anonymous');
    }
    await rig.mobile.getByText(words('ballot.login')).waitFor();
    await findsNothing('mobile', 'not logged in');
    await world.closeVote(channel, vote);
  });

  it('finds nothing in a ballot of 300 ships', async () => {
    const channel = await world.channel();
    rig = await world.openRig(channel);
    await world.openVote(channel, { ships: 300 });
    await rig.overlay.getByRole('button', { name: words('vote.open_ballot') }).click();
    for (const view of ['overlay', 'mobile']) {
      await rig[view].getByRole('radio').nth(299).waitFor({ state: 'attached' });
      await rig.assertAccessible(view, 'many ships');
    }
  });

  for (const theme of THEMES) {
    it(`finds nothing in the source for streaming programs, ${theme}`, async () => {
      const channel = await world.channel();
      const { live_key } = await world.api(channel.id, 'POST', `/channels/${channel.id}/live_key`);
      const address = (key) => `${world.programs.webUrl}/obs/${channel.id}/${key}?theme=${theme}&background=solid`;
      const page = await world.openPage(address(live_key), { width: 320, height: 480 });
      const findsNothingIn = async (state) => assert.deepEqual(await axe(page), [], state);
      for (const visibility of ['live', 'after_close']) {
        const vote = await world.openVote(channel, { ships: 12, visibility, seconds: 600 });
        await world.castMany(channel, vote, [2, 2, 1]);
        const shown = visibility === 'live' ? words('vote.ballots', { count: 5 }) : words('vote.hidden_until_close');
        await page.getByText(shown).waitFor();
        await findsNothingIn(visibility);
        await world.closeVote(channel, vote);
        await page.getByRole('region', { name: words('result.title') }).waitFor();
        await findsNothingIn('result, a tie');
      }
      await page.goto(address('wrong'));
      await page.getByText(words('obs.not_connected')).waitFor({ timeout: 15_000 });
      await findsNothingIn('not connected');
      await page.context().close();
    });
  }

  it('finds nothing in views of a channel that is not set up', async () => {
    rig = await world.openRig({ id: world.freshChannel() });
    await rig.config.getByRole('heading').first().waitFor();
    await rig.assertAccessible('config', 'not set up');
    await rig.showTab('Live config');
    await rig.liveConfig.getByRole('heading').first().waitFor();
    await rig.assertAccessible('liveConfig', 'not set up');
    await rig.assertAccessible('mobile', 'not set up');
  });
});
