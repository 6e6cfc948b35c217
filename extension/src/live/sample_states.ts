// States to begin a test with.
import type { LiveState, Vote } from './state';

export const NOON = Date.UTC(2026, 10, 23, 12);

export const sampleVote = (change: Partial<Vote> = {}): Vote => {
  const ships = change.ships ?? [4179539152, 4276041424, 4277090288];
  const counts = change.counts ?? ships.map(() => 0);
  return {
    id: 12,
    state: 'open',
    visibility: 'live',
    change_allowed: false,
    opened_at: NOON,
    ends_at: NOON + 180_000,
    closed_at: null,
    close_reason: null,
    leftover: 0,
    winner: null,
    ballots: counts.reduce((sum, count) => sum + count, 0),
    ...change,
    ships,
    counts,
  };
};

// The same vote, closed: the first of the ships with the most ballots has won.
export function closedVote(vote: Vote, closedAt: number, winner?: number): Vote {
  const most = Math.max(0, ...vote.counts);
  const best = vote.ships.filter((_, place) => vote.counts[place] === most);
  const ship = winner ?? best[0]!;
  return {
    ...vote,
    state: 'closed',
    closed_at: closedAt,
    close_reason: 'scheduled',
    winner: most === 0 ? null : { ship, ballots: most, tied: best.length > 1 ? best : [] },
  };
}

export const sampleState = (
  change: Partial<LiveState> = {},
  settings: Partial<LiveState['channel']> = {},
): LiveState => ({
  server_time: NOON,
  sequence: NOON,
  vote: null,
  last_result: null,
  ...change,
  channel: {
    id: 4711,
    overlay_position: 'top_left',
    anonymous_may_vote: false,
    only_in_game: false,
    language: 'auto',
    show_result_seconds: 15,
    latency_hold: false,
    ...settings,
  },
});
