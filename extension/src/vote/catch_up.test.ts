import { describe, expect, it } from 'vitest';
import { NOON, closedVote, sampleState, sampleVote } from '../live/sample_states';
import { StandingTime } from '../timing';
import { CatchUp } from './catch_up';
import { ChannelState } from './channel_state.svelte';
import { ServerClock } from './clock.svelte';
import { FakeServer } from './fake_server';

const settings = sampleState().channel;

function view(chance = 0) {
  const timing = new StandingTime(NOON);
  const state = new ChannelState(new ServerClock(timing));
  const server = new FakeServer();
  const catchUp = new CatchUp({ server, state, timing, random: () => chance });
  const tell = (vote = sampleVote()) => {
    if (state.heardMessage(sampleState({ sequence: timing.now(), vote }))) catchUp.heard();
  };
  return { timing, state, server, catchUp, tell };
}

describe('at the start', () => {
  it('asks nothing where the segment told something', () => {
    const { timing, state, server, catchUp } = view();
    state.readSegment(sampleState());
    catchUp.heard();
    catchUp.begin();
    timing.pass(600_000);
    expect(server.asked).toEqual([]);
    expect(timing.waiting).toBe(0);
  });

  it.each([
    [0, 2_000],
    [0.999_999, 12_000],
  ])('asks for vote and settings at a moment of chance (%d)', async (chance, at) => {
    const { timing, state, server, catchUp } = view(chance);
    catchUp.begin();
    timing.pass(at - 1);
    expect(server.asked).toEqual([]);
    timing.pass(1);
    expect(server.asked).toEqual(['openVote', 'settings']);
    await server.answer('openVote', sampleVote());
    await server.answer('settings', settings);
    expect(state.vote?.id).toBe(12);
    expect(state.told).toBe(true);
  });

  it('drops the asking when a message comes first, also one under way', async () => {
    const waiting = view();
    waiting.catchUp.begin();
    waiting.timing.pass(1_000);
    waiting.tell();
    waiting.timing.pass(12_000);
    expect(waiting.server.asked).toEqual([]);
    const asking = view();
    asking.catchUp.begin();
    asking.timing.pass(2_000);
    asking.tell(sampleVote({ id: 13 }));
    await asking.server.answer('openVote', sampleVote({ id: 12 }));
    expect(asking.state.vote?.id).toBe(13);
  });

  it('asks again, later and later, where nobody answers, and not where the channel is not set up', async () => {
    const { timing, server, catchUp } = view();
    catchUp.begin();
    timing.pass(2_000);
    await server.refuse('openVote', 'offline', 0);
    await server.refuse('settings', 'offline', 0);
    timing.pass(3_999);
    expect(server.asked).toHaveLength(2);
    timing.pass(1);
    expect(server.asked).toHaveLength(4);
    await server.refuse('openVote', 'not_found', 404);
    await server.refuse('settings', 'not_found', 404);
    expect(timing.waiting).toBe(0);
  });
});

describe('silence', () => {
  it('of 40 seconds and a little more during a vote is asked about', async () => {
    const { timing, state, server, tell } = view();
    tell();
    timing.pass(39_999);
    expect(server.asked).toEqual([]);
    timing.pass(1);
    expect(server.asked).toEqual(['openVote']);
    await server.answer('openVote', null);
    expect(server.asked).toEqual(['openVote', 'vote']);
    await server.answer('vote', closedVote(sampleVote({ ships: [1, 2], counts: [2, 1] }), NOON + 9_000));
    expect(state.vote).toBeNull();
    expect(state.lastResult?.winner?.ship).toBe(1);
    expect(timing.waiting).toBe(0);
  });

  it('is broken by the heartbeat', () => {
    const { timing, server, tell } = view();
    for (let beat = 0; beat < 20; beat++) {
      tell();
      timing.pass(15_000);
    }
    expect(server.asked).toEqual([]);
  });

  it('without an open vote is nothing', () => {
    const { timing, server, catchUp, state } = view();
    state.heardMessage(sampleState());
    catchUp.heard();
    timing.pass(3_600_000);
    expect(server.asked).toEqual([]);
  });
});

describe('who does not look', () => {
  it('asks nothing, and after half a minute something on return', () => {
    const { timing, server, catchUp, tell } = view();
    tell();
    catchUp.watched(false);
    timing.pass(3_600_000);
    expect(server.asked).toEqual([]);
    catchUp.watched(true);
    timing.pass(2_000);
    expect(server.asked).toEqual(['openVote']);
  });

  it('goes on after a glance away as if nothing had been', () => {
    const { timing, server, catchUp, tell } = view();
    tell();
    catchUp.watched(false);
    timing.pass(20_000);
    catchUp.watched(true);
    timing.pass(19_999);
    expect(server.asked).toEqual([]);
    timing.pass(1);
    expect(server.asked).toEqual(['openVote']);
  });

  it('needs nothing where a message comes first on return', () => {
    const { timing, server, catchUp, tell } = view();
    tell();
    catchUp.watched(false);
    timing.pass(60_000);
    catchUp.watched(true);
    timing.pass(1_000);
    tell();
    timing.pass(12_000);
    expect(server.asked).toEqual([]);
  });
});

it('asks once for the ships that messages have no room for', async () => {
  const { timing, state, server, tell } = view();
  const part = sampleVote({ ships: [2, 3], counts: [7, 5], leftover: 1 });
  for (let second = 0; second < 5; second++) {
    tell(part);
    timing.pass(1_000);
  }
  expect(server.asked).toEqual(['openVote']);
  await server.answer('openVote', sampleVote({ ships: [1, 2, 3], counts: [1, 7, 5] }));
  tell(part);
  timing.pass(12_000);
  expect(server.asked).toEqual(['openVote']);
  expect(state.vote?.ships).toEqual([1, 2, 3]);
});

it('asks for those ships only while somebody looks', () => {
  const { timing, server, catchUp, tell } = view();
  const part = sampleVote({ ships: [2, 3], counts: [7, 5], leftover: 1 });
  catchUp.watched(false);
  tell(part);
  timing.pass(12_000);
  expect(server.asked).toEqual([]);
  catchUp.watched(true);
  tell(part);
  timing.pass(2_000);
  expect(server.asked).toEqual(['openVote']);
});

it('is silent once it is stopped', () => {
  const { timing, server, catchUp, tell } = view();
  tell();
  catchUp.stop();
  timing.pass(600_000);
  expect(server.asked).toEqual([]);
});
