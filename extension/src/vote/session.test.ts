import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeSegment } from '../live/encode_for_tests';
import { closedVote, sampleState, sampleVote } from '../live/sample_states';
import { SessionForTests } from './session_for_tests';

let world: SessionForTests;
beforeEach(async () => {
  localStorage.clear();
  world = new SessionForTests();
  await world.authorize();
});
afterEach(() => {
  world.session.stop();
  expect(world.timing.waiting).toBe(0);
});

const open = (now = world.timing.now()) => sampleVote({ ships: [1, 2], opened_at: now, ends_at: now + 300_000 });

describe('a clock', () => {
  const FAST = 600_000;

  it('that is fast locks nobody out of a vote that the segment told', async () => {
    const server = world.timing.now() - FAST;
    world.helper.configure(writeSegment(sampleState({ server_time: server, sequence: server, vote: open(server) })));
    await world.happen();
    const { session } = world;
    expect(session.stage.show.phase).toBe('open');
    expect(session.timeIsUp).toBe(false);
    await world.say({ server_time: server + 1_000, vote: open(server) });
    expect(session.countdown.seconds).toBe(299);
    await world.pass(299_000);
    expect(session.timeIsUp).toBe(true);
  });

  it('that is set while a vote is on is learned with the next message', async () => {
    const vote = open();
    await world.say({ vote });
    const server = world.timing.now();
    await world.pass(FAST);
    expect(world.session.timeIsUp).toBe(true);
    await world.say({ server_time: server + 1_000, vote });
    expect(world.session.timeIsUp).toBe(false);
    expect(world.session.countdown.seconds).toBe(299);
  });
});

describe('the close', () => {
  it('asks for a ballot without an answer, once', async () => {
    await world.say({ vote: open() });
    void world.session.ballot.cast(1);
    await world.server.refuse('cast', 'timeout', 0);
    const closed = closedVote(open(), world.timing.now());
    await world.say({ vote: closed });
    await world.say({ vote: closed });
    expect(world.server.asked).toEqual(['cast', 'ownBallot']);
    await world.server.answer('ownBallot', { ship: 1, seen: null });
    expect(world.session.ballot.state).toEqual({ step: 'counted', ship: 1 });
  });

  it('during an advertisement is seen after it', async () => {
    await world.say({ vote: open() });
    world.helper.show(false);
    await world.happen();
    await world.say({ vote: closedVote(open(), world.timing.now()) });
    await world.pass(30_000);
    world.helper.show(true);
    await world.happen();
    expect(world.session.stage.show.phase).toBe('result');
    await world.pass(15_000);
    expect(world.session.stage.show.phase).toBe('nothing');
  });
});
