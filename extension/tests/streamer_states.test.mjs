// The streamer's pages in every state: nothing for axe to find, nothing wider than the page, nothing to complain about;
// and what is hard to bring about with the real server.
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { around } from './around.mjs';
import { axe } from './axe.mjs';
import { Server, refusal } from './streamer/server.mjs';
import { Stage, dress, tokenOf } from './streamer/stage.mjs';
import { enter, states } from './streamer/states.mjs';
import { until } from './until.mjs';

// Every state in both themes and at both widths, every other one the other way round.
const SMALL = { width: 320, height: 560 };
const LARGE = { width: 1100, height: 700 };
const LOOKS = [
  [
    { theme: 'dark', ...SMALL },
    { theme: 'light', ...LARGE },
  ],
  [
    { theme: 'light', ...SMALL },
    { theme: 'dark', ...LARGE },
  ],
];

describe("the streamer's pages", () => {
  let stage;
  let page;
  around(async () => (stage = await Stage.open()));
  afterEach(async () => {
    const problems = page?.problems ?? [];
    page = undefined;
    assert.deepEqual(problems, []);
  });

  for (const [place, state] of states.entries()) {
    it(`are fit to be shown: ${state.name}`, async () => {
      const looks = LOOKS[place % LOOKS.length];
      page = await enter(stage, state, looks[0]);
      for (const look of looks) {
        await dress(page, look);
        assert.deepEqual(await axe(page), [], JSON.stringify(look));
        const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
        assert.equal(tooWide, false, `wider than ${look.width}`);
      }
      if (state.clock) await page.context().close();
    });
  }

  for (const language of ['de', 'fr', 'es', 'pl', 'ja', 'ko', 'zh-tw']) {
    it(`fit into 320 pixels in ${language}`, async () => {
      for (const view of ['config', 'live_config']) {
        page = await stage.show(view, new Server(stage.fleet), { width: 320, language });
        await until(() => page.evaluate(() => document.documentElement.lang !== 'en'), 'the texts have come');
        await page.locator('h2').first().waitFor();
        const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
        assert.equal(tooWide, false, view);
      }
    });
  }

  // Tab until that is reached, then press.
  const press = async (name, key = 'Enter') => {
    await until(async () => {
      const words = await page.evaluate(() => {
        const { activeElement: at } = document;
        return `${at?.getAttribute('aria-label') ?? ''} ${at?.closest('label')?.textContent ?? at?.textContent ?? ''}`;
      });
      if (name.test(words)) return true;
      await page.keyboard.press('Tab');
      return false;
    }, `Tab reaches ${name}`);
    await page.keyboard.press(key);
  };

  it('let the ships of a hidden account be picked, by keyboard alone', async () => {
    const server = new Server(stage.fleet, { account: null });
    page = await stage.show('config', server);
    await page.getByText('Welcome aboard').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('HiddenCaptain');
    await page.getByText('hides its ships').waitFor();
    await press(/Pick by hand/);
    const search = page.getByRole('searchbox', { name: 'Ship name' });
    await search.waitFor();
    await until(async () => {
      await page.keyboard.press('Tab');
      return search.evaluate((field) => field === document.activeElement);
    }, 'Tab reaches the search');
    await page.keyboard.type('Yamato');
    await press(/Yamato/, 'Space');
    await page.getByText('1 ship ticked').waitFor();
    await press(/Save ships/);
    await page.getByText('Picked by hand').waitFor();
    assert.deepEqual(
      server.channel.ships.map(({ name }) => /Yamato/.test(name)),
      [true],
    );
  });

  const withPreset = () => {
    const server = new Server(stage.fleet, { ships: 300 });
    server.presets.push({
      id: 1,
      name: 'Cruisers',
      ships: null,
      rule: {
        nations: [],
        types: ['Cruiser'],
        tier_from: 8,
        tier_to: 10,
        premium: 'any',
        not_won_in_last: 0,
        draw: 3,
      },
      duration_seconds: 300,
      visibility: 'live',
      change_allowed: false,
    });
    return server;
  };

  it('go on at the button that opens the vote where a preset has drawn the ships', async () => {
    const server = withPreset();
    page = await stage.show('live_config', server);
    await page
      .getByRole('button', { name: /Cruisers/ })
      .first()
      .waitFor();
    await press(/^\s*Cruisers/);
    const opener = page.getByRole('button', { name: 'Open vote · 3 ships' });
    await opener.waitFor();
    await until(() => opener.evaluate((button) => button === document.activeElement), 'the button has the focus');
    await page.keyboard.press('Enter');
    await page.getByText('No votes yet.').waitFor();
    assert.equal(server.openVote.ships.length, 3);
  });

  it('let a garage of 300 ships be skipped by keyboard', async () => {
    page = await stage.show('live_config', withPreset());
    await page.getByRole('button', { name: /^Pick ships/ }).waitFor();
    await press(/^\s*Pick ships/);
    await press(/^\s*Add all 300/);
    await press(/^\s*Skip the list/);
    let stops = 0;
    await until(async () => {
      if (/^\s*Open vote/.test(await page.evaluate(() => document.activeElement.textContent))) return true;
      await page.keyboard.press('Tab');
      stops += 1;
      return false;
    }, 'Tab reaches the button that opens the vote');
    assert.ok(stops <= 2, `${stops} stops`);

    page = await stage.show('config', new Server(stage.fleet, { ships: 300 }), { width: 1100 });
    await page.getByText('300 of 300').waitFor();
    await press(/^\s*Skip the list/);
    await page.keyboard.press('Tab');
    const isShip = () =>
      page.evaluate(() => document.activeElement.type === 'checkbox' && !document.activeElement.role);
    assert.equal(await isShip(), false);
  });

  it('keep what was typed when the token is renewed', async () => {
    const server = new Server(stage.fleet);
    page = await stage.show('live_config', server);
    await page.getByRole('button', { name: /^Pick ships/ }).click();
    await page.getByRole('searchbox').fill('mon');
    await page.getByRole('checkbox').first().check();
    await page.evaluate((token) => window.stage.authorize(token), `${tokenOf('broadcaster')}2`);
    assert.equal(await page.getByRole('searchbox').inputValue(), 'mon');
    await page.getByRole('button', { name: /^Open vote · 1 ship/ }).click();
    await page.getByText('No votes yet.').waitFor();
    assert.equal(server.openVote.ships.length, 1);
  });

  it('draw by a rule, put one ship back, and keep the rule as a preset', async () => {
    const server = new Server(stage.fleet);
    page = await stage.show('live_config', server);
    await page.getByRole('button', { name: /^Draw ships/ }).click();
    await page.getByRole('combobox', { name: 'From tier' }).selectOption('10');
    await page.getByRole('button', { name: 'Draw', exact: true }).click();
    const vetoes = page.getByRole('button', { name: /^Not / });
    const first = await vetoes.first().getAttribute('aria-label');
    await vetoes.first().click();
    assert.notEqual(await vetoes.first().getAttribute('aria-label'), first);
    assert.equal(await vetoes.count(), 3);
    await page.getByText('Options').click();
    await page.getByRole('textbox', { name: 'Keep as preset' }).fill('Big ships');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved as “Big ships”.').waitFor();
    assert.equal(server.presets[0].rule.tier_from, 10);
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    await page.getByRole('button', { name: 'Remove “Big ships”' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: /Big ships.*Draws 3/ }).waitFor();
  });

  it('vote again without the winner', async () => {
    const server = new Server(stage.fleet);
    const ships = stage.fleet.slice(0, 3).map(({ id }) => id);
    server.add({ open: true, ships, counts: [9, 2, 1] });
    page = await stage.show('live_config', server);
    await page.getByRole('button', { name: 'End now' }).click();
    await page.getByRole('button', { name: 'End vote' }).click();
    await page.getByRole('button', { name: 'Again without the winner' }).click();
    await page.getByRole('button', { name: 'Open vote · 2 ships' }).click();
    await page.getByText('No votes yet.').waitFor();
    assert.deepEqual([...server.openVote.ships].sort(), ships.slice(1).sort());
  });

  it('say why a vote was not opened, and keep it as it was built', async () => {
    const server = new Server(stage.fleet);
    page = await stage.show('live_config', server);
    await page.getByRole('button', { name: /^Pick ships/ }).click();
    await page.getByRole('checkbox').first().check();
    server.faults.set('POST /api/channels/4711/votes', refusal(503, 'internal'));
    await page.getByRole('button', { name: /^Open vote/ }).click();
    await page.getByText('The vote was not opened').waitFor();
    server.faults.clear();
    await page.getByRole('button', { name: /^Open vote · 1 ship/ }).click();
    await page.getByText('No votes yet.').waitFor();
  });

  it('have a change undone although the server was too busy for the change at first', async () => {
    const server = new Server(stage.fleet, { ships: 20 });
    const path = 'PUT /api/settings/channels/4711/ships/enabled';
    server.faults.set(path, () => (server.faults.clear(), refusal(503, 'overloaded')));
    page = await stage.show('config', server, { width: 1100 });
    await page.getByRole('button', { name: 'Exclude all' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await until(() => server.asked.filter((asked) => asked === path).length === 3, 'both changes were taken');
    assert.ok(server.channel.ships.every(({ enabled }) => enabled));
    await page.getByText('20 of 20').waitFor();
  });

  it('keep the focus where the control that was pressed goes away', async () => {
    const server = new Server(stage.fleet, { ships: 20, settings: { garage_by_hand: true } });
    page = await stage.show('config', server, { width: 1100 });
    const hasFocus = (locator, what) =>
      until(() => locator.evaluate((element) => element === document.activeElement), `${what} has the focus`);
    const hit = async (name) => {
      await page.getByRole('button', { name }).focus();
      await page.keyboard.press('Enter');
    };
    await page.getByText('20 of 20').waitFor();
    await hit('Change ships');
    await hasFocus(page.getByRole('heading', { name: /^Pick the ships of/ }), 'picking by hand');
    await hit('Cancel');
    await hasFocus(page.getByRole('heading', { name: 'Your ships' }), 'the garage');
    await hit('Exclude all');
    await hasFocus(page.getByRole('button', { name: 'Include all' }), 'the button beside it');
    await hit('Undo');
    await hasFocus(page.getByRole('button', { name: 'Exclude all' }), 'the button that made the change');
    await page.getByRole('radio', { name: 'In', exact: true }).check({ force: true });
    const boxes = page.locator('li input');
    await boxes.nth(3).focus();
    await page.keyboard.press('Space');
    await page.getByText('19 of 20').waitFor();
    await hasFocus(boxes.nth(3), 'the next ship');
  });

  it('know a ship of the garage that the list in the bundle lacks', async () => {
    const server = new Server(stage.fleet);
    server.channel.ships.push({ ...server.channel.ships[0], id: 77, name: 'Prototype' });
    server.add({ ships: [77, ...stage.fleet.slice(0, 2).map(({ id }) => id)], counts: [9, 2, 1] });
    page = await stage.show('live_config', server);
    await page.getByRole('button', { name: 'History' }).click();
    await page.getByRole('button', { name: /Prototype/ }).click();
    await page.locator('.result .winner', { hasText: 'Prototype' }).waitFor();
  });

  it('offer what is exported in a window of its own', async () => {
    const server = new Server(stage.fleet);
    server.add({ ships: stage.fleet.slice(0, 3).map(({ id }) => id), counts: [9, 2] });
    page = await stage.show('live_config', server);
    await page.getByRole('button', { name: 'History' }).click();
    await page.getByRole('button', { name: 'CSV' }).click();
    const opening = page.context().waitForEvent('page');
    await page.getByRole('link', { name: 'Open in a new window' }).click();
    const opened = await opening;
    await until(async () => /ship,ballots/.test((await opened.textContent('body')) ?? ''), 'the file is shown');
  });

  it('let moderators run votes, and change nothing else', async () => {
    const server = new Server(stage.fleet, { role: 'moderator' });
    page = await stage.show('live_config', server, { token: tokenOf('moderator') });
    await page.getByRole('button', { name: /^Pick ships/ }).click();
    await page.getByRole('checkbox').first().check();
    assert.equal(await page.getByRole('button', { name: 'Settings' }).count(), 0);
    await page.getByRole('button', { name: /^Open vote/ }).click();
    await page.getByText('No votes yet.').waitFor();
  });

  it('tell moderators of a channel that is not set up so', async () => {
    const server = new Server(stage.fleet, { role: 'moderator', account: null });
    page = await stage.show('live_config', server, { token: tokenOf('moderator') });
    await page.getByText('One step first').waitFor();
  });

  it('keep a half-built vote where somebody else opens one first', async () => {
    const server = new Server(stage.fleet);
    page = await stage.show('live_config', server);
    await page.getByRole('button', { name: /^Pick ships/ }).click();
    for (const place of [0, 2]) await page.getByRole('checkbox').nth(place).check();
    server.add({ open: true, ships: stage.fleet.slice(0, 3).map(({ id }) => id), counts: [1] });
    await page.getByRole('button', { name: /^Open vote · 2 ships/ }).click();
    await page.getByText('waits until this one is over').waitFor();
    await page.getByRole('button', { name: 'End now' }).click();
    await page.getByRole('button', { name: 'End vote' }).click();
    await page.getByRole('button', { name: 'Go on preparing' }).click();
    await page.getByRole('button', { name: 'Open vote · 2 ships' }).click();
    await page.getByText('No votes yet.').waitFor();
  });

  it('have a history behind the vote that has just ended', async () => {
    const server = new Server(stage.fleet);
    server.add({ open: true, ships: stage.fleet.slice(0, 3).map(({ id }) => id), counts: [9, 2] });
    page = await stage.show('live_config', server);
    await page.getByRole('button', { name: 'End now' }).click();
    await page.getByRole('button', { name: 'End vote' }).click();
    await page.getByRole('button', { name: 'Details' }).click();
    await page.getByText('How the votes came in').waitFor();
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    await page.getByRole('listitem').filter({ hasText: stage.fleet[0].name }).waitFor();
  });

  it('say so when Twitch never tells who we are', async () => {
    page = await stage.show('live_config', new Server(stage.fleet), { token: '', clock: true });
    await page.clock.fastForward(10_000);
    await page.getByText('Twitch has not told us who you are.').waitFor({ timeout: 5_000 });
    await page.context().close();
  });
});
