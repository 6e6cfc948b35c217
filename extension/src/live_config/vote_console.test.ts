import { describe, expect, it } from 'vitest';
import { type Answer, done, refused } from '../api/answer';
import type { NewVote } from '../api/vote_calls';
import type { Vote } from '../live/state';
import { StandingTime } from '../timing';
import { OPENED, closedVote, openVote } from './sample_votes';
import { VoteConsole } from './vote_console.svelte';

const settled = () => new Promise((resolve) => setTimeout(resolve));
const newVote: NewVote = { ships: [3, 5, 8], seconds: 300, visibility: 'live', changeAllowed: false };

// A server with one channel, of which the test says what is true.
function begin(vote: Vote | null = null) {
  const server = {
    vote,
    asked: [] as string[],
    refusal: null as { ok: false; refusal: ReturnType<typeof refused>['refusal'] } | null,
    ready: Promise.resolve(),
    // Answers wait until the call of what is given.
    slow: () => {
      let release = () => {};
      server.ready = new Promise((resolve) => (release = resolve));
      return async () => {
        server.ready = Promise.resolve();
        release();
        await settled();
      };
    },
  };
  const told = async <Value>(name: string, value: () => Value): Promise<Answer<Value>> => {
    server.asked.push(name);
    const { refusal } = server;
    await server.ready;
    return refusal ?? done(value());
  };
  const current = (): Vote => server.vote as Vote;
  const timing = new StandingTime(OPENED);
  const console = new VoteConsole(
    {
      open: () => told('open', () => (server.vote?.state === 'open' ? server.vote : null)),
      show: () => told('show', current),
      start: () => told('start', () => (server.vote = openVote())),
      close: () => told('close', () => (server.vote = closedVote())),
      story: () => {
        const curve = { from: OPENED, bucketMilliseconds: 1000, ships: [], ballots: [8, 9, 10] };
        return told('story', () => ({ vote: current(), curve }));
      },
      extend: (_, seconds) =>
        told(`extend ${seconds}`, () => {
          const ends_at = (current().ends_at ?? timing.now()) + seconds * 1000;
          return (server.vote = openVote({ ends_at }));
        }),
    },
    () => timing.now(),
    timing,
  );
  const pass = async (milliseconds: number) => {
    timing.pass(milliseconds);
    await settled();
  };
  return { console, server, timing, pass };
}

