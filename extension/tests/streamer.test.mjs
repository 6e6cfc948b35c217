// What streamers live through: the config page, the live config, and the source for streaming programs.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { around } from './around.mjs';
import { until } from './until.mjs';
import { words } from './words.mjs';
import { World } from './world.mjs';

describe('streamers', () => {
  let world;
  let rig;
  around(
    async () => (world = await World.open()),
    () => rig,
  );

  const openLiveConfig = async (channel) => {
    rig = await world.openRig(channel);
    await rig.showTab('Live config');
    return rig.liveConfig;
  };
  const openVoteButton = (view) => view.getByRole('button', { name: /^Open vote · \d+ ships?$/ });

  it('connect their account on the config page, with an answer while they type', async () => {
    const id = world.freshChannel();
    rig = await world.openRig({ id });
    const name = rig.config.getByLabel(words('account.name'));
    await name.fill('Nobody_Of_This_Name');
    await rig.config.getByText('No account Nobody_Of_This_Name found (Europe)').waitFor();
    await name.fill('HiddenHarbour');
    await rig.config.getByText(words('account.hidden', { name: 'HiddenHarbour' })).waitFor();
    await name.fill('seacaptain');
    await rig.config.getByText(words('account.found', { name: 'SeaCaptain' })).waitFor();
    await rig.config.getByRole('button', { name: words('account.save_first') }).click();
    await rig.config.getByText(words('account.current', { name: 'SeaCaptain' })).waitFor();
    const settings = await world.api(id, 'GET', `/settings/channels/${id}`);
    assert.equal(settings.wows_username, 'SeaCaptain');
    assert.ok(settings.ships.length > 0);
    rig.assertQuiet();
  });

  it('keep what they have while Wargaming is down, and are told so', async () => {
    const channel = await world.channel({ account: 'FreshRecruit' });
    rig = await world.openRig(channel);
    await rig.config.getByText(words('account.current', { name: 'FreshRecruit' })).waitFor();
    await rig.outage('wargaming', 'unavailable');
    try {
      await rig.config.getByLabel(words('account.name')).fill('LakeAdmiral');
      await rig.config.getByText(words('account.down')).first().waitFor({ timeout: 20_000 });
      await rig.config
        .getByText(words('account.kept', { name: 'FreshRecruit' }))
        .first()
        .waitFor();
    } finally {
      await rig.outage('wargaming', '');
    }
    const settings = await world.api(channel.id, 'GET', `/settings/channels/${channel.id}`);
    assert.equal(settings.wows_username, 'FreshRecruit');
    assert.equal(settings.ships.length, channel.ships.length);
    rig.assertQuiet();
  });

  it('take ships out of all votes, and back', async () => {
    const channel = await world.channel({ account: 'FreshRecruit' });
    rig = await world.openRig(channel);
    const enabled = async () =>
      (await world.api(channel.id, 'GET', `/settings/channels/${channel.id}`)).ships.filter((ship) => ship.enabled)
        .length;
    await rig.config.getByRole('button', { name: words('garage.disable_all') }).click();
    await until(async () => (await enabled()) === 0, 'the server knows that all ships are out');
    await rig.config.getByRole('button', { name: words('app.undo') }).click();
    await until(async () => (await enabled()) === channel.ships.length, 'the server knows that all ships are in');
    rig.assertQuiet();
  });

  it('are two clicks from a vote like the last one', async () => {
    const channel = await world.channel();
    const before = await world.openVote(channel, { ships: 4, seconds: 300 });
    await world.closeVote(channel, before);
    const view = await openLiveConfig(channel);
    await view.getByRole('button', { name: new RegExp(words('start.as_last_time')) }).click();
    await openVoteButton(view).click();
    await view.getByText(words('running.none_yet')).waitFor();
    const [open] = await world.api(channel.id, 'GET', `/channels/${channel.id}/votes?status=open`);
    assert.deepEqual(
      [...open.ships].sort(),
      channel.ships
        .slice(0, 4)
        .map((ship) => ship.id)
        .sort(),
    );
    rig.assertQuiet();
  });

  it('are three clicks from the first vote ever, drawn by chance', async () => {
    const channel = await world.channel();
    const view = await openLiveConfig(channel);
    await view.getByRole('button', { name: new RegExp(words('start.rule')) }).click();
    await view.getByRole('button', { name: 'Draw', exact: true }).click();
    await openVoteButton(view).click();
    await view.getByText(words('running.none_yet')).waitFor();
    rig.assertQuiet();
  });

  it('watch the count, prolong the vote, end it, and have the winner told everywhere', async () => {
    const channel = await world.channel();
    const vote = await world.openVote(channel, { ships: 3, seconds: 120 });
    const view = await openLiveConfig(channel);
    const { live_key } = await world.api(channel.id, 'POST', `/channels/${channel.id}/live_key`);
    const obs = await world.openPage(`${world.programs.webUrl}/obs/${channel.id}/${live_key}`);
    const { id, name } = channel.ships[1];
    for (const viewer of ['UA', 'UB', 'UC']) await world.cast(channel, vote, id, viewer);
    await until(
      async () => (await view.locator('.figure .value').first().textContent())?.trim() === '3',
      'three votes',
    );
    await obs.getByText(words('vote.ballots', { count: 3 })).waitFor();

    const endsAt = Date.parse((await world.showVote(channel, vote)).ends_at);
    await view.getByRole('button', { name: words('running.add_minute') }).click();
    await until(async () => Date.parse((await world.showVote(channel, vote)).ends_at) > endsAt, 'the vote ends later');
    await view.getByRole('button', { name: words('running.end') }).click();
    await view.getByRole('button', { name: words('running.end_yes') }).click();
    await view.getByRole('button', { name: words('result.copy_winner') }).waitFor();
    await view.getByText(name).first().waitFor();
    const result = { name: words('result.title') };
    await rig.overlay.getByRole('region', result).getByText(name).first().waitFor();
    await obs.getByRole('region', result).getByText(name).first().waitFor();
    await rig.showTab('Phone');
    await rig.mobile.getByRole('region', result).getByText(name).first().waitFor();
    await obs.context().close();
    rig.assertQuiet();
  });

  it('copy the winner although Twitch keeps the clipboard from the frame', async () => {
    const channel = await world.channel();
    const vote = await world.openVote(channel, { ships: 3 });
    const { id, name } = channel.ships[1];
    await world.cast(channel, vote, id, 'UA');
    const view = await openLiveConfig(channel);
    await view.getByRole('button', { name: words('running.end') }).click();
    await view.getByRole('button', { name: words('running.end_yes') }).click();
    await view.getByRole('button', { name: words('result.copy_winner') }).click();
    await view.getByRole('button', { name: words('copy.done') }).waitFor();
    const allowed = rig
      .frame('liveConfig')
      .evaluate(() => navigator.clipboard.writeText('').then(Boolean, () => 'refused'));
    assert.equal(await allowed, 'refused');
    await view.getByRole('button', { name: words('control.history') }).click();
    const search = view.getByRole('searchbox');
    await search.focus();
    await rig.page.keyboard.press('Control+V');
    assert.equal(await search.inputValue(), name);
    // Of which the browser complains itself.
    assert.deepEqual(
      rig.problems.filter((problem) => !/The Clipboard API has been blocked/.test(problem)),
      [],
    );
  });

  it('lose nothing of a half-built vote when the token is renewed, and open it with the new one', async () => {
    const channel = await world.channel();
    const view = await openLiveConfig(channel);
    await view.getByRole('button', { name: new RegExp(words('start.rule')) }).click();
    await view.getByRole('button', { name: 'Draw', exact: true }).click();
    const offered = await openVoteButton(view).textContent();
    const newest = await rig.renewToken('liveConfig');
    assert.equal(await openVoteButton(view).textContent(), offered);
    const shown = rig.page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/votes'));
    await openVoteButton(view).click();
    assert.equal((await shown).headers().authorization, `Bearer ${newest}`);
    await view.getByText(words('running.none_yet')).waitFor();
    rig.assertQuiet();
  });

  it('move the overlay to another corner for everybody at once', async () => {
    const channel = await world.channel();
    await world.openVote(channel, { ships: 3 });
    const view = await openLiveConfig(channel);
    const left = () =>
      rig.frame('overlay').evaluate(() => document.querySelector('section').getBoundingClientRect().left);
    await rig.overlay.getByRole('region', { name: words('vote.title') }).waitFor();
    const before = await left();
    await view.getByRole('button', { name: words('control.settings') }).click();
    await view.getByRole('radio', { name: words('settings.bottom_right') }).check();
    await until(async () => (await left()) > before + 100, 'the card is on the right');
    rig.assertQuiet();
  });

  it('run a vote by keyboard alone', async () => {
    const channel = await world.channel();
    const before = await world.openVote(channel, { ships: 4 });
    await world.closeVote(channel, before);
    const view = await openLiveConfig(channel);
    await view.getByRole('button', { name: new RegExp(words('start.as_last_time')) }).waitFor();
    await rig.focusBefore('liveConfig');
    const press = async (name, key = 'Enter') => {
      await until(async () => {
        const focused = await rig.frame('liveConfig').evaluate(() => {
          const element = document.activeElement;
          return element === document.body
            ? ''
            : `${element?.getAttribute('aria-label') ?? ''} ${element?.textContent}`;
        });
        if (name.test(focused)) return true;
        await rig.page.keyboard.press('Tab');
        return false;
      }, `Tab reaches ${name}`);
      await rig.page.keyboard.press(key);
    };
    await press(new RegExp(words('start.as_last_time')));
    // Hundreds of ships might be picked, but nothing has to be: the next key opens the vote.
    await openVoteButton(view).waitFor();
    await until(
      () => openVoteButton(view).evaluate((button) => button === document.activeElement),
      'the button that opens the vote has the focus',
    );
    await rig.page.keyboard.press('Enter');
    await view.getByText(words('running.none_yet')).waitFor();
    await press(new RegExp(words('running.end')));
    await press(new RegExp(words('running.end_yes')));
    await view.getByText(words('history.no_winner')).first().waitFor();
    rig.assertQuiet();
  });

  it('have a source for their picture that comes back by itself, and an old address that does not', async () => {
    const channel = await world.channel();
    const { live_key } = await world.api(channel.id, 'POST', `/channels/${channel.id}/live_key`);
    const address = `${world.programs.webUrl}/obs/${channel.id}/${live_key}`;
    const obs = await world.openPage(`${address}?corner=bottom_right&size=120&theme=light`);
    const vote = await world.openVote(channel, { ships: 3 });
    await obs.getByRole('region', { name: words('vote.title') }).waitFor();
    await world.programs.web.stop();
    await world.programs.startWeb();
    await world.cast(channel, vote, channel.ships[0].id, 'UA');
    await obs.getByText(words('vote.ballots', { count: 1 }), { exact: true }).waitFor({ timeout: 40_000 });
    const transparent = await obs.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(transparent, 'rgba(0, 0, 0, 0)');

    await world.api(channel.id, 'POST', `/channels/${channel.id}/live_key`);
    await obs.goto(address);
    await obs.getByText(words('obs.not_connected')).waitFor({ timeout: 15_000 });
    await obs.context().close();
  });
});
