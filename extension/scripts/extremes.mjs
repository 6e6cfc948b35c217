// What is pictured beside the stories: the most and the least that a view has to show, and what goes wrong.
import { words } from '../tests/words.mjs';

const SMALL = { width: 320, height: 640 };
const PHONE = { width: 390, height: 700 };
const TABLET = { width: 760, height: 700 };

const card = (rig) => rig.overlay.locator('section').first();
const result = (view) => view.getByRole('region', { name: words('result.title') });
const over = (view) => view.getByRole('region', { name: words('result.over') });
const longNames = (channel, count) =>
  [...channel.ships].sort((one, other) => other.name.length - one.name.length).slice(0, count);

// Votes of every size: what they are called in the pictures, and their ships.
const SIZES = [
  ['one_ship', (channel) => channel.ships.slice(0, 1)],
  ['300_ships', (channel) => channel.ships.slice(0, 300)],
  ['long_names', (channel) => longNames(channel, 20)],
];

export async function overlay_extremes(camera) {
  const { world } = camera;
  for (const [name, shipsOf] of SIZES) {
    const channel = await world.channel();
    const ships = shipsOf(channel);
    const view = await camera.rig(channel);
    const vote = await world.openVote(channel, { ships: ships.map(({ id }) => id) });
    await card(view).waitFor();
    await view.overlay.locator('footer button').last().click();
    await view.overlay.getByRole('radio').first().waitFor({ state: 'attached' });
    await camera.player(view, name);
    await view.page.locator('#scene').selectOption('noon');
    await camera.player(view, `${name}_bright`);
    await world.closeVote(channel, vote);
    await over(view.overlay).waitFor();
    await camera.player(view, `${name}_nobody_voted`);
  }
}

// The overlay where something failed, and in the lowest and the largest of players.
export async function overlay_troubles(camera) {
  const { world } = camera;
  const channel = await world.channel();
  const view = await camera.rig(channel, { width: 3840, height: 2400 });
  const LATER = '**/panels.js';
  await view.page.route(LATER, (route) => route.abort());
  const vote = await world.openVote(channel, { ships: 20, change_allowed: true });
  await world.castMany(channel, vote, [5, 12, 3]);
  await view.overlay.getByRole('button', { name: words('vote.open_ballot') }).click();
  await view.overlay.getByText(words('vote.not_loaded')).waitFor();
  await camera.player(view, 'not_loaded');
  await view.page.unroute(LATER);
  await view.overlay.getByRole('button', { name: words('ballot.retry') }).click();
  await view.overlay.getByRole('radio').nth(1).check();
  await view.page.route('**/submit', (route) => route.abort());
  await view.overlay.locator('footer button').last().click();
  await view.overlay.getByText(words('unknown.offline')).first().waitFor();
  for (const height of [220, 240, 300]) await camera.player(view, `lost_${height}`, { width: 426, height });
  await view.overlay.getByRole('button', { name: words('vote.fold') }).click();
  await view.overlay.getByText(words('vote.unconfirmed')).waitFor();
  await camera.player(view, 'unconfirmed');
  await camera.player(view, 'unconfirmed_4k', { width: 3840, height: 2160 });
  await view.page.unroute('**/submit');
  await view.overlay.getByRole('button', { name: words('ballot.retry') }).click();
  await view.overlay.getByText(words('ballot.may_change')).waitFor();
  await view.overlay.getByRole('radiogroup').getByRole('radio').nth(1).focus(); // keeps the ballot open
  await camera.player(view, 'counted_4k', { width: 3840, height: 2160 });
  await world.closeVote(channel, vote);
}

// The card in every state that is not an everyday one.
export async function overlay_states(camera) {
  const { world } = camera;
  const channel = await world.channel({ settings: { latency_hold: true } });
  const view = await camera.rig(channel);
  await view.page.locator('#scene').selectOption('noon');
  const hidden = await world.openVote(channel, { ships: 6, visibility: 'after_close', change_allowed: true });
  await card(view).waitFor();
  await camera.player(view, 'hidden');
  await view.overlay.getByRole('button', { name: words('vote.minimise') }).click();
  await camera.player(view, 'small');
  await view.overlay.getByRole('button', { name: words('vote.bring_back') }).click();
  await view.overlay.getByRole('button', { name: words('vote.open_ballot') }).click();
  await view.overlay.getByRole('radio').first().check();
  await view.overlay.getByRole('button', { name: /^Vote for/ }).click();
  await view.overlay.getByText(words('ballot.may_change')).waitFor();
  await camera.player(view, 'may_change');
  await view.overlay.getByRole('button', { name: words('vote.change') }).waitFor();
  await camera.player(view, 'voted');
  await view.stage('latency', '12');
  await world.closeVote(channel, hidden);
  await view.overlay.getByText(words('vote.time_is_up')).waitFor();
  await camera.player(view, 'held_back');
  await result(view.overlay).waitFor();
  await camera.player(view, 'own_won');

  const next = await world.openVote(channel, { ships: 3 });
  await view.become('overlay', 'anonymous');
  await view.overlay.getByRole('button', { name: words('vote.see_ships') }).click();
  await view.overlay.getByText(words('ballot.login')).waitFor();
  await camera.player(view, 'not_logged_in');
  await world.closeVote(channel, next);
}

