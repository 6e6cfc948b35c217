// A vote as the server tells it, and what a streamer does with votes.
import type { Answer } from './answer';
import { CLOSE_REASONS, VISIBILITIES, type Visibility, type Vote, type Winner } from '../live/state';
import type { Client } from './client';
import {
  type Fields,
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

const MOST_SHIPS = 1000;
const MOST_LISTED = 50;

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

const readVoteAnswer = (answer: Fields): Vote => readVote(answer.data);

export interface NewVote {
  ships: number[];
  endsAt: number | null;
  visibility: Visibility;
  changeAllowed: boolean;
}

const isoTime = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());

export class VoteCalls {
  readonly #client: Client;
  readonly #channel: () => string;

  constructor(client: Client, channel: () => string) {
    this.#client = client;
    this.#channel = channel;
  }

  get #path(): string {
    return `/api/channels/${this.#channel()}/votes`;
  }

  // The open vote, or null where none is open.
  open(signal?: AbortSignal): Promise<Answer<Vote | null>> {
    return this.#client.call({
      method: 'GET',
      path: `${this.#path}?status=open`,
      read: (answer) => readList(answer.data, 'votes', readVote)[0] ?? null,
      signal,
    });
  }

  // The five last closed, the newest last.
  closed(signal?: AbortSignal): Promise<Answer<Vote[]>> {
    return this.#client.call({
      method: 'GET',
      path: `${this.#path}?status=closed`,
      read: (answer) => readList(answer.data, 'votes', readVote, MOST_LISTED),
      signal,
    });
  }

  show(id: number, signal?: AbortSignal): Promise<Answer<Vote>> {
    return this.#client.call({
      method: 'GET',
      path: `${this.#path}/${id}`,
      read: readVoteAnswer,
      signal,
    });
  }

  start(vote: NewVote): Promise<Answer<Vote>> {
    const body = {
      vote: {
        ships: vote.ships,
        status: 'open',
        scheduled_end: isoTime(vote.endsAt),
        visibility: vote.visibility,
        change_allowed: vote.changeAllowed,
      },
    } satisfies Wire['OpenVoteRequest'];
    return this.#client.call({ method: 'POST', path: this.#path, body, to: 'api', read: readVoteAnswer });
  }

  close(id: number): Promise<Answer<Vote>> {
    const body: Wire['CloseVoteRequest'] = { status: 'closed' };
    const path = `${this.#path}/${id}/status`;
    return this.#client.call({ method: 'PATCH', path, body, to: 'api', read: readVoteAnswer });
  }

  moveEnd(id: number, endsAt: number | null): Promise<Answer<Vote>> {
    const body: Wire['MoveVoteEndRequest'] = { scheduled_end: isoTime(endsAt) };
    return this.#client.call({ method: 'PATCH', path: `${this.#path}/${id}`, body, read: readVoteAnswer });
  }
}
