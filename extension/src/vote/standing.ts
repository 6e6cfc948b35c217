// Who leads, by how much, and how a result came about.
import type { Vote } from '../live/state';
import type { ViewerTexts } from '../texts/viewer';

export interface Place {
  ship: number;
  ballots: number;
  // Of all ballots, 0 to 1.
  share: number;
}

export type Counted = Pick<Vote, 'ships' | 'counts' | 'ballots'>;

// Ships in the order of their ballots; equal ones by id, as everywhere.
export function standing(vote: Counted): Place[] {
  return vote.ships
    .map((ship, place) => ({ ship, ballots: vote.counts[place] ?? 0 }))
    .sort((one, other) => other.ballots - one.ballots || one.ship - other.ship)
    .map((place) => ({ ...place, share: vote.ballots > 0 ? place.ballots / vote.ballots : 0 }));
}

export const leaders = (vote: Counted, most: number): Place[] =>
  standing(vote)
    .filter(({ ballots }) => ballots > 0)
    .slice(0, most);

export interface Result {
  ship: number;
  ballots: number;
  share: number;
  // The best of the others, and by how many ballots it was beaten; null where there was no other.
  runnerUp: number | null;
  margin: number;
  // All that were level, the winner among them; empty where nothing was tied.
  tied: number[];
}

// Null where nobody voted.
export function resultOf(vote: Vote): Result | null {
  if (!vote.winner) return null;
  const { ship, ballots, tied } = vote.winner;
  const second = standing(vote).find((place) => place.ship !== ship);
  return {
    ship,
    ballots,
    share: vote.ballots > 0 ? ballots / vote.ballots : 0,
    runnerUp: second?.ship ?? null,
    margin: ballots - (second?.ballots ?? 0),
    tied,
  };
}

const MOST_NAMES = 3;

// Why this ship and not another; empty where there is nothing to explain.
export function reasonText(texts: ViewerTexts, result: Result, name: (ship: number) => string): string {
  const { ship, ballots, tied, margin, runnerUp } = result;
  const words = { count: ballots, winner: name(ship), tied: tied.length };
  if (tied.length > MOST_NAMES) return texts.t('result.tie_many', words);
  if (tied.length > 0) return texts.t('result.tie', { ...words, ships: texts.list(tied.map(name)) });
  return runnerUp === null || margin <= 0 ? '' : texts.t('result.margin', { count: margin, ship: name(runnerUp) });
}

// Ballots by ship, as answers tell them, put beside the ships of the vote.
export function withCounts(vote: Vote, counts: ReadonlyMap<number, number>, ballots: number): Vote {
  return { ...vote, counts: vote.ships.map((ship) => counts.get(ship) ?? 0), ballots };
}
