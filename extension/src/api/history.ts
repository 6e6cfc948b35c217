// All closed votes of a channel, newest first, page by page.
import type { Vote, Winner } from '../live/state';
import type { Answer } from './answer';
import type { Client } from './client';
import { type Wire, readAs, readCount, readList, readMoment, readObject, readShipId, readText } from './reading';
import { readVote, readWinner } from './vote';

export interface HistoryEntry {
  id: number;
  openedAt: number; // milliseconds since 1970
  shipCount: number;
  ballots: number;
  winner: Winner | null;
}

export interface HistoryPage {
  entries: HistoryEntry[];
  next: number | null; // what the next page is asked for with; null: there are no more
}

// Votes with a ship whose name has that part, or that is one of these; all votes where both are empty.
export interface HistorySearch {
  name: string;
  ships: number[];
}

// How many ballots counted at the end of each bucket; where ballots may change, fewer may be for a ship than before.
export interface Curve {
  from: number;
  bucketMilliseconds: number;
  ships: { ship: number; ballots: number[] }[]; // leading ones first
  ballots: number[];
}

export interface VoteStory {
  vote: Vote;
  curve: Curve;
}

export type ExportFormat = 'csv' | 'json';

// The server takes no more ships.
const MOST_SHIPS = 250;

function readEntry(value: unknown): HistoryEntry {
  const from = readAs<Wire['HistoryEntry']>(value, 'a vote');
  return {
    id: readCount(from, 'id'),
    openedAt: readMoment(from, 'created_at'),
    shipCount: readCount(from, 'ship_count'),
    ballots: readCount(from, 'ballots'),
    winner: from.winner ? readWinner(from.winner) : null,
  };
}

const readSeries = (value: unknown): number[] =>
  readList(value, 'ballots', (ballots) => readCount({ ballots }, 'ballots'), 500);

function readCurve(value: unknown): Curve {
  const from = readAs<Wire['Curve']>(value, 'a curve');
  return {
    from: readMoment(from, 'from'),
    bucketMilliseconds: readCount(from, 'bucket_seconds') * 1000,
    ships: readList(from.ships, 'ships', (one) => {
      const series = readObject(one);
      return { ship: readShipId(series.ship_id), ballots: readSeries(series.ballots) };
    }),
    ballots: readSeries(from.ballots),
  };
}

export class HistoryCalls {
  readonly #client: Client;
  readonly #channel: () => string;

  constructor(client: Client, channel: () => string) {
    this.#client = client;
    this.#channel = channel;
  }

  get #path(): string {
    return `/api/channels/${this.#channel()}/history`;
  }

  // `before`: what the page before told as the next.
  page(count: number, search: HistorySearch, before: number | null, signal: AbortSignal): Promise<Answer<HistoryPage>> {
    const query = new URLSearchParams({ count: String(count) });
    if (before !== null) query.set('before', String(before));
    if (search.name !== '') query.set('search', search.name);
    for (const ship of search.ships.slice(0, MOST_SHIPS)) query.append('ships[]', String(ship));
    return this.#client.call({
      method: 'GET',
      path: `${this.#path}?${query.toString()}`,
      signal,
      read: (answer) => ({
        entries: readList(answer.data, 'votes', readEntry, 500),
        next: typeof answer.next === 'number' ? answer.next : null,
      }),
    });
  }

  // Also of the open vote.
  story(id: number, signal?: AbortSignal): Promise<Answer<VoteStory>> {
    return this.#client.call({
      method: 'GET',
      path: `${this.#path}/${id}`,
      read: (answer) => {
        const data = readObject(answer.data);
        return { vote: readVote(data.vote), curve: readCurve(data.curve) };
      },
      signal,
    });
  }

  // A vote as a file, a line or an entry per ship; or all votes.
  exported(id: number | null, format: ExportFormat): Promise<Answer<string>> {
    const file = id === null ? 'export' : `${id}/export`;
    return this.#client.call({
      method: 'GET',
      path: `${this.#path}/${file}?format=${format}`,
      form: 'text',
      read: (answer) => readText(answer, 'text'),
    });
  }
}
