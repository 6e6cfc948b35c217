// A vote as the server tells it.
import { CLOSE_REASONS, MOST_SHIPS, VISIBILITIES, type Vote, type Winner } from '../live/state';
import {
  type Wire,
  readAs,
  readChoice,
  readCount,
  readFlag,
  readList,
  readMoment,
  readObject,
  readShipId,
  readTime,
} from './reading';

export function readVote(value: unknown): Vote {
  const from = readAs<Wire['Vote']>(value, 'a vote');
  const counts = readCounts(from.votes);
  const ships = readList(from.ships, 'ships', readShipId, MOST_SHIPS).sort((one, other) => one - other);
  return {
    id: readCount(from, 'id'),
    state: readChoice(from, 'status', ['open', 'closed']),
    visibility: readChoice(from, 'visibility', VISIBILITIES, 'live'),
    change_allowed: readFlag(from, 'change_allowed', false),
    opened_at: readMoment(from, 'created_at'),
    ends_at: readTime(from, 'ends_at'),
    closed_at: readTime(from, 'closed_at'),
    close_reason: CLOSE_REASONS.find((known) => known === from.close_reason) ?? null,
    ships,
    counts: ships.map((ship) => counts.get(ship) ?? 0),
    leftover: 0,
    ballots: readCount(from, 'ballots', 0),
    winner: from.winner === null || from.winner === undefined ? null : readWinner(from.winner),
  };
}

function readCounts(value: unknown): Map<number, number> {
  const fields = readObject(value ?? {}, 'votes');
  return new Map(Object.keys(fields).map((ship) => [Number(ship), readCount(fields, ship)]));
}

export function readWinner(value: unknown): Winner {
  const from = readAs<Wire['Winner']>(value, 'winner');
  return {
    ship: readShipId(from.ship_id),
    ballots: readCount(from, 'ballots'),
    tied: readList(from.tied ?? [], 'tied', readShipId, MOST_SHIPS),
  };
}
