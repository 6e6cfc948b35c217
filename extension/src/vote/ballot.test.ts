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
    ballot.dismiss();
    expect(ballot.state).toEqual({ step: 'counted', ship: 7 });
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
    void ballot.retry();
    await server.refuse('cast', 'vote_closed');
    expect(new BallotMemory(new GuardedStorage(() => kept)).recall(12, 'Uviewer')).toMatchObject({ counted: false });
    await server.answer('ownBallot', own(8));
    expect(ballot.state).toEqual({ step: 'counted', ship: 8 });
  });

  it('that was cast elsewhere is told', async () => {
    const { server, ballot } = voter();
    await ballot.follow(12, false);
    void ballot.cast(7);
    await server.refuse('cast', 'already_voted');
    await server.answer('ownBallot', own(9));
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
      { answer: null, state: { step: 'none' } },
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
