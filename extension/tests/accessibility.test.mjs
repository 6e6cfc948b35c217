// axe finds nothing: every view, its states, both themes, narrow and wide.
import { after, afterEach, before, describe, it } from 'node:test';
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
