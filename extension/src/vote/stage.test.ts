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
  const load = (change: Parameters<typeof sampleState>[0]) => {
    state.readSegment(sampleState({ sequence: NOON - 1, server_time: NOON, ...change }, settings));
    stage.update(undefined);
  };
  return { timing, state, stage, tell, load };
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
    expect(stage.lastResult).toBeNull();
  });

  it('of a segment alone is not celebrated: nobody knows how old it is', () => {
    const { timing, stage, tell, load } = theatre({ show_result_seconds: 20 });
    const closed = closedVote(open, NOON);
    load({ last_result: closed });
    expect(stage.show.phase).toBe('nothing');
    expect(stage.lastResult?.id).toBe(closed.id);
    timing.pass(5_000);
    tell(closed);
    expect(stage.show.phase).toBe('result');
    timing.pass(15_000);
    expect(stage.show.phase).toBe('nothing');
  });

  it('of a vote that the segment showed open is celebrated, whatever tells it', () => {
    const { stage, state, load } = theatre();
    load({ vote: open });
    state.answered(closedVote(open, NOON + 1_000), NOON + 1_000);
    stage.update(undefined);
    expect(stage.show.phase).toBe('result');
  });
});

describe('while nobody looks', () => {
  function unseen() {
    const all = theatre({ show_result_seconds: 10 });
    all.tell();
    all.timing.pass(1_000);
    all.tell(closedVote(open, all.timing.now()));
    all.timing.pass(4_000);
    all.stage.watched(false);
    return all;
  }

  it('the time of the result stands still', () => {
    const { timing, stage } = unseen();
    timing.pass(30_000);
    stage.watched(true);
    timing.pass(5_999);
    expect(stage.show.phase).toBe('result');
    timing.pass(1);
    expect(stage.show.phase).toBe('nothing');
    expect(timing.waiting).toBe(0);
  });

  it('but not for ever', () => {
    const { timing, stage } = unseen();
    timing.pass(180_000);
    expect(stage.show.phase).toBe('nothing');
    expect(timing.waiting).toBe(0);
  });

  it('a machine may sleep, and its timers with it', () => {
    const { timing, stage } = unseen();
    timing.sleep(3_600_000);
    stage.watched(true);
    expect(stage.show.phase).toBe('nothing');
  });

  it('a result that comes then waits in full', () => {
    const { timing, stage, tell } = theatre({ show_result_seconds: 10, latency_hold: true });
    tell();
    stage.watched(false);
    timing.pass(1_000);
    tell(closedVote(open, timing.now()), 8);
    timing.pass(60_000);
    stage.watched(true);
    timing.pass(9_999);
    expect(stage.show.phase).toBe('result');
  });
});

describe('holding back', () => {
  it("waits for the viewer's picture", () => {
    const { timing, stage, tell } = theatre({ latency_hold: true, show_result_seconds: 10 });
    tell();
    timing.pass(5_000);
    tell(closedVote(open, timing.now()), 8);
    expect(stage.show).toMatchObject({ phase: 'waiting', vote: { state: 'open' } });
    expect(stage.lastResult).toBeNull();
    timing.pass(7_999);
    expect(stage.show.phase).toBe('waiting');
    timing.pass(1);
    expect(stage.show.phase).toBe('result');
    expect(stage.lastResult?.id).toBe(open.id);
    timing.pass(10_000);
    expect(stage.show.phase).toBe('nothing');
  });

  it('gives nothing away to who comes meanwhile', () => {
    const { timing, stage, tell } = theatre({ latency_hold: true, show_result_seconds: 10 });
    tell(closedVote(open, NOON), 8);
    expect(stage.show.phase).toBe('nothing');
    expect(stage.lastResult).toBeNull();
    timing.pass(8_000);
    expect(stage.show.phase).toBe('result');
  });

  it('takes a result whose age nobody knows for a new one', () => {
    const { timing, stage, load } = theatre({ latency_hold: true });
    load({ last_result: closedVote(open, NOON - 3_600_000) });
    expect(stage.lastResult).toBeNull();
    timing.pass(5_000);
    expect(stage.lastResult?.id).toBe(open.id);
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
