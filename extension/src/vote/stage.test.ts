import { describe, expect, it } from 'vitest';
import { NOON, closedVote, sampleState, sampleVote } from '../live/sample_states';
import { StandingTime } from '../timing';
import { ChannelState } from './channel_state.svelte';
import { ServerClock } from './clock.svelte';
import { Stage, holdMilliseconds } from './stage.svelte';

const open = sampleVote({ ships: [1, 2], counts: [3, 1] });

function theatre(settings = {}) {
  const timing = new StandingTime(NOON);
  const clock = new ServerClock(timing);
  const state = new ChannelState(clock);
  const stage = new Stage(state, clock, timing);
  const tell = (vote = open, latency?: number) => {
    state.heardMessage(sampleState({ sequence: timing.now(), server_time: timing.now(), vote }, settings));
    stage.update(latency);
  };
  return { timing, state, stage, tell };
}

describe('the result', () => {
  it('stays as long as the streamer set, and then leaves', () => {
    const { timing, stage, tell } = theatre({ show_result_seconds: 20 });
    tell();
    expect(stage.show.phase).toBe('open');
    timing.pass(5_000);
    tell(closedVote(open, timing.now()));
    expect(stage.show.phase).toBe('result');
    timing.pass(19_999);
    expect(stage.show.phase).toBe('result');
    timing.pass(1);
    expect(stage.show.phase).toBe('nothing');
    expect(timing.waiting).toBe(0);
  });

  it('is not shown again by the messages that repeat it', () => {
    const { timing, stage, tell } = theatre({ show_result_seconds: 5 });
    tell();
    timing.pass(1_000);
    const closed = closedVote(open, timing.now());
    tell(closed);
    timing.pass(2_000);
    tell(closed);
    timing.pass(3_000);
    expect(stage.show.phase).toBe('nothing');
    timing.pass(10_000);
    tell(closed);
    expect(stage.show.phase).toBe('nothing');
  });

  it('is shown in full to who saw the vote, however late it comes', () => {
    const { timing, stage, tell } = theatre({ show_result_seconds: 10 });
    tell();
    timing.pass(600_000);
    tell(closedVote(open, NOON + 60_000));
    expect(stage.show.phase).toBe('result');
  });

  it('is shown for the rest of its time to who comes later, and not to who comes too late', () => {
    const late = theatre({ show_result_seconds: 10 });
    late.timing.pass(6_000);
    late.tell(closedVote(open, NOON));
    expect(late.stage.show.phase).toBe('result');
    late.timing.pass(4_000);
    expect(late.stage.show.phase).toBe('nothing');
    const tooLate = theatre({ show_result_seconds: 10 });
    tooLate.timing.pass(60_000);
    tooLate.tell(closedVote(open, NOON));
    expect(tooLate.stage.show.phase).toBe('nothing');
  });

  it('makes room for the next vote at once, and leaves when it was seen', () => {
    const { timing, stage, tell } = theatre();
    tell();
    timing.pass(1_000);
    tell(closedVote(open, timing.now()));
    timing.pass(1_000);
    tell(sampleVote({ id: 13 }));
    expect(stage.show).toMatchObject({ phase: 'open', vote: { id: 13 } });
    timing.pass(60_000);
    expect(stage.show.phase).toBe('open');
    tell(closedVote(sampleVote({ id: 13 }), timing.now()));
    stage.dismiss();
    expect(stage.show.phase).toBe('nothing');
  });

  it('of a channel that was deleted is none', () => {
    const { timing, stage, tell } = theatre();
    tell();
    timing.pass(1_000);
    tell({ ...closedVote(open, timing.now()), close_reason: 'channel_deleted' });
    expect(stage.show.phase).toBe('nothing');
  });
});

describe('holding back', () => {
  it("waits for the viewer's picture", () => {
    const { timing, stage, tell } = theatre({ latency_hold: true, show_result_seconds: 10 });
    tell();
    timing.pass(5_000);
    tell(closedVote(open, timing.now()), 8);
    expect(stage.show).toMatchObject({ phase: 'waiting', vote: { state: 'open' } });
    timing.pass(7_999);
    expect(stage.show.phase).toBe('waiting');
    timing.pass(1);
    expect(stage.show.phase).toBe('result');
    timing.pass(10_000);
    expect(stage.show.phase).toBe('nothing');
  });

  it('counts what the message was late already', () => {
    const { timing, stage, tell } = theatre({ latency_hold: true });
    tell();
    timing.pass(5_000);
    tell(closedVote(open, NOON), 4);
    expect(stage.show.phase).toBe('result');
  });

  it.each([
    [4.2, 4_200],
    [-3, 0],
    [3_600, 30_000],
    [undefined, 5_000],
    [Number.NaN, 5_000],
  ])('a latency of %s is %i ms', (latency, hold) => expect(holdMilliseconds(latency)).toBe(hold));
});
