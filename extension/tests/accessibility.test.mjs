// axe finds nothing: every view, its states, both themes, narrow and wide.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { axe } from './axe.mjs';
import { words } from './words.mjs';
import { World } from './world.mjs';

describe('axe', () => {
  let world;
  let rig;
  before(async () => {
    world = await World.open();
  });
  after(() => world?.close());
  afterEach(async () => {
    await rig?.close();
    rig = undefined;
  });

  for (const theme of ['dark', 'light']) {
    it(`finds nothing in the overlay and the mobile view, ${theme}`, async () => {
      const channel = await world.channel();
      rig = await world.openRig(channel);
      await rig.stage('theme', theme);
      await rig.mobile.getByText(words('idle.title')).waitFor();
      await rig.assertAccessible('overlay', 'nothing to show');
      await rig.assertAccessible('mobile', 'no vote');

      const vote = await world.openVote(channel, { ships: 20 });
      await rig.overlay.getByRole('button', { name: words('vote.open_ballot') }).waitFor();
      await rig.assertAccessible('overlay', 'card');
      await rig.assertAccessible('mobile', 'open vote, no ballots');
      await rig.overlay.getByRole('button', { name: words('vote.open_ballot') }).click();
      await rig.overlay.getByRole('radio').first().waitFor({ state: 'attached' });
      await rig.assertAccessible('overlay', 'ballot');

      for (let viewer = 0; viewer < 3; viewer += 1)
        await world.cast(channel, vote, channel.ships[viewer].id, `U${viewer}`);
      await rig.mobile
        .getByText(words('vote.ballots', { count: 3 }))
        .first()
        .waitFor();
      await rig.assertAccessible('mobile', 'open vote with ballots');
      await rig.assertAccessible('overlay', 'ballot with counts');
      await world.closeVote(channel, vote);
      await rig.overlay.getByRole('region', { name: words('result.title') }).waitFor();
      await rig.assertAccessible('overlay', 'result, a tie');
      await rig.mobile.getByRole('region', { name: words('result.title') }).waitFor();
      await rig.assertAccessible('mobile', 'result, a tie');
    });

    it(`finds nothing in the live config and the config page, ${theme}`, async () => {
      const channel = await world.channel();
      rig = await world.openRig(channel);
      await rig.stage('theme', theme);
      await rig.showTab('Live config');
      await rig.liveConfig.getByRole('heading').first().waitFor();
      await rig.assertAccessible('liveConfig', 'no vote');
      await rig.config.getByRole('heading').first().waitFor();
      await rig.assertAccessible('config', 'set up');

      const vote = await world.openVote(channel, { ships: 5, seconds: 600 });
      await rig.liveConfig.getByText(channel.ships[0].name).first().waitFor();
      await rig.assertAccessible('liveConfig', 'open vote');
      await world.closeVote(channel, vote);
      await rig.liveConfig.getByText(words('history.no_winner')).first().waitFor();
      await rig.assertAccessible('liveConfig', 'result');
    });
  }

  for (const theme of ['dark', 'light']) {
    it(`finds nothing in the overlay's and the mobile view's troubles, ${theme}`, async () => {
      const channel = await world.channel();
      rig = await world.openRig(channel);
      await rig.stage('theme', theme);
      const vote = await world.openVote(channel, { ships: 300, visibility: 'after_close', change_allowed: true });
      await rig.overlay.getByRole('button', { name: words('vote.minimise') }).click();
      await rig.assertAccessible('overlay', 'small');
      await rig.overlay.getByRole('button', { name: words('vote.bring_back') }).click();
      await rig.overlay.getByRole('button', { name: words('vote.open_ballot') }).click();
      await rig.page.route('**/submit', (route) => route.abort());
      for (const view of ['overlay', 'mobile']) {
        await rig[view].getByRole('radio').first().check();
        await rig[view].getByRole('button', { name: /^Vote for/ }).click();
        await rig[view].getByText(words('unknown.offline')).first().waitFor();
        await rig.assertAccessible(view, 'the network is lost');
      }
      await rig.page.unroute('**/submit');
      for (const view of ['overlay', 'mobile']) {
        await rig[view].getByRole('button', { name: words('ballot.retry') }).click();
        await rig[view].getByText(words('ballot.may_change')).first().waitFor();
        await rig.assertAccessible(view, 'counted');
        await rig.become(view, 'anonymous');
      }
      await rig.mobile.getByText(words('ballot.login')).waitFor();
      await rig.assertAccessible('mobile', 'not logged in');
      await world.closeVote(channel, vote);
    });

    it(`finds nothing in the source for streaming programs, ${theme}`, async () => {
      const channel = await world.channel();
      const { live_key } = await world.api(channel.id, 'POST', `/channels/${channel.id}/live_key`);
      const address = (key) => `${world.programs.webUrl}/obs/${channel.id}/${key}?theme=${theme}&background=solid`;
      const page = await world.openPage(address(live_key), { width: 320, height: 480 });
      const findsNothing = async (state) => assert.deepEqual(await axe(page), [], state);
      for (const visibility of ['live', 'after_close']) {
        const vote = await world.openVote(channel, { ships: 12, visibility, seconds: 600 });
        await world.castMany(channel, vote, [2, 2, 1]);
        const shown = visibility === 'live' ? words('vote.ballots', { count: 5 }) : words('vote.hidden_until_close');
        await page.getByText(shown).waitFor();
        await findsNothing(visibility);
        await world.closeVote(channel, vote);
        await page.getByRole('region', { name: words('result.title') }).waitFor();
        await findsNothing('result, a tie');
      }
      await page.goto(address('wrong'));
      await page.getByText(words('obs.not_connected')).waitFor({ timeout: 15_000 });
      await findsNothing('not connected');
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
