import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeskForTests, GARAGE, onTheWire } from './desk_for_tests';
import { OPENED, closedVote, openVote } from './sample_votes';

let world: DeskForTests;
beforeEach(() => {
  world = new DeskForTests();
});
afterEach(() => world.stop());

const ask = (what: string) => world.asked.filter((asked) => asked === what).length;
const lastVoteIs = (id: number) => {
  world.answers['GET /votes?status=closed'] = [onTheWire(closedVote({ id }))];
};
const history = (...ids: number[]) => {
  const entries = ids.map((id) => ({ ...onTheWire(closedVote({ id })), ship_count: 3 }));
  world.answers['GET /history?count=20'] = entries;
};

describe('the last vote', () => {
  it('is asked for until it has come', async () => {
    world.answers['GET /votes?status=closed'] = 'internal';
    await world.begin();
    await world.pass(5_000);
    expect(ask('GET /votes?status=closed')).toBe(2);
    lastVoteIs(11);
    await world.pass(9_999);
    expect(world.desk.lastVote).toBeNull();
    await world.pass(1);
    expect(world.desk.lastVote?.id).toBe(11);
    await world.pass(60_000);
    expect(ask('GET /votes?status=closed')).toBe(3);
  });

  it('is not an older one than that whose end was seen', async () => {
    lastVoteIs(11);
    const beginning = world.begin();
    world.desk.closed(closedVote({ id: 12 }));
    await beginning;
    expect(world.desk.lastVote?.id).toBe(12);
  });
});

describe('coming back to the page', () => {
  it('fetches what may have changed meanwhile', async () => {
    await world.begin();
    expect(world.desk.ships).toHaveLength(3);
    world.desk.watched(false);
    world.answers['GET /settings'] = { ...(world.answers['GET /settings'] as object), ships: GARAGE.slice(0, 2) };
    lastVoteIs(12);
    await world.pass(600_000);
    expect(world.desk.lastVote).toBeNull();
    world.desk.watched(true);
    expect(world.session.own.phase).toBe('ready');
    await world.happen();
    expect(world.desk.ships).toHaveLength(2);
    expect(world.desk.lastVote?.id).toBe(12);
  });

  it('keeps what it has where nothing comes', async () => {
    lastVoteIs(11);
    await world.begin();
    world.answers = {};
    world.answers['GET /settings'] = 'internal';
    world.desk.watched(false);
    world.desk.watched(true);
    await world.happen();
    expect(world.session.own.phase).toBe('ready');
    expect(world.desk.lastVote?.id).toBe(11);
  });

  it('asks nobody while nobody looks', async () => {
    world.answers['GET /votes?status=closed'] = 'internal';
    await world.begin();
    world.desk.watched(false);
    world.asked = [];
    await world.pass(600_000);
    expect(world.asked).toEqual([]);
  });
});

describe('a moderator on a channel that is not set up', () => {
  it('is told so, and not that something is broken', async () => {
    await world.begin('moderator');
    expect(world.asked).toContain('GET ');
    expect(world.session.own.phase).toBe('not_set_up');
  });
});

describe('the history', () => {
  it('is there behind the vote that was looked at', async () => {
    await world.begin();
    history(12, 11);
    world.desk.look(closedVote());
    await world.happen();
    expect(world.desk).toMatchObject({ place: 'history', history: { selected: 12 } });
    world.desk.history.leave();
    expect(world.desk.history.entries.map(({ id }) => id)).toEqual([12, 11]);
  });

  it('has the vote that has just come to its end', async () => {
    await world.begin();
    world.desk.place = 'history';
    await world.desk.history.load();
    expect(world.desk.history.entries).toEqual([]);
    history(12);
    world.desk.closed(closedVote());
    await world.happen();
    expect(world.desk.history.entries).toHaveLength(1);
  });
});

describe('a draft', () => {
  it('waits while another vote is open, and can be gone on with', async () => {
    world.answers['GET /votes?status=open'] = [onTheWire(openVote({ id: 13 }))];
    await world.begin();
    expect(world.desk.draftWaits).toBe(false);
    world.desk.composeWithout(closedVote({ ships: [3, 8] }), []);
    expect(world.desk).toMatchObject({ place: 'vote', draftWaits: true, console: { phase: 'open' } });
    world.answers['GET /votes/13'] = onTheWire(closedVote({ id: 13 }));
    await world.pass(2_000);
    expect(world.desk).toMatchObject({ draftWaits: true, console: { phase: 'result' } });
    world.desk.console.leaveResult();
    expect(world.desk).toMatchObject({ draftWaits: false, composing: true, draft: { ships: [3, 8] } });
  });

  it('waits too when somebody else was first', async () => {
    await world.begin();
    world.desk.composeNew('pick');
    world.desk.draft.pick([3, 5]);
    world.answers['POST /votes'] = 'vote_already_open';
    world.answers['GET /votes?status=open'] = [onTheWire(openVote({ id: 13 }))];
    await world.desk.open();
    expect(world.desk).toMatchObject({
      refusal: { code: 'vote_already_open' },
      draftWaits: true,
      draft: { ships: [3, 5] },
    });
  });

  it('that has become a vote is none any more', async () => {
    await world.begin();
    world.desk.composeNew('pick');
    world.desk.draft.pick([3, 5]);
    world.answers['POST /votes'] = onTheWire(openVote());
    await world.desk.open();
    expect(world.desk).toMatchObject({ composing: false, draftWaits: false, refusal: null });
  });
});

describe('a machine whose clock is wrong', () => {
  it('still opens and prolongs votes by the length that was chosen', async () => {
    await world.begin();
    world.timing.pass(86_400_000);
    await world.happen();
    expect(world.timing.now()).toBeGreaterThan(OPENED + 300_000);
    world.desk.composeNew('pick');
    world.desk.draft.pick([3, 5]);
    world.answers['POST /votes'] = onTheWire(openVote());
    await world.desk.open();
    expect(world.bodies['POST /votes']).toMatchObject({ vote: { duration_seconds: 300 } });
    world.answers['PATCH /votes/12'] = onTheWire(openVote());
    await world.desk.addMinute();
    expect(world.bodies['PATCH /votes/12']).toEqual({ extend_seconds: 60 });
  });
});
