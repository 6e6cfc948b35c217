// Every state of the streamer's pages that somebody should have looked at: how it comes about, and how it is reached.
import { until } from '../until.mjs';
import { Server, refusal } from './server.mjs';
import { tokenOf } from './stage.mjs';

const config = (name, server, reach, more = {}) => ({ view: 'config', name: `config-${name}`, server, reach, ...more });
const control = (name, server, reach, more = {}) => ({
  view: 'live_config',
  name: `live-${name}`,
  server,
  reach,
  ...more,
});

const ids = (fleet, from, count) => fleet.slice(from, from + count).map(({ id }) => id);
const longest = (fleet, count) => [...fleet].sort((one, other) => other.name.length - one.name.length).slice(0, count);
const rule = {
  nations: [],
  types: ['Cruiser'],
  tier_from: 8,
  tier_to: 10,
  premium: 'any',
  not_won_in_last: 5,
  draw: 3,
};
const terms = { duration_seconds: 300, visibility: 'live', change_allowed: false };
const presets = (fleet) => [
  { id: 1, name: 'Cruiser evening', ships: null, rule, ...terms },
  { id: 2, name: 'The usual five', ships: ids(fleet, 0, 5), rule: null, ...terms },
  {
    id: 3,
    name: 'A preset with a name that is as long as names may be',
    ships: ids(fleet, 3, 40),
    rule: null,
    ...terms,
  },
];

// Every ship is a row of the garage, and alike.
const FEW = 20;
const settled = (fleet) => new Server(fleet, { ships: FEW });

const withPresets = (fleet) => {
  const server = new Server(fleet, { presets: presets(fleet) });
  server.add({ ships: ids(fleet, 0, 6), minutesAgo: 60, counts: [8, 3, 1] });
  return server;
};
const running = (vote) => (fleet) => {
  const server = new Server(fleet);
  server.add({ open: true, ships: ids(fleet, 0, 6), ...vote });
  return server;
};
const past = (count) => (fleet) => {
  const server = new Server(fleet);
  for (let vote = 0; vote < count; vote++) {
    const counts = vote % 7 === 3 ? [] : [12 + vote * 31, 40, 7, 3];
    server.add({ ships: ids(fleet, vote % 20, 8), minutesAgo: (count - vote) * 300, counts });
  }
  return server;
};
const closing = (vote) => async (page, server) => {
  await page.getByRole('button', { name: 'End now' }).waitFor();
  Object.assign(server.votes.at(-1), server.vote({ ...vote, id: server.votes.at(-1).id }));
  await page.getByRole('heading', { name: 'The next ship' }).waitFor();
};
const type = (name) => async (page) => {
  await page.getByRole('textbox', { name: 'World of Warships name' }).fill(name);
};
const settle = (page, text) => page.getByText(text).first().waitFor();

