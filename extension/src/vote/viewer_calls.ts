// What a viewer asks of the server: the ballot; and, only where nothing was told, what is going on.
import type { Answer } from '../api/answer';
import type { Client } from '../api/client';
import { type Fields, readChoice, readCount, readFlag, readList, readObject, readShipId } from '../api/reading';
import { readVote } from '../api/vote';
import { CHANNEL_LANGUAGES, type ChannelSettings, MOST_SHIPS, OVERLAY_POSITIONS, type Vote } from '../live/state';

// Counts that only those may see who have voted.
export interface SeenCounts {
  counts: ReadonlyMap<number, number>;
  ballots: number;
}

export interface OwnBallot {
  // What this viewer has voted for, or null.
  ship: number | null;
  seen: SeenCounts | null;
}

export interface ViewerServer {
  cast(vote: number, ship: number, signal?: AbortSignal): Promise<Answer<SeenCounts | null>>;
  ownBallot(vote: number, signal?: AbortSignal): Promise<Answer<OwnBallot>>;
  openVote(signal?: AbortSignal): Promise<Answer<Vote | null>>;
  // With all its ships; also of a closed one.
  vote(vote: number, signal?: AbortSignal): Promise<Answer<Vote>>;
  settings(signal?: AbortSignal): Promise<Answer<ChannelSettings>>;
}

export function viewerServer(client: Client, channel: () => string): ViewerServer {
  const votes = () => `/api/channels/${channel()}/votes`;
  const given = (signal: AbortSignal | undefined) => (signal ? { signal } : {});
  return {
    cast: (vote, ship, signal) =>
      client.call({
        method: 'POST',
        path: `${votes()}/${vote}/submit`,
        to: 'api',
        attempts: 1, // again only when the viewer says so
        body: { ship_id: ship },
        read: readSeenCounts,
        ...given(signal),
      }),
    ownBallot: (vote, signal) =>
      client.call({
        method: 'GET',
        path: `${votes()}/${vote}/ballot`,
        read: (answer) => {
          const ship = readObject(answer.data, 'data').ship_id;
          return { ship: ship === null ? null : readShipId(ship), seen: readSeenCounts(answer) };
        },
        ...given(signal),
      }),
    openVote: (signal) =>
      client.call({
        method: 'GET',
        path: `${votes()}?status=open`,
        token: 'none',
        read: ({ data }) => readList(data, 'votes', readVote)[0] ?? null,
        ...given(signal),
      }),
    vote: (vote, signal) =>
      client.call({ method: 'GET', path: `${votes()}/${vote}`, read: ({ data }) => readVote(data), ...given(signal) }),
    settings: (signal) =>
      client.call({
        method: 'GET',
        path: `/api/channels/${channel()}`,
        token: 'none',
        read: ({ data }) => readSettings(readObject(data, 'data')),
        ...given(signal),
      }),
  };
}

function readSeenCounts(answer: Fields): SeenCounts | null {
  if (answer.data === undefined || answer.data === null) return null;
  const data = readObject(answer.data, 'data');
  const votes = readObject(data.votes ?? {}, 'votes');
  const ships = Object.keys(votes).slice(0, MOST_SHIPS);
  return {
    counts: new Map(ships.map((ship) => [Number(ship), readCount(votes, ship)])),
    ballots: readCount(data, 'ballots'),
  };
}

const readSettings = (from: Fields): ChannelSettings => ({
  id: readCount(from, 'id'),
  overlay_position: readChoice(from, 'overlay_position', OVERLAY_POSITIONS),
  anonymous_may_vote: readFlag(from, 'anonymous_may_vote', false),
  only_in_game: readFlag(from, 'only_in_game', false),
  language: readChoice(from, 'language', CHANNEL_LANGUAGES, 'auto'),
  show_result_seconds: readCount(from, 'show_result_seconds', 15),
  latency_hold: readFlag(from, 'latency_hold', false),
});
