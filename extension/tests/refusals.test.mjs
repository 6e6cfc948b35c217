// What viewers are told whose ballot cannot count, with the real server and the real bundle in the rig's frames.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { around } from './around.mjs';
import { words } from './words.mjs';
import { World } from './world.mjs';

describe('viewers whose ballot is refused', () => {
  let world;
  let rig;
  around(
    async () => (world = await World.open()),
    () => rig,
  );

  const option = (name) => rig.mobile.getByRole('radio', { name });
  const cast = async (name) => {
    await option(name).check();
    await rig.mobile.getByRole('button', { name: words('ballot.cast', { ship: name }) }).click();
  };
  const said = (text) => rig.mobile.getByText(text).first().waitFor();

  it('have voted on another device, and are told which ship it was that counts', async () => {
    const channel = await world.channel();
    rig = await world.openRig(channel);
    const vote = await world.openVote(channel, { ships: 3 });
    const [first, second] = channel.ships;
    await option(second.name).waitFor({ state: 'attached' });
    const viewer = await rig.frame('mobile').evaluate(() => window.Twitch.ext.viewer.opaqueId);
    await world.cast(channel, vote, first.id, viewer);
    await cast(second.name);
    await said(words('refused.already_voted'));
    await said(words('ballot.still_counts', { ship: first.name }));
    assert.equal(await option(second.name).isDisabled(), true);
    assert.equal(await rig.mobile.getByRole('button', { name: words('ballot.retry') }).count(), 0);
    assert.deepEqual((await world.showVote(channel, vote)).votes, { [first.id]: 1 });
    await rig.assertAccessible('mobile', 'already voted');
    rig.assertQuiet();
  });

  it('come too late where the news of the end was lost, and are told so', async () => {
    const channel = await world.channel();
    rig = await world.openRig(channel);
    const vote = await world.openVote(channel, { ships: 3 });
    const { name } = channel.ships[0];
    await option(name).waitFor({ state: 'attached' });
    await rig.delivery(channel.id, { lose_every: 1 });
    await world.closeVote(channel, vote);
    await cast(name);
    await said(words('refused.vote_closed'));
    assert.equal(await rig.mobile.getByRole('button', { name: words('ballot.retry') }).count(), 0);
    assert.deepEqual((await world.showVote(channel, vote)).votes, {});
    rig.assertQuiet();
  });
});