export async function mobile_extremes(camera) {
  const { world } = camera;
  for (const [name, shipsOf] of SIZES) {
    const channel = await world.channel();
    const ships = shipsOf(channel);
    const view = await camera.rig(channel);
    const vote = await world.openVote(channel, { ships: ships.map(({ id }) => id) });
    await view.mobile.getByRole('radio').first().waitFor({ state: 'attached' });
    await camera.view(view, 'mobile', name, PHONE);
    await camera.view(view, 'mobile', `${name}_320`, SMALL);
    await camera.view(view, 'mobile', `${name}_wide`, TABLET);
    const counts = ships.length > 1 ? [2, 2, 1] : [1];
    await world.castMany(channel, vote, counts);
    await world.closeVote(channel, vote);
    await result(view.mobile).waitFor();
    await camera.view(view, 'mobile', `${name}_${ships.length > 1 ? 'tie' : 'result'}`, SMALL);
  }
}

export async function mobile_states(camera) {
  const { world } = camera;
  const channel = await world.channel();
  const view = await camera.rig(channel);
  const vote = await world.openVote(channel, { ships: 6, visibility: 'after_close' });
  await view.mobile.getByRole('radio').first().waitFor({ state: 'attached' });
  await camera.view(view, 'mobile', 'hidden', PHONE);
  await view.mobile.getByRole('radio').first().check();
  await view.page.route('**/submit', (route) => route.abort());
  await view.mobile.getByRole('button', { name: /^Vote for/ }).click();
  await view.mobile.getByText(words('unknown.offline')).first().waitFor();
  await camera.view(view, 'mobile', 'error_320', SMALL);
  await view.page.unroute('**/submit');
  await world.closeVote(channel, vote);
  await over(view.mobile).waitFor();
  await camera.view(view, 'mobile', 'nobody_voted', PHONE);
  await view.mobile.getByRole('button', { name: words('result.close') }).click();
  await camera.view(view, 'mobile', 'idle_again', PHONE);
}

// The page for streaming programs, where it is usually laid: over a bright picture, in any size.
export async function obs(camera) {
  const { world, theme } = camera;
  const channel = await world.channel();
  const { live_key } = await world.api(channel.id, 'POST', `/channels/${channel.id}/live_key`);
  const open = (query = '', size = { width: 800, height: 600 }) =>
    world.openPage(`${world.programs.webUrl}/obs/${channel.id}/${live_key}?theme=${theme}${query}`, size);
  const pages = [
    ['solid', await open('&background=solid')],
    ['clear', await open('&corner=bottom_right&size=140')],
    ['narrow', await open('&background=solid&size=80', { width: 320, height: 360 })],
    ['wide', await open('&background=solid&ships=10&corner=top_right', { width: 1280, height: 720 })],
  ];
  const all = async (state, shows) => {
    for (const [name, page] of pages) {
      await shows(page).first().waitFor();
      await camera.page(page, `${state}_${name}`);
    }
  };
  const votes = [
    ['running', channel.ships.slice(0, 6), [5, 12, 3, 8]],
    ['one_ship', channel.ships.slice(0, 1), [3]],
    ['300_ships', channel.ships.slice(0, 300), [1, 4, 2]],
    ['tie', longNames(channel, 12), [3, 3, 1]],
    ['no_ballots', channel.ships.slice(0, 3), []],
  ];
  for (const [state, ships, counts] of votes) {
    const vote = await world.openVote(channel, { ships: ships.map(({ id }) => id), seconds: 600 });
    await world.castMany(channel, vote, counts);
    const count = counts.reduce((sum, ballots) => sum + ballots, 0);
    await all(state, (page) => page.getByText(words('vote.ballots', { count })));
    await world.closeVote(channel, vote);
    await all(`${state}_result`, count > 0 ? result : over);
  }
  const hidden = await world.openVote(channel, { ships: 6, visibility: 'after_close', seconds: 600 });
  await all('hidden', (page) => page.getByText(words('vote.hidden_until_close')));
  await world.closeVote(channel, hidden);
  for (const [, page] of pages) await page.context().close();

  const lost = await world.openPage(`${world.programs.webUrl}/obs/${channel.id}/wrong?theme=${theme}`);
  await lost.getByText(words('obs.not_connected')).waitFor({ timeout: 15_000 });
  await camera.page(lost, 'error');
  await lost.context().close();
}
