// What is pictured: one function a story, each with views in the states that it comes through.
import { words } from '../tests/words.mjs';

const SMALL = { width: 320, height: 640 };
const PHONE = { width: 390, height: 700 };
const DASHBOARD = { width: 360, height: 720 };
const WIDE = { width: 900, height: 700 };
const CONFIG = { width: 1100, height: 700 };

const openBallot = (rig) => rig.overlay.locator('footer button').last().click();
const card = (rig) => rig.overlay.locator('section').first();

export async function rig(camera) {
  const { world } = camera;
  const channel = await world.channel();
  const vote = await world.openVote(channel, { ships: 6, seconds: 600 });
  await world.castMany(channel, vote, [5, 12, 3, 8]);
  for (const width of [1440, 1920]) {
    const view = await camera.rig(channel, { width, height: width === 1440 ? 900 : 1080 });
    await card(view).waitFor();
    await view.mobile
      .getByText(words('vote.ballots', { count: 28 }))
      .first()
      .waitFor();
    await camera.page(view.page, `${width}`);
  }
}

export async function overlay(camera) {
  const { world } = camera;
  const channel = await world.channel();
  const view = await camera.rig(channel);
  const vote = await world.openVote(channel, { ships: 6, seconds: 600 });
  await card(view).waitFor();
  await camera.player(view, 'card_no_ballots');
  await world.castMany(channel, vote, [5, 12, 3, 8]);
  await card(view)
    .getByText(words('vote.ballots', { count: 28 }))
    .waitFor();
  await camera.player(view, 'card');
  await camera.player(view, 'card_small_player', { width: 640, height: 360 });
  await openBallot(view);
  await view.overlay.getByRole('radio').first().waitFor({ state: 'attached' });
  await camera.player(view, 'ballot');
  await camera.player(view, 'ballot_small_player', { width: 640, height: 360 });
  await view.overlay.getByRole('radio').first().check();
  await camera.player(view, 'ballot_chosen');
  await view.page.route('**/submit', (route) => route.abort());
  await view.overlay.getByRole('button', { name: /^Vote for/ }).click();
  await view.overlay.getByText(words('unknown.offline')).first().waitFor();
  await camera.player(view, 'ballot_error');
  await view.page.unroute('**/submit');
  await view.overlay.getByRole('button', { name: words('ballot.retry') }).click();
  await view.overlay
    .getByText(/^Your vote: .*, counted$/)
    .first()
    .waitFor();
  await camera.player(view, 'ballot_counted');
  await world.closeVote(channel, vote);
  await view.overlay.getByRole('region', { name: words('result.title') }).waitFor();
  await camera.player(view, 'result');
}

export async function overlay_corners(camera) {
  const { world } = camera;
  for (const overlay_position of ['top_left', 'top_right', 'bottom_left', 'bottom_right']) {
    const channel = await world.channel({ settings: { overlay_position } });
    const view = await camera.rig(channel);
    const long = [...channel.ships].sort((one, other) => other.name.length - one.name.length).slice(0, 4);
    const vote = await world.openVote(channel, { ships: long.map((ship) => ship.id), seconds: 600 });
    await world.castMany(channel, vote, [2, 2, 1]);
    await card(view)
      .getByText(words('vote.ballots', { count: 5 }))
      .waitFor();
    await view.stage('controls', 'always');
    await camera.player(view, overlay_position);
    await world.closeVote(channel, vote);
    await view.overlay.getByRole('region', { name: words('result.title') }).waitFor();
    await camera.player(view, `${overlay_position}_tie`);
  }
}

export async function mobile(camera) {
  const { world } = camera;
  const channel = await world.channel();
  const view = await camera.rig(channel);
  await view.mobile.getByText(words('idle.title')).waitFor();
  await camera.view(view, 'mobile', 'idle', PHONE);
  const vote = await world.openVote(channel, { ships: 20, seconds: 600 });
  await view.mobile.getByRole('radio').first().waitFor({ state: 'attached' });
  await camera.view(view, 'mobile', 'no_ballots_320', SMALL);
  await world.castMany(channel, vote, [5, 12, 3, 8]);
  await view.mobile
    .getByText(words('vote.ballots', { count: 28 }))
    .first()
    .waitFor();
  await camera.view(view, 'mobile', 'open', PHONE);
  await camera.view(view, 'mobile', 'open_320', SMALL);
  await view.mobile.getByRole('radio').nth(2).check();
  await camera.view(view, 'mobile', 'chosen', PHONE);
  await view.mobile.getByRole('button', { name: /^Vote for/ }).click();
  await view.mobile
    .getByText(/^Your vote: .*, counted$/)
    .first()
    .waitFor();
  await camera.view(view, 'mobile', 'counted', PHONE);
  await view.become('mobile', 'anonymous');
  await view.mobile.getByText(words('ballot.login')).waitFor();
  await camera.view(view, 'mobile', 'not_logged_in', PHONE);
  await world.closeVote(channel, vote);
  await view.mobile.getByRole('region', { name: words('result.title') }).waitFor();
  await camera.view(view, 'mobile', 'result', PHONE);
  await camera.view(view, 'mobile', 'result_320', SMALL);
}

