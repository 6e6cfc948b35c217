import { describe, expect, it } from 'vitest';
import { GuardedStorage } from '../storage';
import { Ballot } from './ballot.svelte';
import { FakeServer, settled } from './fake_server';
import { BallotMemory } from './memory';

class Kept {
  values = new Map<string, string>();
  getItem = (key: string) => this.values.get(key) ?? null;
  setItem = (key: string, value: string) => void this.values.set(key, value);
  removeItem = (key: string) => void this.values.delete(key);
}

const own = (ship: number | null) => ({ ship, seen: { counts: new Map([[7, 3]]), ballots: 3 } });
const blocked = () => {
  throw new Error('SecurityError');
};

function voter(open: () => Kept = () => new Kept(), opaqueId = 'Uviewer') {
  const server = new FakeServer();
  const ballot = new Ballot(server, new BallotMemory(new GuardedStorage(open)), () => ({ opaqueId }));
  return { server, ballot };
}

describe('a ballot', () => {
  it('is counted when the server says so, and not before', async () => {
    const { server, ballot } = voter();
    await ballot.follow(12, false);
    void ballot.cast(7);
    expect(ballot.state).toMatchObject({ step: 'sending', ship: 7 });
    expect(ballot.counted).toBeNull();
    expect(server.pending[0]!.values).toEqual([12, 7]);
    await server.answer('cast', null);
    expect(ballot.state).toEqual({ step: 'counted', ship: 7 });
  });

  it('is sent once, however often the button is pressed', async () => {
    const { server, ballot } = voter();
    await ballot.follow(12, false);
    void ballot.cast(7);
    void ballot.cast(8);
    expect(server.asked).toEqual(['cast']);
  });

  it('brings the counts that only voters see', async () => {
    const { server, ballot } = voter();
    await ballot.follow(12, false);
    void ballot.cast(7);
    await server.answer('cast', { counts: new Map([[7, 3]]), ballots: 3 });
    expect(ballot.seen?.ballots).toBe(3);
    await ballot.follow(13, false);
    expect(ballot.seen).toBeNull();
  });

  it('that was refused leaves what counted before', async () => {
    const { server, ballot } = voter();
    await ballot.follow(12, false);
    void ballot.cast(7);
    await server.answer('cast', null);
    void ballot.cast(8);
    await server.refuse('cast', 'vote_closed');
    expect(ballot.state).toEqual({ step: 'refused', ship: 8, code: 'vote_closed', before: 7 });
    expect(ballot.counted).toBe(7);
  });

  it.each(['offline', 'timeout', 'unreadable', 'outcome_unknown'])(
    'without an answer (%s) can be sent again',
    async (code) => {
      const { server, ballot } = voter();
      await ballot.follow(12, false);
      void ballot.cast(7);
      await server.refuse('cast', code, 0);
      expect(ballot.state).toMatchObject({ step: 'unknown', ship: 7 });
      void ballot.retry();
      await server.refuse('cast', 'already_voted');
      await server.answer('ownBallot', own(7));
      expect(ballot.state).toEqual({ step: 'counted', ship: 7 });
    },
  );

  it('that may have counted is not taken back for the one before', async () => {
    const kept = new Kept();
    const { server, ballot } = voter(() => kept);
    await ballot.follow(12, false);
    void ballot.cast(7);
    await server.answer('cast', null);
    void ballot.cast(8);
    await server.refuse('cast', 'outcome_unknown');
    expect(ballot.state).toEqual({ step: 'unknown', ship: 8, code: 'outcome_unknown', before: 7 });
    expect(ballot.counted).toBeNull();
    void ballot.retry();
    expect(ballot.counted).toBeNull();
    await server.refuse('cast', 'vote_closed');
    expect(new BallotMemory(new GuardedStorage(() => kept)).recall(12, 'Uviewer')).toMatchObject({ counted: false });
    await server.answer('ownBallot', own(8));
    expect(ballot.state).toEqual({ step: 'counted', ship: 8 });
  });

  it('that was lost, and then refused, is told beside the one that counts', async () => {
    const { server, ballot } = voter();
    await ballot.follow(12, false);
    void ballot.cast(7);
    await server.answer('cast', null);
    void ballot.cast(8);
    await server.refuse('cast', 'timeout', 0);
    void ballot.retry();
    await server.refuse('cast', 'overloaded', 503);
    expect(ballot.state.step).toBe('unknown');
    await server.answer('ownBallot', own(7));
    expect(ballot.state).toEqual({ step: 'refused', ship: 8, code: 'overloaded', before: 7 });
    expect(ballot.counted).toBe(7);
    void ballot.retry();
    await server.answer('cast', null);
    expect(ballot.state).toEqual({ step: 'counted', ship: 8 });
  });

  it('that was cast elsewhere is told, and why this one does not count', async () => {
    const { server, ballot } = voter();
    await ballot.follow(12, false);
    void ballot.cast(7);
    await server.refuse('cast', 'already_voted');
    await server.answer('ownBallot', own(9));
    expect(ballot.state).toEqual({ step: 'refused', ship: 7, code: 'already_voted', before: 9 });
    expect(ballot.counted).toBe(9);
  });

  it('of the last vote says nothing about the next', async () => {
    const { server, ballot } = voter();
    await ballot.follow(12, false);
    void ballot.cast(7);
    await ballot.follow(13, false);
    await server.answer('cast', null);
    expect(ballot.state).toEqual({ step: 'none' });
  });
});

