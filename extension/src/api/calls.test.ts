import { describe, expect, it } from 'vitest';
import { Client } from './client';
import { HistoryCalls } from './history';
import { PresetCalls } from './presets';
import { type Rule, readRule, ruleToWire, traitsOf } from './rule';
import { SettingsCalls } from './settings_calls';
import { VoteCalls } from './vote_calls';

interface Asked {
  method: string;
  url: string;
  body: unknown;
}

// A server that answers by path, and what it was asked.
function begin(answers: Record<string, unknown>, status: Record<string, number> = {}) {
  const asked: Asked[] = [];
  const fetch = ((url: string, { method = '', body }: RequestInit) => {
    asked.push({ method, url, body: body === undefined ? undefined : JSON.parse(String(body)) });
    const key = Object.keys(answers).find((part) => `${method} ${url}`.includes(part)) ?? '';
    return Promise.resolve(new Response(JSON.stringify(answers[key] ?? {}), { status: status[key] ?? 200 }));
  }) as typeof globalThis.fetch;
  const client = new Client({ addresses: { web: 'https://web', api: 'https://api' }, token: () => 'token', fetch });
  return { client, asked };
}

const channel = () => '7';
const vote = {
  id: 12,
  channel_id: 7,
  status: 'closed',
  ships: [9, 3],
  votes: { '9': 4 },
  ballots: 4,
  visibility: 'after_close',
  change_allowed: true,
  ends_at: '2026-11-23T12:05:00Z',
  closed_at: '2026-11-23T12:05:00.010Z',
  close_reason: 'scheduled',
  winner: { ship_id: 9, ballots: 4, tied: [], rule: null },
  created_at: '2026-11-23T12:00:00Z',
  updated_at: '2026-11-23T12:05:00Z',
};
const rule: Rule = {
  tierFrom: 8,
  tierTo: 10,
  types: ['Cruiser'],
  nations: ['japan'],
  premium: false,
  notWonInLast: 5,
  draw: null,
};

describe('votes', () => {
  it('are read with their ships in ascending order and counts beside them', async () => {
    const { client } = begin({ '/votes/12': { ok: true, data: vote } });
    expect(await new VoteCalls(client, channel).show(12)).toMatchObject({
      ok: true,
      value: {
        id: 12,
        state: 'closed',
        ships: [3, 9],
        counts: [0, 4],
        change_allowed: true,
        opened_at: Date.UTC(2026, 10, 23, 12),
        winner: { ship: 9, ballots: 4, tied: [] },
      },
    });
  });

  it.each([
    ['a ship that is none', { ships: [-1] }],
    ['another status', { status: 'paused' }],
    ['a time that is none', { ends_at: 'soon' }],
    ['counts that are none', { votes: { '9': '4' } }],
  ])('with %s are not shown', async (_, part) => {
    const { client } = begin({ '/votes/12': { ok: true, data: { ...vote, ...part } } });
    expect(await new VoteCalls(client, channel).show(12)).toMatchObject({ ok: false, refusal: { code: 'unreadable' } });
  });

  it('are opened and ended through the edge, and prolonged at the main server: in lengths, whatever our clock says', async () => {
    const { client, asked } = begin({ '/votes': { ok: true, data: vote } });
    const calls = new VoteCalls(client, channel);
    await calls.start({ ships: [3], seconds: 300, visibility: 'live', changeAllowed: false });
    await calls.close(12);
    await calls.extend(12, 60);
    expect(asked).toEqual([
      {
        method: 'POST',
        url: 'https://api/api/channels/7/votes',
        body: {
          vote: {
            ships: [3],
            status: 'open',
            duration_seconds: 300,
            visibility: 'live',
            change_allowed: false,
          },
        },
      },
      { method: 'PATCH', url: 'https://api/api/channels/7/votes/12/status', body: { status: 'closed' } },
      { method: 'PATCH', url: 'https://web/api/channels/7/votes/12', body: { extend_seconds: 60 } },
    ]);
  });
});