describe('VoteConsole', () => {
  it('finds no vote, opens one, follows it and shows its result until it was read', async () => {
    const { console, server, pass } = begin();
    await console.ask();
    expect(console.phase).toBe('none');
    expect(await console.start(newVote)).toBeNull();
    expect(console.phase).toBe('open');
    server.vote = openVote({ counts: [2, 1, 0], ballots: 3 });
    await pass(2000);
    expect(console.vote?.ballots).toBe(3);
    server.vote = closedVote();
    await pass(2000);
    expect(console.phase).toBe('result');
    expect(console.vote?.winner?.ship).toBe(3);
    console.leaveResult();
    expect(console).toMatchObject({ phase: 'none', vote: null });
  });

  it('finds a vote that was opened elsewhere', async () => {
    const { console, server, pass } = begin();
    await console.ask();
    server.vote = openVote();
    await pass(15_000);
    expect(console.phase).toBe('open');
  });

  it('asks soon after it heard something', async () => {
    const { console, server, pass } = begin();
    await console.ask();
    server.vote = openVote();
    console.heard();
    await pass(300);
    expect(console.phase).toBe('open');
  });

  it('gets its answer where messages come faster than answers', async () => {
    const { console, server, pass } = begin(openVote());
    await console.ask();
    const answer = server.slow();
    await pass(2000);
    for (let second = 0; second < 4; second++) {
      console.heard();
      await pass(1000);
    }
    expect(server.asked.filter((name) => name === 'show')).toHaveLength(1);
    server.vote = openVote({ ballots: 9 });
    await answer();
    expect(console.vote?.ballots).toBe(9);
    server.vote = openVote({ ballots: 12 });
    await pass(300);
    expect(console.vote?.ballots).toBe(12);
  });

  it('is not put off by many messages one after the other', async () => {
    const { console, server, pass } = begin();
    await console.ask();
    server.vote = openVote();
    for (let message = 0; message < 4; message++) {
      console.heard();
      await pass(100);
    }
    expect(console.phase).toBe('open');
  });

  it('does not ask while it acts: what is told then may be older than what was done', async () => {
    const { console, server, pass } = begin(openVote());
    await console.ask();
    const answer = server.slow();
    const closing = console.close();
    console.heard();
    await pass(1000);
    expect(server.asked).toEqual(['open', 'close']);
    await answer();
    await closing;
    expect(console.phase).toBe('result');
  });

  it('says that what it shows is old when an answer is long in coming', async () => {
    const { console, server, pass } = begin(openVote());
    await console.ask();
    const answer = server.slow();
    await pass(2000 + 4999);
    expect(console.late).toBe(false);
    await pass(1);
    expect(console.late).toBe(true);
    await answer();
    expect(console.late).toBe(false);
  });

  it('asks right after the end that was set', async () => {
    const { console, server, pass } = begin(openVote({ ends_at: OPENED + 500 }));
    await console.ask();
    server.vote = closedVote();
    await pass(800);
    expect(console.phase).toBe('result');
  });

  it('keeps the sums that it saw, from nought', async () => {
    const { console, server, pass } = begin(openVote());
    await console.ask();
    server.vote = openVote({ ballots: 10 });
    await pass(2000);
    expect(console.seen[0]).toEqual({ at: OPENED, ballots: 0 });
    expect(console.seen.at(-1)).toEqual({ at: OPENED + 2000, ballots: 10 });
  });

  it('learns how the ballots came in before it looked', async () => {
    const { console, server, timing } = begin(openVote({ ballots: 10 }));
    timing.pass(5000);
    await console.ask();
    await settled();
    expect(server.asked).toContain('story');
    expect(console.seen).toEqual([
      { at: OPENED, ballots: 0 },
      { at: OPENED + 1000, ballots: 8 },
      { at: OPENED + 2000, ballots: 9 },
      { at: OPENED + 3000, ballots: 10 },
      { at: OPENED + 5000, ballots: 10 },
    ]);
  });

  it('asks for a minute more, and leaves it to the server when that ends', async () => {
    const { console, server } = begin(openVote());
    await console.ask();
    await console.addMinute();
    expect(server.asked).toContain('extend 60');
    expect(console.vote?.ends_at).toBe(OPENED + 360_000);
  });

  it('takes a minute that was added without our hearing the answer for added', async () => {
    const { console, server } = begin(openVote());
    await console.ask();
    server.refusal = refused('timeout');
    const adding = console.addMinute();
    server.vote = openVote({ ends_at: OPENED + 360_000 });
    server.refusal = null;
    expect(await adding).toBeNull();
    server.refusal = refused('timeout');
    const again = console.addMinute();
    server.refusal = null;
    expect(await again).toMatchObject({ code: 'timeout' });
  });

  it('says what was refused, and what is true then', async () => {
    const { console, server } = begin();
    await console.ask();
    server.refusal = refused('vote_already_open');
    const starting = console.start(newVote);
    server.vote = openVote({ id: 99 });
    server.refusal = null;
    expect(await starting).toMatchObject({ code: 'vote_already_open' });
    expect(console).toMatchObject({ phase: 'open', vote: { id: 99 }, busy: null });
  });

  it('takes a vote that was opened without our hearing the answer for opened', async () => {
    const { console, server } = begin();
    await console.ask();
    server.refusal = refused('timeout');
    const starting = console.start(newVote);
    server.vote = openVote();
    server.refusal = null;
    expect(await starting).toBeNull();
    expect(console.phase).toBe('open');
  });

  it('does one thing at a time', async () => {
    const { console, server } = begin(openVote());
    await console.ask();
    await Promise.all([console.close(), console.close(), console.addMinute()]);
    expect(server.asked.filter((name) => name === 'close')).toHaveLength(1);
    expect(server.asked.some((name) => name.startsWith('extend'))).toBe(false);
  });

  it('keeps what it knows while the server is away, and asks less and less often', async () => {
    const { console, server, pass } = begin(openVote({ ballots: 7 }));
    await console.ask();
    server.refusal = refused('offline');
    server.asked = [];
    await pass(2000);
    expect(console).toMatchObject({ phase: 'open', vote: { ballots: 7 }, trouble: { code: 'offline' } });
    for (let second = 0; second < 60; second++) await pass(1000);
    expect(server.asked.length).toBeLessThan(8);
    server.refusal = null;
    await pass(30_000);
    expect(console.trouble).toBeNull();
  });

  it('says so when it cannot even begin', async () => {
    const { console, server } = begin();
    server.refusal = refused('offline');
    await console.ask();
    expect(console.phase).toBe('failed');
    server.refusal = null;
    await console.ask();
    expect(console.phase).toBe('none');
  });

  it('asks nobody while nobody looks, and at once when somebody does', async () => {
    const { console, server, timing, pass } = begin(openVote());
    await console.ask();
    console.watched(false);
    expect(timing.waiting).toBe(0);
    server.asked = [];
    await pass(60_000);
    expect(server.asked).toEqual([]);
    console.watched(true);
    expect(server.asked).toEqual(['show']);
  });
});
