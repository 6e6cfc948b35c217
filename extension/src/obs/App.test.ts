import { cleanup, render, screen } from '@testing-library/svelte';
import { flushSync } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { writeSegment } from '../live/encode_for_tests';
import { NOON, closedVote, sampleState, sampleVote } from '../live/sample_states';
import { Fleet } from '../ships/fleet.svelte';
import { StandingTime } from '../timing';
import App from './App.svelte';
import { readObsAddress } from './address';
import type { EventSourceLike } from './live_stream';
import { ObsSession } from './obs_session.svelte';

const SHIPS = [
  { id: 4179539152, name: 'Shimakaze', nation: 'japan', type: 'Destroyer', tier: 10 },
  { id: 4276041424, name: 'Yamato', nation: 'japan', type: 'Battleship', tier: 10 },
];
const running: ObsSession[] = [];
afterEach(() => {
  cleanup();
  for (const session of running.splice(0)) session.stop();
});

const NAMES_DE = { 4276041424: 'Yamato auf Deutsch' };

function shown(search = '') {
  const timing = new StandingTime(NOON);
  let source: EventSourceLike | undefined;
  const session = new ObsSession({
    address: readObsAddress({ pathname: '/obs/4711/key', search }),
    timing,
    random: () => 0.5,
    fleet: new Fleet((file) => Promise.resolve(/names_de/.test(file) ? NAMES_DE : { data: SHIPS })),
    open: () => {
      source = { readyState: 1, onopen: null, onmessage: null, onerror: null, close: () => {} };
      return source;
    },
  });
  running.push(session);
  session.start();
  render(App, { session });
  const opens = () => source?.onopen?.call(source as EventSource, new Event('open'));
  const loses = () => {
    source?.onerror?.call(source as EventSource, new Event('error'));
    flushSync();
  };
  const passes = (milliseconds: number) => {
    timing.pass(milliseconds);
    flushSync();
  };
  const hears = async (change: Parameters<typeof sampleState>[0]) => {
    const data = writeSegment(sampleState(change));
    source?.onmessage?.call(source as EventSource, new MessageEvent('message', { data }));
    flushSync();
    await session.fleet.load();
    flushSync();
  };
  return { session, timing, opens, loses, passes, hears };
}

describe('the page for streaming programs', () => {
  it('shows nothing while there is no vote', async () => {
    const { opens, hears } = shown();
    opens();
    await hears({});
    expect(document.querySelector('main > :not(h1)')).toBeNull();
  });

  it('shows time, bars and the number of votes, the leader first', async () => {
    const { opens, hears } = shown();
    opens();
    await hears({ vote: sampleVote({ counts: [1, 3, 0] }) });
    expect(screen.getByRole('timer').textContent).toBe('3:00');
    const [first, second] = screen.getAllByRole('listitem');
    expect(first?.textContent).toContain('Yamato');
    expect(first?.textContent).toContain('75');
    expect(second?.textContent).toContain('Shimakaze');
    expect(screen.getByText('4 votes')).toBeTruthy();
  });

  it('shows as many ships as the address asks for', async () => {
    const { opens, hears } = shown('?ships=2');
    opens();
    await hears({ vote: sampleVote({ counts: [1, 3, 2] }) });
    expect(screen.getAllByRole('listitem')).toHaveLength(2);
    expect(screen.getByText('+ 1 ship')).toBeTruthy();
  });

  it('shows no counts that viewers may not see', async () => {
    const { opens, hears } = shown();
    opens();
    await hears({ vote: sampleVote({ visibility: 'after_close' }) });
    expect(screen.queryAllByRole('listitem')).toHaveLength(0);
    expect(screen.getByText('3 ships')).toBeTruthy();
  });

  it('celebrates the winner for as long as the channel says, and leaves', async () => {
    const { opens, hears, timing } = shown();
    opens();
    const vote = sampleVote({ counts: [1, 3, 0] });
    await hears({ vote });
    timing.pass(180_000);
    await hears({
      vote: closedVote(vote, NOON + 180_000),
      server_time: NOON + 180_000,
      sequence: NOON + 180_000,
    });
    expect(screen.getByRole('region', { name: 'The next ship' }).textContent).toContain('Yamato');
    timing.pass(15_000);
    flushSync();
    expect(screen.queryByRole('region', { name: 'The next ship' })).toBeNull();
  });

  it.each([
    ['half a minute after its end', NOON + 180_000, 210_000],
    ['two minutes after the loss, where it has no end', null, 120_000],
  ])('shows a vote of which nothing is heard any more until %s', async (_, ends_at, leavesAfter) => {
    const { opens, hears, loses, passes } = shown();
    const card = () => screen.queryByRole('region', { name: 'Which ship next?' });
    opens();
    await hears({ vote: sampleVote({ ends_at }) });
    loses();
    passes(leavesAfter - 1);
    expect(card()).not.toBeNull();
    passes(1);
    expect(card()).toBeNull();
    opens();
    flushSync();
    expect(card()).toBeNull();
    await hears({ vote: sampleVote({ ends_at: null }), server_time: NOON + leavesAfter, sequence: NOON + leavesAfter });
    expect(card()).not.toBeNull();
  });

  it('goes on showing a vote that has no end while it is connected, and one whose connection comes back', async () => {
    const { opens, hears, loses, passes } = shown();
    opens();
    await hears({ vote: sampleVote({ ends_at: null }) });
    loses();
    passes(30_000);
    opens();
    await hears({ vote: sampleVote({ ends_at: null }), server_time: NOON + 30_000, sequence: NOON + 30_000 });
    for (let minute = 1; minute <= 5; minute++) {
      passes(55_000);
      const now = NOON + 30_000 + minute * 55_000;
      await hears({ vote: sampleVote({ ends_at: null }), server_time: now, sequence: now });
    }
    expect(screen.queryByRole('region', { name: 'Which ship next?' })).not.toBeNull();
  });

  it('calls ships by their names in the language that the address asks for', async () => {
    const { opens, hears } = shown('?language=de');
    opens();
    await hears({ vote: sampleVote({ counts: [1, 3, 0] }) });
    await new Promise((resolve) => setTimeout(resolve));
    flushSync();
    expect(screen.getAllByRole('listitem')[0]?.textContent).toContain('Yamato auf Deutsch');
  });

  it('has names from the server that serves the page', async () => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', (address: string) => {
      asked.push(address);
      return Promise.resolve(new Response(JSON.stringify(/warships/.test(address) ? { data: SHIPS } : NAMES_DE)));
    });
    const session = new ObsSession({ address: readObsAddress({ pathname: '/obs/1/k', search: '' }) });
    await Promise.all([session.fleet.load(), session.fleet.speak('de')]);
    expect(asked).toEqual(['/api/warships', '/obs/names_de.json']);
    expect(session.fleet.ship(4276041424)).toMatchObject({ name: 'Yamato auf Deutsch', tier: 10 });
    vi.unstubAllGlobals();
  });

  it('says so where nobody answers at its address, and only there', () => {
    const { timing } = shown();
    timing.pass(6_000);
    flushSync();
    expect(screen.getByRole('alert').textContent).toContain('No connection');
    const connected = shown();
    connected.opens();
    connected.timing.pass(6_000);
    flushSync();
    expect(screen.getAllByRole('alert')).toHaveLength(1);
  });
});
