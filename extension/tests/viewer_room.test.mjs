// Viewers' views keep their room: over the video, in any size, while what they show changes.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { COUNTED, ViewsAlone } from './view_alone.mjs';
import { words } from './words.mjs';

const CORNERS = ['top_left', 'top_right', 'bottom_left', 'bottom_right'];
const SIZES = [
  [320, 180],
  [640, 360],
  [1280, 720],
  [1920, 1080],
];

describe('the room', () => {
  const views = new ViewsAlone();

  // ---- over the video

  // Twitch docks its own controls at the top, at the bottom and on the right: five and seven units, by the player's width.
  function outside({ left, top, right, bottom }, [width, height]) {
    const unit = Math.min(16, Math.max(10, width / 120));
    const off = [-left, right - (width - 7 * unit), 5 * unit - top, bottom - (height - 5 * unit)];
    return Math.max(...off) < 0.05 && right - left > 60 && bottom - top > 15
      ? []
      : [[left, top, right, bottom].map(Math.round).join()];
  }

  // Once it has come to rest: a card's entry has a first picture even for who wants no motion.
  const box = (locator) =>
    locator.evaluate(async (element) => {
      await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
      return element.getBoundingClientRect().toJSON();
    });

  async function assertInside(view, card, state) {
    const strays = [];
    for (const size of SIZES) {
      await view.size(...size);
      strays.push(...outside(await box(card), size).map((where) => `${state}, ${size.join(' by ')}: ${where}`));
    }
    assert.deepEqual(strays, []);
  }

  for (const corner of CORNERS) {
    it(`${corner} of every player is where Twitch has nothing, for card, ballot and result`, async () => {
      const view = await views.open('video_overlay');
      const settings = { overlay_position: corner, show_result_seconds: 60 };
      const vote = view.vote({ ships: 40, counts: [4, 2] });
      await view.say(vote, settings);
      await view.button('vote.open_ballot').waitFor();
      await assertInside(view, view.region('vote.title'), 'card');
      await view.button('vote.minimise').click();
      await assertInside(view, view.button('vote.bring_back'), 'small');
      await view.button('vote.bring_back').click();
      await view.button('vote.open_ballot').click();
      await assertInside(view, view.region('ballot.title'), 'ballot');
      await view.say(view.closed(vote), settings);
      await view.region('result.title').waitFor();
      await assertInside(view, view.region('result.title'), 'result');
    });
  }

  it('grows with the player, and is as it was in small ones', async () => {
    const view = await views.open('video_overlay');
    const { page } = view;
    await view.say(view.vote());
    await view.button('vote.open_ballot').waitFor();
    const widths = {};
    for (const width of [640, 1280, 1920, 2560, 3840]) {
      await view.size(width, (width * 9) / 16);
      widths[width] = Math.round((await box(view.region('vote.title'))).width);
    }
    assert.deepEqual(widths, { 640: 247, 1280: 253, 1920: 304, 2560: 405, 3840: 608 });
    await page.locator('h2').waitFor();
  });

  // Whether the middle of what is looked for can be touched.
  const isFree = (locator) =>
    locator.evaluate((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      const found = document.elementFromPoint(left + width / 2, top + height / 2);
      return height > 0 && (found === element || element.contains(found));
    });

  for (const height of [220, 240, 300]) {
    it(`of a player ${height} high is shared by head, list and foot, in the worst of cases too`, async () => {
      const view = await views.open('video_overlay', { width: 426, height, language: 'de' });
      const { page } = view;
      await view.say(view.vote({ ships: 40 }));
      await page.locator('[data-entry]').click();
      await page.getByRole('radio').nth(1).check();
      await view.ballotsAre('lost');
      await page.locator('footer button').click();
      await page.locator('.trouble').waitFor();
      assert.equal(await isFree(page.locator('[data-entry]')), true, 'the button that folds');
      assert.equal(await isFree(page.locator('footer button')), true, 'the button that tries again');
      await page.getByRole('radio').nth(30).check(); // fails where it cannot be touched
      assert.equal(await isFree(page.locator('[data-entry]')), true, 'the button that folds, after scrolling');
    });
  }

  // ---- while what is shown changes

  for (const [ships, language] of [
    [1, 'en'],
    [2, 'en'],
    [3, 'de'],
    [40, 'fr'],
    [3, 'ja'],
  ]) {
    it(`stays the same when the first ballot comes in: ${ships} ships, ${language}`, async () => {
      const heights = async (view, locator) => {
        const first = view.vote({ ships });
        await view.say(first);
        await locator.waitFor();
        const before = (await box(locator)).height;
        await view.say({ ...first, counts: first.counts.map((_, place) => (place === 0 ? 1 : 0)), ballots: 1 });
        await view.page.getByRole('listitem').first().waitFor();
        return [before, (await box(locator)).height];
      };
      const overlay = await views.open('video_overlay', { language });
      const [card, cardAfter] = await heights(overlay, overlay.page.locator('section'));
      assert.equal(cardAfter, card);
      const phone = await views.open('mobile', { language, width: 320, height: 640 });
      const [standing, standingAfter] = await heights(phone, phone.page.locator('.standing'));
      assert.equal(standingAfter, standing);
    });
  }

  // What covers the ship that has the focus, or why it is not seen.
  const focusedShip = (page) =>
    page.evaluate(() => {
      const ship = document.activeElement.closest('label').getBoundingClientRect();
      const middle = document.elementFromPoint(ship.left + ship.width / 2, ship.top + 2);
      const last = document.elementFromPoint(ship.left + ship.width / 2, ship.bottom - 2);
      const isSeen = [middle, last].every((found) => document.activeElement.closest('label').contains(found));
      return isSeen ? 'seen' : `${Math.round(ship.top)} to ${Math.round(ship.bottom)}`;
    });

  for (const [name, size] of [
    ['mobile', { width: 320, height: 640 }],
    ['video_overlay', { width: 640, height: 360 }],
  ]) {
    it(`shows the ship that arrow keys reach, and the name of its tier: ${name}`, async () => {
      const view = await views.open(name, { ...size, language: 'fr' });
      const { page } = view;
      await view.say(view.vote({ ships: 40 }));
      if (name === 'video_overlay') await page.locator('[data-entry]').click();
      await page.getByRole('radio').first().focus();
      const seen = [];
      for (const key of [...Array(39).fill('ArrowDown'), ...Array(39).fill('ArrowUp')]) {
        await page.keyboard.press(key);
        seen.push(await focusedShip(page));
      }
      assert.deepEqual(
        seen.filter((what) => what !== 'seen'),
        [],
      );
      const covered = await page.evaluate(() => {
        const { bottom } = document.querySelector('header').getBoundingClientRect();
        const tiers = [...document.querySelectorAll('.tier-name')].map((tier) => tier.getBoundingClientRect());
        return tiers.filter((tier) => tier.top < bottom - 1 && tier.bottom > bottom).length;
      });
      assert.equal(covered, 0, 'names of tiers behind the head');
    });
  }

  for (const name of ['video_overlay', 'mobile']) {
    it(`of a locked ballot can be scrolled by keyboard, whatever locked it: ${name}`, async () => {
      const openBallot = async (options) => {
        const view = await views.open(name, options);
        const vote = view.vote({ ships: 40 });
        await view.say(vote);
        if (name === 'video_overlay') await view.page.locator('[data-entry]').click();
        await view.page.getByRole('radio').first().waitFor({ state: 'attached' });
        return { view, vote, page: view.page };
      };
      const findsNothing = async (view, state) => {
        assert.equal(await view.page.getByRole('radio').first().isDisabled(), true, state);
        assert.deepEqual(await view.axe(), [], state);
      };
      const send = async (page) => {
        await page.getByRole('radio').first().check();
        await page.locator('footer button').click();
      };

      const { view: stranger } = await openBallot({ identity: 'Anobody' });
      await findsNothing(stranger, 'not logged in');

      const { view: sending, page: waiting } = await openBallot();
      await sending.ballotsAre('never');
      await send(waiting);
      await sending.button('ballot.sending').waitFor();
      await findsNothing(sending, 'sending');

      const { view, vote, page } = await openBallot();
      await view.ballotsAre(COUNTED);
      await send(page);
      await page.getByRole('radiogroup').focus(); // who looks on keeps the ballot open
      await page.locator('footer .counted').waitFor();
      await findsNothing(view, 'counted');
      await view.say({ ...vote, ends_at: Date.now() - 1 });
      await page.getByText(words('vote.time_is_up')).first().waitFor();
      await findsNothing(view, 'time is up');
    });
  }
});