export async function languages(camera) {
  const { world } = camera;
  const channel = await world.channel();
  const vote = await world.openVote(channel, { ships: 6, seconds: 600 });
  await world.castMany(channel, vote, [3, 1]);
  const view = await camera.rig(channel);
  for (const language of ['de', 'fr', 'es', 'pl', 'ja', 'ko', 'zh-TW']) {
    await view.stage('language', language);
    await view.page.waitForFunction(
      (wanted) => window.frames.mobile?.document?.documentElement?.lang === wanted,
      language,
    );
    await view.mobile.getByRole('radio').first().waitFor({ state: 'attached' });
    await card(view).waitFor();
    await camera.player(view, `overlay_${language}`);
    await camera.view(view, 'mobile', `mobile_${language}`, PHONE);
    await camera.view(view, 'liveConfig', `live_config_${language}`, DASHBOARD);
    await camera.view(view, 'config', `config_${language}`, CONFIG);
  }
}

export async function live_config(camera) {
  const { world } = camera;
  const fresh = await camera.rig({ id: world.freshChannel() });
  await fresh.liveConfig.getByText(words('control.not_set_up')).waitFor();
  await camera.view(fresh, 'liveConfig', 'not_set_up', DASHBOARD);

  const channel = await world.channel();
  const earlier = await world.openVote(channel, { ships: 5 });
  await world.castMany(channel, earlier, [3, 1]);
  await world.closeVote(channel, earlier);
  const view = await camera.rig(channel);
  const { liveConfig } = view;
  const all = async (name) => {
    await camera.view(view, 'liveConfig', name, DASHBOARD);
    await camera.view(view, 'liveConfig', `${name}_wide`, WIDE);
  };
  await liveConfig.getByRole('button', { name: new RegExp(words('start.as_last_time')) }).waitFor();
  await all('start');
  await camera.view(view, 'liveConfig', 'start_320', SMALL);
  await liveConfig.getByRole('button', { name: new RegExp(words('start.pick')) }).click();
  await liveConfig.getByRole('heading', { name: words('compose.title') }).waitFor();
  await all('pick');
  await liveConfig.getByRole('radio', { name: words('compose.rule'), exact: true }).check({ force: true });
  await all('draw');
  await liveConfig.getByRole('button', { name: words('app.back') }).click();
  await liveConfig.getByRole('button', { name: words('control.history') }).click();
  await all('history');
  await liveConfig.getByRole('button', { name: words('control.settings') }).click();
  await all('settings');
  await liveConfig.getByRole('button', { name: words('control.vote'), exact: true }).click();
  const vote = await world.openVote(channel, { ships: 12, seconds: 600 });
  await world.castMany(channel, vote, [5, 12, 3, 8, 0, 2]);
  await liveConfig.getByRole('button', { name: words('running.end') }).waitFor();
  await all('running');
  await liveConfig.getByRole('button', { name: words('running.end') }).click();
  await all('running_confirm');
  await world.closeVote(channel, vote);
  await liveConfig.getByRole('button', { name: words('result.copy_winner') }).waitFor();
  await all('result');
}

export async function config(camera) {
  const { world } = camera;
  const fresh = await camera.rig({ id: world.freshChannel() });
  const name = fresh.config.getByLabel(words('account.name'));
  await name.waitFor();
  await camera.view(fresh, 'config', 'welcome', CONFIG);
  await name.fill('SeaCaptain');
  await fresh.config.getByText(words('account.found', { name: 'SeaCaptain' })).waitFor();
  await camera.view(fresh, 'config', 'found', CONFIG);
  await name.fill('HiddenHarbour');
  await fresh.config.getByText(words('account.hidden', { name: 'HiddenHarbour' })).waitFor();
  await camera.view(fresh, 'config', 'hidden', CONFIG);
  await name.fill('Nobody_Here');
  await fresh.config.getByText(words('account.not_found', { name: 'Nobody_Here', realm: words('realm.eu') })).waitFor();
  await camera.view(fresh, 'config', 'not_found', CONFIG);

  const channel = await world.channel();
  const view = await camera.rig(channel);
  await view.config.getByText(words('account.current', { name: 'SeaCaptain' })).waitFor();
  await camera.view(view, 'config', 'set_up', CONFIG);
  await camera.view(view, 'config', 'set_up_narrow', PHONE);
}
