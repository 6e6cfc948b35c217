// What viewers live through, in a real browser, with the real server and the real bundle in the rig's frames.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { around } from './around.mjs';
import { until } from './until.mjs';
import { words } from './words.mjs';
import { World } from './world.mjs';

describe('viewers', () => {
  let world;
  let rig;
  around(
    async () => (world = await World.open()),
    () => rig,
  );

  const overlayCard = () => rig.overlay.getByRole('region', { name: words('vote.title') });
  const option = (view, name) => view.getByRole('radio', { name });

  async function castInOverlay(name) {
    await rig.overlay.getByRole('button', { name: words('vote.open_ballot') }).click();
    await option(rig.overlay, name).check();
    await rig.overlay.getByRole('button', { name: words('ballot.cast', { ship: name }) }).click();
  }

  it('see a vote open, vote, and find their choice again after a reload', async () => {
    const channel = await world.channel();
    rig = await world.openRig(channel);
    await rig.mobile.getByText(words('idle.title')).waitFor();
    const vote = await world.openVote(channel, { ships: 4 });
    await overlayCard().waitFor();

    const { name } = channel.ships[1];
    await castInOverlay(name);
    await rig.overlay
      .getByText(words('ballot.counted', { ship: name }))
      .first()
      .waitFor();
    assert.deepEqual((await world.showVote(channel, vote)).votes, { [channel.ships[1].id]: 1 });

    await rig.reload('overlay');
    await rig.overlay.getByText(words('ballot.own')).first().waitFor({ state: 'attached' });
    await rig.overlay.getByRole('button', { name: words('vote.see_ships') }).click();
    await rig.overlay
      .getByText(words('ballot.counted', { ship: name }))
      .first()
      .waitFor();
    rig.assertQuiet();
  });

  it('are two, and one changes the choice where the vote allows it', async () => {
    const channel = await world.channel();
    rig = await world.openRig(channel);
    const vote = await world.openVote(channel, { ships: 3, change_allowed: true });
    const [one, other] = channel.ships;
    await overlayCard().waitFor();
    await castInOverlay(one.name);
    await rig.overlay
      .getByText(words('ballot.counted', { ship: one.name }))
      .first()
      .waitFor();

    await option(rig.mobile, one.name).check();
    await rig.mobile.getByRole('button', { name: words('ballot.cast', { ship: one.name }) }).click();
    await rig.mobile
      .getByText(words('ballot.counted', { ship: one.name }))
      .first()
      .waitFor();
    await option(rig.mobile, other.name).check();
    await rig.mobile.getByRole('button', { name: words('ballot.change_to', { ship: other.name }) }).click();
    await rig.mobile
      .getByText(words('ballot.counted', { ship: other.name }))
      .first()
      .waitFor();

    const { votes } = await world.showVote(channel, vote);
    assert.deepEqual(votes, { [one.id]: 1, [other.id]: 1 });
    rig.assertQuiet();
  });

  it('who are not logged in are told so, and nothing is lost', async () => {
    const channel = await world.channel();
    rig = await world.openRig(channel);
    await world.openVote(channel, { ships: 3 });
    await rig.become('mobile', 'anonymous');
    await rig.mobile.getByText(words('ballot.login')).waitFor();
    assert.equal(await option(rig.mobile, channel.ships[0].name).isDisabled(), true);
    rig.assertQuiet();
  });

  it('whose network fails are told what to do, and the ballot counts once when they try again', async () => {
    const channel = await world.channel();
    rig = await world.openRig(channel);
    const vote = await world.openVote(channel, { ships: 3 });
    const { id, name } = channel.ships[0];
    await option(rig.mobile, name).waitFor({ state: 'attached' });
    await rig.page.route('**/submit', (route) => route.abort());
    await option(rig.mobile, name).check();
    await rig.mobile.getByRole('button', { name: words('ballot.cast', { ship: name }) }).click();
    await rig.mobile.getByText(words('unknown.offline')).first().waitFor();
    await rig.page.unroute('**/submit');
    await rig.mobile.getByRole('button', { name: words('ballot.retry') }).click();
    await rig.mobile
      .getByText(words('ballot.counted', { ship: name }))
      .first()
      .waitFor();
    assert.deepEqual((await world.showVote(channel, vote)).votes, { [id]: 1 });
    rig.assertQuiet();
  });

  it('see the vote end by its time, and the winner in every view', async () => {
    const channel = await world.channel();
    rig = await world.openRig(channel);
    const vote = await world.openVote(channel, { ships: 3, seconds: 6 });
    const { id, name } = channel.ships[2];
    for (const viewer of ['UA', 'UB', 'UC']) await world.cast(channel, vote, id, viewer);
    await world.cast(channel, vote, channel.ships[0].id, 'UD');
    for (const view of [rig.overlay, rig.mobile]) {
      const result = view.getByRole('region', { name: words('result.title') });
      await result.getByText(name).first().waitFor({ timeout: 20_000 });
      await result.getByText('75').first().waitFor();
    }
    const closed = await world.showVote(channel, vote);
    assert.equal(closed.status, 'closed');
    rig.assertQuiet();
  });

  it('lose nothing for longer than ten seconds when every third message is lost', async () => {
    const channel = await world.channel();
    rig = await world.openRig(channel);
    // The first of each view's messages, the fourth, and so on: the opening itself is lost.
    await rig.delivery(channel.id, { lose_every: 3 });
    const vote = await world.openVote(channel, { ships: 3 });
    const { id, name } = channel.ships[1];
    for (let viewer = 0; viewer < 5; viewer += 1) await world.cast(channel, vote, id, `U${viewer}`);
    await overlayCard()
      .getByText(words('vote.ballots', { count: 5 }))
      .waitFor({ timeout: 10_000 });
    await world.closeVote(channel, vote);
    const closedAt = Date.now();
    await rig.overlay
      .getByRole('region', { name: words('result.title') })
      .getByText(name)
      .first()
      .waitFor();
    assert.ok(Date.now() - closedAt < 10_000);
    rig.assertQuiet();
  });

  it('keep their choice while the token is renewed, and vote with the new one', async () => {
    const channel = await world.channel();
    rig = await world.openRig(channel);
    await world.openVote(channel, { ships: 3 });
    const { name } = channel.ships[0];
    await option(rig.mobile, name).check();
    const newest = await rig.renewToken('mobile');
    assert.equal(await option(rig.mobile, name).isChecked(), true);
    let shown = '';
    rig.page.on('request', (request) => {
      if (request.url().endsWith('/submit')) shown = request.headers().authorization;
    });
    await rig.mobile.getByRole('button', { name: words('ballot.cast', { ship: name }) }).click();
    await rig.mobile
      .getByText(words('ballot.counted', { ship: name }))
      .first()
      .waitFor();
    assert.equal(shown, `Bearer ${newest}`);
    rig.assertQuiet();
  });

  it('whose phone slept catch up when it wakes', async () => {
    const channel = await world.channel();
    rig = await world.openRig(channel, { clock: true });
    await rig.mobile.getByText(words('idle.title')).waitFor();
    await rig.tool('mobile', 'Sleep');
    await world.openVote(channel, { ships: 3 });
    await overlayCard().waitFor();
    await rig.delivery(channel.id, { lose_every: 1 }); // nobody tells it again: it has to ask
    await rig.page.clock.fastForward(31_000);
    assert.equal(await option(rig.mobile, channel.ships[0].name).count(), 0);
    await rig.frame('mobile').evaluate(() => {
      window.addEventListener('message', ({ data }) => (window.isAwake ||= data?.rig === 'visibility' && data.visible));
    });
    await rig.tool('mobile', 'Wake');
    await until(() => rig.frame('mobile').evaluate(() => window.isAwake), 'the phone is awake');
    await rig.page.clock.fastForward(12_000); // views do not all ask at once
    await option(rig.mobile, channel.ships[0].name).waitFor({ state: 'attached', timeout: 20_000 });
    rig.assertQuiet();
  });

  it('may have blocked the storage: the vote goes on without it', async () => {
    const channel = await world.channel();
    rig = await world.openRig(channel, { storage: false });
    await world.openVote(channel, { ships: 3 });
    const { name } = channel.ships[0];
    await option(rig.mobile, name).check();
    await rig.mobile.getByRole('button', { name: words('ballot.cast', { ship: name }) }).click();
    await rig.mobile
      .getByText(words('ballot.counted', { ship: name }))
      .first()
      .waitFor();
    rig.assertQuiet();
  });

  it('whose helper never answers see a page all the same', async () => {
    const channel = await world.channel();
    rig = await world.openRig(channel, { helper: 'silent' });
    await rig.mobile.getByText(words('idle.title')).waitFor();
    await until(async () => (await rig.overlay.locator('main').count()) === 1, 'the overlay is there');
    rig.assertQuiet();
  });

  it('reach the player everywhere but on the card', async () => {
    const channel = await world.channel();
    rig = await world.openRig(channel);
    await world.openVote(channel, { ships: 3 });
    await overlayCard().waitFor();
    const free = await rig.frame('overlay').evaluate(() => {
      const card = document.querySelector('section').getBoundingClientRect();
      const [width, height] = [window.innerWidth, window.innerHeight];
      const taken = [];
      for (let x = 5; x < width; x += width / 20) {
        for (let y = 5; y < height; y += height / 20) {
          const inside = x >= card.left && x <= card.right && y >= card.top && y <= card.bottom;
          const target = document.elementFromPoint(x, y);
          const isFree = target === null || target === document.documentElement || target === document.body;
          if (!inside && !isFree) taken.push(`${Math.round(x)},${Math.round(y)}: ${target.className}`);
        }
      }
      return taken;
    });
    assert.deepEqual(free, []);
    rig.assertQuiet();
  });

  it('work by keyboard alone', async () => {
    const channel = await world.channel();
    rig = await world.openRig(channel);
    await world.openVote(channel, { ships: 3 });
    await overlayCard().waitFor();
    const { keyboard } = rig.page;
    const focused = () => rig.frame('overlay').evaluate(() => document.activeElement?.textContent?.trim() ?? '');
    await rig.focusBefore('overlay');
    await until(async () => {
      if ((await focused()) === words('vote.open_ballot')) return true;
      await keyboard.press('Tab');
      return false;
    }, 'Tab reaches the ballot');
    await keyboard.press('Enter');
    const inRadio = () => rig.frame('overlay').evaluate(() => document.activeElement?.type === 'radio');
    await until(async () => {
      if (await inRadio()) return true;
      await keyboard.press('Tab');
      return false;
    }, 'Tab reaches the ships');
    await keyboard.press('Space');
    await keyboard.press('ArrowDown');
    const chosen = await rig.frame('overlay').evaluate(() => document.querySelector('input:checked').value);
    const { name } = channel.ships.find((ship) => String(ship.id) === chosen);
    await until(async () => {
      if ((await focused()) === words('ballot.cast', { ship: name })) return true;
      await keyboard.press('Tab');
      return false;
    }, 'Tab reaches the button that sends');
    await keyboard.press('Enter');
    await rig.overlay
      .getByText(words('ballot.counted', { ship: name }))
      .first()
      .waitFor();
    rig.assertQuiet();
  });

  it('who are new to the rig see a vote open, run and close, without doing anything but wait', async () => {
    rig = await world.openRig({ id: world.freshChannel() }, { demo: 'on', audience: '40' });
    await rig.page.getByRole('tab', { name: 'Live config' }).click(); // looking around keeps nothing from starting
    await overlayCard().waitFor({ timeout: 20_000 });
    await overlayCard()
      .getByText(/^[1-9]\d* votes?$/)
      .waitFor({ timeout: 20_000 });
    await rig.page.getByRole('button', { name: 'Close the vote now' }).click();
    await rig.overlay.getByRole('region', { name: words('result.title') }).waitFor();
    await rig.page.getByText(/ won with \d+ % of \d+ ballots\.$/).waitFor();
    rig.assertQuiet();
  });

  it('see the count once they have voted, where that is how the vote is, and after a reload too', async () => {
    const channel = await world.channel();
    rig = await world.openRig(channel);
    const vote = await world.openVote(channel, { ships: 3, visibility: 'after_ballot' });
    const { id, name } = channel.ships[0];
    await world.cast(channel, vote, id, 'UA');
    await rig.mobile.getByText(words('vote.hidden_until_ballot')).waitFor();
    await option(rig.mobile, name).check();
    await rig.mobile.getByRole('button', { name: words('ballot.cast', { ship: name }) }).click();
    const count = rig.mobile.locator('.standing').getByText(words('vote.ballots', { count: 2 }));
    await count.waitFor();
    await rig.reload('mobile');
    await count.waitFor({ timeout: 20_000 });
    rig.assertQuiet();
  });

  it('can touch everything in the mobile view', async () => {
    const channel = await world.channel();
    rig = await world.openRig(channel);
    const vote = await world.openVote(channel, { ships: 40 });
    await option(rig.mobile, channel.ships[0].name).waitFor({ state: 'attached' });
    const tooSmall = () =>
      rig.frame('mobile').evaluate(() =>
        [...document.querySelectorAll('button, input, select, a')]
          .map((element) => [element.outerHTML.slice(0, 80), element.getBoundingClientRect()])
          .filter(([, { width, height }]) => height < 44 || width < 44)
          .map(([element, { width, height }]) => `${element}: ${width} by ${height}`),
      );
    await rig.mobile.getByRole('searchbox').fill('zz');
    await rig.mobile.getByRole('button', { name: words('filter.clear') }).waitFor();
    assert.deepEqual(await tooSmall(), []);
    await rig.mobile.getByRole('button', { name: words('filter.clear') }).click();
    await option(rig.mobile, channel.ships[0].name).check();
    assert.deepEqual(await tooSmall(), []);
    await world.closeVote(channel, vote);
    await rig.mobile.getByRole('button', { name: words('result.close') }).waitFor();
    assert.deepEqual(await tooSmall(), []);
    rig.assertQuiet();
  });
});