export const states = [
  config(
    'new',
    (fleet) => new Server(fleet, { account: null }),
    (page) => settle(page, 'Welcome aboard'),
  ),
  config(
    'new-found',
    (fleet) => new Server(fleet, { account: null }),
    async (page) => {
      await type('Captain_Example')(page);
      await settle(page, 'Found as');
    },
  ),
  config(
    'new-hidden',
    (fleet) => new Server(fleet, { account: null }),
    async (page) => {
      await type('HiddenCaptain')(page);
      await settle(page, 'hides its ships');
    },
  ),
  config(
    'by-hand',
    (fleet) => new Server(fleet, { account: null }),
    async (page) => {
      await type('HiddenCaptain')(page);
      await page.getByRole('button', { name: 'Pick by hand' }).click();
      await page.getByRole('checkbox').nth(30).waitFor();
      await page
        .getByRole('checkbox', { name: /Yamato/ })
        .first()
        .check();
    },
  ),
  config('ready', settled, (page) => settle(page, 'is connected')),
  config('not-found', settled, async (page) => {
    await settle(page, 'is connected');
    await type('Nobody_At_All')(page);
    await settle(page, 'Check the spelling');
  }),
  config('wargaming-down', settled, async (page, server) => {
    server.faults.set('POST /api/settings/channels/4711/garage/refresh', refusal(503, 'wargaming_unavailable'));
    await settle(page, 'is connected');
    await type('Stormy')(page);
    await settle(page, 'Wargaming is not answering');
    await page.getByRole('button', { name: 'Refresh' }).click();
    await settle(page, 'Not refreshed');
  }),
  config('asking', settled, async (page, server) => {
    server.faults.set('GET /api/settings/channels/4711/account', 'never');
    server.faults.set('POST /api/settings/channels/4711/garage/refresh', 'never');
    await settle(page, 'is connected');
    await type('Somebody_Else')(page);
    await page.getByRole('button', { name: 'Refresh' }).click();
    await settle(page, 'Asking Wargaming for');
  }),
  config(
    '300-ships',
    (fleet) => new Server(fleet, { ships: 300 }),
    async (page) => {
      await settle(page, '300 of 300');
      await page.getByRole('button', { name: 'Filter' }).click();
      await page.getByRole('checkbox', { name: 'Tier X', exact: true }).check();
      await page.getByRole('button', { name: 'Exclude all' }).click();
      await page.getByRole('button', { name: 'Undo' }).waitFor();
    },
  ),
  config('refresh-hidden', settled, async (page, server) => {
    server.faults.set('POST /api/settings/channels/4711/garage/refresh', refusal(422, 'profile_hidden'));
    await page.getByRole('button', { name: 'Refresh' }).click();
    await settle(page, 'hides its ships');
  }),
  config(
    'picked-by-hand',
    (fleet) => new Server(fleet, { ships: FEW, settings: { garage_by_hand: true, garage_refreshed_at: null } }),
    (page) => settle(page, 'Picked by hand'),
  ),
  config('obs-look', settled, async (page) => {
    await page.getByText('Look', { exact: true }).click();
    await settle(page, 'Behind the vote');
  }),
  config(
    'no-ships',
    (fleet) => new Server(fleet, { ships: 0 }),
    (page) => settle(page, 'No ships yet'),
  ),
  config('loading', settled, (page) => page.locator('h1').waitFor(), { offline: 'never' }),
  config('error', settled, (page) => settle(page, 'could not be loaded'), { offline: 'offline' }),
  config('not-saved', settled, async (page, server) => {
    await settle(page, 'is connected');
    server.faults.set('PATCH /api/settings/channels/4711', 'offline');
    await page.getByRole('radio', { name: 'Bottom right' }).check({ force: true });
    await settle(page, 'Not saved');
  }),

  control(
    'empty',
    (fleet) => new Server(fleet),
    (page) => settle(page, 'Pick ships'),
  ),
  control('start', withPresets, (page) => settle(page, 'As last time')),
  control(
    'not-set-up',
    (fleet) => new Server(fleet, { account: null }),
    (page) => settle(page, 'One step first'),
  ),
  control(
    'loading',
    (fleet) => new Server(fleet),
    (page) => page.getByRole('navigation').waitFor(),
    { offline: 'never' },
  ),
  control(
    'error',
    (fleet) => new Server(fleet),
    (page) => settle(page, 'could not be loaded'),
    { offline: 'offline' },
  ),
  control(
    'pick',
    (fleet) => new Server(fleet),
    async (page) => {
      await page.getByRole('button', { name: /^Pick ships/ }).click();
      for (const place of [0, 1, 4]) await page.getByRole('checkbox').nth(place).check();
    },
  ),
  control(
    'pick-filter',
    (fleet) => new Server(fleet, { ships: 300 }),
    async (page) => {
      await page.getByRole('button', { name: /^Pick ships/ }).click();
      await page.getByRole('button', { name: 'Filter', exact: true }).click();
      await page.getByRole('checkbox', { name: 'Tier VIII', exact: true }).check();
      await page.getByRole('button', { name: /^Add all/ }).click();
    },
  ),
  control('options', withPresets, async (page) => {
    await page.getByRole('button', { name: /As last time/ }).click();
    await page.getByText('Options').click();
  }),
  control(
    'rule',
    (fleet) => new Server(fleet),
    async (page) => {
      await page.getByRole('button', { name: /^Draw ships/ }).click();
      await page.getByRole('button', { name: 'Draw', exact: true }).waitFor();
    },
  ),
  control('drawn', withPresets, async (page) => {
    await page
      .getByRole('button', { name: /Cruiser evening/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Draw again' }).waitFor();
  }),
  control('vetoed', withPresets, async (page) => {
    await page
      .getByRole('button', { name: /Cruiser evening/ })
      .first()
      .click();
    await page.getByRole('button', { name: /^Not / }).first().click();
    await page.getByRole('button', { name: 'Put 1 ship back' }).waitFor();
    await page.getByText('Rule', { exact: true }).click();
    await page.getByRole('button', { name: 'Clear rule' }).waitFor();
  }),
  control('not-opened', withPresets, async (page, server) => {
    server.faults.set('POST /api/channels/4711/votes', refusal(400, 'invalid_request'));
    await page.getByRole('button', { name: /As last time/ }).click();
    await page.getByRole('button', { name: /^Open vote/ }).click();
    await settle(page, 'was not opened');
  }),
  control('running', running({ counts: [512, 402, 78, 12, 3, 0] }), (page) => settle(page, 'End now')),
  control('running-hidden', running({ counts: [3, 1], visibility: 'after_close', minutes: null }), (page) =>
    settle(page, 'Only you see'),
  ),
  control(
    'running-moderator',
    (fleet) => {
      const server = new Server(fleet, { role: 'moderator' });
      server.add({ open: true, ships: ids(fleet, 0, 6), counts: [30, 20], visibility: 'after_close' });
      return server;
    },
    (page) => settle(page, 'hides the count'),
  ),
  control(
    'running-late',
    running({ counts: [30, 20] }),
    async (page, server) => {
      await settle(page, 'End now');
      server.faults.set('*', 'never');
      const before = server.asked.length;
      await page.clock.fastForward(2_000);
      await until(() => server.asked.length > before, 'the vote is asked for');
      await page.clock.fastForward(5_000);
      await settle(page, 'takes long to answer');
    },
    { clock: true },
  ),
  control('running-draft-waits', past(2), async (page, server) => {
    await page.getByRole('button', { name: 'History' }).click();
    await page.locator('li button').first().click();
    await page.getByRole('button', { name: 'Vote again' }).click();
    const opener = page.getByRole('button', { name: 'Open vote · 8 ships' });
    await opener.waitFor();
    server.add({ open: true, ships: ids(server.fleet, 0, 6), counts: [30, 20] });
    await opener.click();
    await settle(page, 'waits until this one is over');
  }),
  control('running-none', running({ counts: [] }), (page) => settle(page, 'No votes yet')),
  control('running-many', running({ counts: [123_456, 98_765, 54_321, 4] }), (page) => settle(page, 'End now')),
  control('running-end', running({ counts: [30, 20] }), async (page) => {
    await page.getByRole('button', { name: 'End now' }).click();
    await settle(page, 'The result is final');
  }),
  control('running-stale', running({ counts: [30, 20] }), async (page, server) => {
    await settle(page, 'End now');
    server.faults.set('*', 'offline');
    await settle(page, 'not fresh');
  }),
  control(
    'running-long-names',
    (fleet) => {
      const server = new Server(fleet);
      server.add({ open: true, ships: longest(fleet, 8).map(({ id }) => id), counts: [40, 31, 20, 12, 8] });
      return server;
    },
    (page) => settle(page, 'End now'),
  ),
  control(
    'result',
    (fleet) => running({})(fleet),
    async (page, server) => closing({ ships: ids(server.fleet, 0, 6), counts: [512, 402, 78, 12, 3, 0] })(page, server),
  ),
  control(
    'result-tie',
    (fleet) => running({})(fleet),
    async (page, server) => {
      const ships = ids(server.fleet, 0, 4);
      await closing({ ships, counts: [40, 40, 12, 3], tied: ships.slice(0, 2) })(page, server);
    },
  ),
  control(
    'result-nobody',
    (fleet) => running({})(fleet),
    async (page, server) => closing({ ships: ids(server.fleet, 0, 6), counts: [] })(page, server),
  ),
  control('history', past(45), async (page) => {
    await page.getByRole('button', { name: 'History' }).click();
    await page.getByRole('button', { name: 'Show more' }).waitFor();
  }),
  control(
    'history-empty',
    (fleet) => new Server(fleet),
    async (page) => {
      await page.getByRole('button', { name: 'History' }).click();
      await settle(page, 'No votes yet');
    },
  ),
  control('story', past(5), async (page) => {
    await page.getByRole('button', { name: 'History' }).click();
    await page.locator('li button').first().click();
    await page.getByRole('button', { name: 'CSV' }).click();
    await settle(page, 'is ready');
  }),
  control(
    'settings',
    (fleet) => new Server(fleet),
    async (page) => {
      await page.getByRole('button', { name: 'Settings' }).click();
      await settle(page, 'Corner of the overlay');
    },
  ),
];

// Brings a page into that state.
export async function enter(stage, state, settings) {
  const server = state.server(stage.fleet);
  if (state.offline) server.faults.set('*', state.offline);
  const token = tokenOf(server.role ?? 'broadcaster');
  const { clock } = state;
  const page = await stage.show(state.view, server, { ...settings, token, clock });
  await state.reach(page, server);
  return page;
}