describe('at the close', () => {
  async function unanswered() {
    const { server, ballot } = voter();
    await ballot.follow(12, false);
    void ballot.cast(7);
    await server.refuse('cast', 'timeout', 0);
    return { server, ballot };
  }

  it('a ballot without an answer is asked for, once', async () => {
    const { server, ballot } = await unanswered();
    void ballot.settle();
    void ballot.settle();
    expect(server.asked).toEqual(['cast', 'ownBallot']);
    await server.answer('ownBallot', own(7));
    expect(ballot.state).toEqual({ step: 'counted', ship: 7 });
  });

  it('it was too late, if it does not count', async () => {
    const { server, ballot } = await unanswered();
    void ballot.settle();
    await server.answer('ownBallot', own(null));
    expect(ballot.state).toEqual({ step: 'refused', ship: 7, code: 'vote_closed', before: null });
  });

  it('it stays unknown, if nobody answers', async () => {
    const { server, ballot } = await unanswered();
    void ballot.settle();
    await server.refuse('ownBallot', 'offline', 0);
    expect(ballot.state).toMatchObject({ step: 'unknown', ship: 7 });
  });

  it('one on its way is asked for when its answer is missing', async () => {
    const { server, ballot } = voter();
    await ballot.follow(12, false);
    void ballot.cast(7);
    void ballot.settle();
    expect(server.asked).toEqual(['cast']);
    await server.refuse('cast', 'timeout', 0);
    await server.answer('ownBallot', own(7));
    expect(ballot.state).toEqual({ step: 'counted', ship: 7 });
  });

  it('nothing is asked where all is known, and the next vote begins anew', async () => {
    const { server, ballot } = voter();
    await ballot.follow(12, false);
    void ballot.settle();
    await ballot.follow(13, false);
    void ballot.cast(7);
    await server.refuse('cast', 'timeout', 0);
    expect(server.asked).toEqual(['cast']);
  });
});

describe('after a reload', () => {
  it('what was counted is shown without asking', async () => {
    const kept = new Kept();
    const before = voter(() => kept);
    await before.ballot.follow(12, false);
    void before.ballot.cast(7);
    await before.server.answer('cast', null);
    const after = voter(() => kept);
    await after.ballot.follow(12, true);
    expect(after.ballot.state).toEqual({ step: 'counted', ship: 7 });
    expect(after.server.asked).toEqual([]);
    const other = voter(() => kept, 'Uother');
    await other.ballot.follow(12, true);
    expect(other.ballot.state).toEqual({ step: 'none' });
  });

  it('the counts that only voters see are asked for', async () => {
    const kept = new Kept();
    const before = voter(() => kept);
    await before.ballot.follow(12, false, true);
    void before.ballot.cast(7);
    await before.server.answer('cast', null);
    const after = voter(() => kept);
    void after.ballot.follow(12, true, true);
    expect(after.ballot.state).toEqual({ step: 'counted', ship: 7 });
    await after.server.answer('ownBallot', own(7));
    expect(after.ballot.seen?.ballots).toBe(3);
  });

  it('counts that nobody may see are not shown', async () => {
    const { server, ballot } = voter(blocked);
    void ballot.follow(13, true);
    await server.answer('ownBallot', own(7));
    expect(ballot.seen).toBeNull();
  });

  it('what was on its way is asked for', async () => {
    const kept = new Kept();
    const before = voter(() => kept);
    await before.ballot.follow(12, false);
    void before.ballot.cast(7);
    for (const { answer, state } of [
      { answer: 7, state: { step: 'counted', ship: 7 } },
      { answer: null, state: { step: 'refused', ship: 7, code: 'lost', before: null } },
      { answer: 9, state: { step: 'refused', ship: 7, code: 'lost', before: 9 } },
    ]) {
      const copy = new Kept();
      copy.values = new Map(kept.values);
      const after = voter(() => copy);
      void after.ballot.follow(12, true);
      await after.server.answer('ownBallot', own(answer));
      expect(after.ballot.state).toEqual(state);
    }
  });

  it('the server is asked where nothing can be kept, but not when a vote has just opened', async () => {
    const { server, ballot } = voter(blocked);
    await ballot.follow(12, false);
    expect(server.asked).toEqual([]);
    void ballot.follow(13, true);
    await server.answer('ownBallot', own(7));
    expect(ballot.counted).toBe(7);
  });

  it('a viewer without an account is the same, who gets a new id each time', async () => {
    const kept = new Kept();
    const before = voter(() => kept, 'Aone');
    await before.ballot.follow(12, false);
    void before.ballot.cast(7);
    await before.server.answer('cast', null);
    const after = voter(() => kept, 'Atwo');
    await after.ballot.follow(12, true);
    expect(after.ballot.counted).toBe(7);
  });

  it('rubbish in the storage is no ballot', async () => {
    for (const rubbish of ['{', '7', '[{"vote":12}]', 'null']) {
      const kept = new Kept();
      kept.values.set('shipvote.ballots', rubbish);
      const { ballot } = voter(() => kept);
      await ballot.follow(12, true);
      await settled();
      expect(ballot.state).toEqual({ step: 'none' });
    }
  });
});
