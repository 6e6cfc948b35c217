import { describe, expect, it } from 'vitest';
import { NOON, closedVote, sampleState, sampleVote } from '../live/sample_states';
import { StandingTime } from '../timing';
import { ChannelState } from './channel_state.svelte';
import { ServerClock } from './clock.svelte';

const empty = () => new ChannelState(new ServerClock(new StandingTime(NOON)));
const told = (sequence: number, counts: number[]) =>
  sampleState({ sequence, vote: sampleVote({ ships: [1, 2], counts }) });

describe('messages', () => {
  it('count by their sequence and not by the order in which they come', () => {
    const state = empty();
    expect(state.heardMessage(told(NOON + 2, [4, 4]))).toBe(true);
    expect(state.heardMessage(told(NOON + 1, [3, 3]))).toBe(false);
    expect(state.heardMessage(told(NOON + 2, [9, 9]))).toBe(false);
    expect(state.vote?.counts).toEqual([4, 4]);
  });

  it('that come too late say nothing of the time', () => {
    const timing = new StandingTime(NOON);
    const clock = new ServerClock(timing);
    const state = new ChannelState(clock);
    state.heardMessage(sampleState({ sequence: NOON, server_time: NOON }));
    timing.pass(60_000);
    state.heardMessage(sampleState({ sequence: NOON - 1, server_time: NOON - 1 }));
    expect(clock.now()).toBe(NOON + 60_000);
  });

  it('overtake the segment, and not the other way round', () => {
    const state = empty();
    state.heardMessage(told(NOON + 5, [4, 4]));
    expect(state.readSegment(told(NOON + 4, [1, 1]))).toBe(false);
    expect(state.vote?.counts).toEqual([4, 4]);
  });

  it('close the vote and keep its result', () => {
    const state = empty();
    state.heardMessage(told(NOON, [4, 1]));
    const closed = closedVote(sampleVote({ ships: [1, 2], counts: [4, 1] }), NOON + 1);
    state.heardMessage(sampleState({ sequence: NOON + 2, vote: closed }));
    expect(state.vote).toBeNull();
    expect(state.lastResult?.winner?.ship).toBe(1);
    state.heardMessage(sampleState({ sequence: NOON + 3 }));
    expect(state.lastResult?.id).toBe(closed.id);
  });

  it('change the settings', () => {
    const state = empty();
    expect(state.told).toBe(false);
    state.heardMessage(sampleState({}, { overlay_position: 'bottom_right' }));
    expect(state.settings.overlay_position).toBe('bottom_right');
    expect(state.told).toBe(true);
  });
});

describe('an answer of the server', () => {
  it('is not undone by what was written before it', () => {
    const state = empty();
    const vote = closedVote(sampleVote({ ships: [1, 2], counts: [4, 1] }), NOON + 60_000);
    state.answered(vote, NOON + 60_000);
    expect(state.heardMessage(told(NOON + 59_000, [3, 1]))).toBe(false);
    expect(state.vote).toBeNull();
  });

  it('completes a vote that messages have no room for', () => {
    const state = empty();
    const part = sampleVote({ ships: [2, 3], counts: [7, 5], leftover: 1, ballots: 14 });
    state.heardMessage(sampleState({ vote: part }));
    expect(state.vote?.ships).toEqual([2, 3]);
    state.answered(sampleVote({ ships: [1, 2, 3], counts: [2, 6, 5] }), 0);
    state.heardMessage(sampleState({ sequence: NOON + 9, vote: { ...part, counts: [8, 5], ballots: 15 } }));
    expect(state.vote).toMatchObject({ ships: [1, 2, 3], counts: [2, 8, 5], ballots: 15 });
  });
});