describe('rules', () => {
  it('go to the server and come back as they were', () => {
    expect(readRule(ruleToWire(rule))).toEqual(rule);
    expect(ruleToWire(rule)).toMatchObject({ tier_from: 8, tier_to: 10, premium: 'without', draw: null });
  });

  it('say in the words of a filter which ships they take', () => {
    expect(traitsOf(rule).tiers).toEqual([8, 9, 10]);
    expect(traitsOf({ ...rule, tierFrom: 1, tierTo: 11 }).tiers).toEqual([]);
  });
});

describe('presets', () => {
  it('are sent with either ships or a rule', async () => {
    const { client, asked } = begin({});
    const terms = { name: 'A', seconds: 60, visibility: 'live', changeAllowed: false } as const;
    const calls = new PresetCalls(client, channel);
    await calls.add({ ...terms, ships: [3], rule: null });
    await calls.replace(4, { ...terms, ships: [3], rule });
    expect(asked[0]).toMatchObject({ method: 'POST', body: { ships: [3], rule: null, duration_seconds: 60 } });
    expect(asked[1]).toMatchObject({ method: 'PUT', body: { ships: null, rule: { tier_from: 8 } } });
  });

  it('for which no ship fits draw none', async () => {
    const { client } = begin({ '/draw': { ok: false, code: 'conflict', message: '' } }, { '/draw': 409 });
    expect(await new PresetCalls(client, channel).draw(rule, [])).toEqual({
      ok: true,
      value: { ships: [], candidates: [] },
    });
  });
});

describe('history', () => {
  it('is read page by page', async () => {
    const { ships, ...entry } = vote;
    const more = { ship_count: ships.length };
    const { client, asked } = begin({ '/history': { ok: true, data: [{ ...entry, ...more }], next: 12 } });
    const search = { name: 'ya mato', ships: [4282267344, 5] };
    const answer = await new HistoryCalls(client, channel).page(20, search, 30, new AbortController().signal);
    expect(asked[0]?.url).toBe(
      'https://web/api/channels/7/history?count=20&before=30&search=ya+mato&ships%5B%5D=4282267344&ships%5B%5D=5',
    );
    expect(answer).toMatchObject({
      ok: true,
      value: { next: 12, entries: [{ id: 12, shipCount: 2, winner: { ship: 9 } }] },
    });
  });

  it('has the course of each vote', async () => {
    const curve = {
      from: '2026-11-23T12:00:00Z',
      bucket_seconds: 5,
      ships: [{ ship_id: 9, ballots: [1, 4] }],
      others: [0, 0],
      ballots: [1, 4],
    };
    const { client } = begin({ '/history/12': { ok: true, data: { vote, curve } } });
    expect(await new HistoryCalls(client, channel).story(12)).toMatchObject({
      ok: true,
      value: { vote: { id: 12 }, curve: { bucketMilliseconds: 5000, ballots: [1, 4], ships: [{ ship: 9 }] } },
    });
  });
});

describe('settings', () => {
  it('tell of all ships at once', async () => {
    const { client, asked } = begin({});
    await new SettingsCalls(client, channel).enableShips([1, 2, 3], false);
    const url = 'https://web/api/settings/channels/7/ships/enabled';
    expect(asked).toEqual([{ method: 'PUT', url, body: { ships: [1, 2, 3], enabled: false } }]);
  });

  it('leave out ships that are too strange, and keep the others', async () => {
    const ship = { name: 'Zao', nation: 'japan', type: 'Cruiser', tier: 10, premium: false, image: '', enabled: true };
    const ships = [
      { id: 9, ...ship },
      { id: 'x', ...ship },
      { id: 10, ...ship, image: 'data:evil' },
    ];
    const data = { id: 7, wows_username: 'Captain', wows_realm: 'eu', overlay_position: 'top_left', ships };
    const { client } = begin({ '/settings': { data } });
    const answer = await new SettingsCalls(client, channel).show();
    expect(answer.ok && answer.value.ships.map(({ id, image }) => [id, image])).toEqual([
      [9, ''],
      [10, ''],
    ]);
  });
});
