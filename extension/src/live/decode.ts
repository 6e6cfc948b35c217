// Understands live messages and the channel's segment, as docs/live-messages.md describes them.
import { NotUnderstood, RangeReader, bitLength } from './range_reader';
import {
  CHANNEL_LANGUAGES,
  CLOSE_REASONS,
  type ChannelSettings,
  type LiveState,
  MOST_SHIPS,
  OVERLAY_POSITIONS,
  VISIBILITIES,
  type Vote,
  type Winner,
  countsAreHidden,
} from './state';

const PROTOCOL = '#';
const MOST_CELLS = 16_384;
const SHIP_CLASSES = 2 ** 20; // an id is an index (upper 12 bits) and a class of nation and type (lower 20)

// Null where the text is none of ours, damaged, or of a protocol that came later.
export function readMessage(message: unknown): LiveState | null {
  return understood(() => readPacked(JSON.parse(atob(message as string))));
}

export function readSegment(content: unknown): LiveState | null {
  return understood(() => readPacked(JSON.parse(content as string)));
}

function understood(read: () => LiveState): LiveState | null {
  try {
    return read();
  } catch {
    return null;
  }
}

function readPacked(envelope: unknown): LiveState {
  const packed: unknown = (envelope as { live?: unknown } | null)?.live;
  if (typeof packed !== 'string' || packed[0] !== PROTOCOL) throw new NotUnderstood('another protocol version');
  const reader = new RangeReader(packed);
  const server_time = reader.number();
  return {
    server_time,
    sequence: reader.near(server_time),
    channel: readChannel(reader),
    vote: reader.flag() ? readVote(reader, server_time) : null,
    last_result: reader.flag() ? readVote(reader, server_time) : null,
  };
}

function readChannel(reader: RangeReader): ChannelSettings {
  return {
    id: reader.number(),
    overlay_position: reader.choice(OVERLAY_POSITIONS),
    anonymous_may_vote: reader.flag(),
    only_in_game: reader.flag(),
    language: reader.choice(CHANNEL_LANGUAGES, 32),
    show_result_seconds: reader.uniform(64),
    latency_hold: reader.flag(),
  };
}

function readVote(reader: RangeReader, serverTime: number): Vote {
  const id = reader.number();
  const state = reader.choice(['open', 'closed'] as const);
  const visibility = reader.choice(VISIBILITIES);
  const change_allowed = reader.flag();
  const opened_at = reader.near(serverTime);
  const vote: Vote = {
    id,
    state,
    visibility,
    change_allowed,
    opened_at,
    ends_at: reader.maybeNear(opened_at),
    closed_at: reader.maybeNear(opened_at),
    close_reason: reader.choice(CLOSE_REASONS),
    leftover: reader.number(),
    ships: readShips(reader),
    counts: [],
    ballots: 0,
    winner: null,
  };
  return countsAreHidden(vote) ? { ...vote, counts: vote.ships.map(() => 0) } : readOutcome(reader, vote);
}

function readOutcome(reader: RangeReader, vote: Vote): Vote {
  const counts = readCounts(reader, vote.ships.length);
  const ballots = reader.flag() ? counts.reduce((sum, count) => sum + count, 0) : reader.number();
  const counted = { ...vote, counts, ballots };
  return vote.state === 'closed' && reader.flag() ? { ...counted, winner: readWinner(reader, counted) } : counted;
}

function readWinner(reader: RangeReader, { ships, counts }: Vote): Winner {
  const place = reader.uniform(ships.length);
  const ballots = counts[place]!;
  const tied = reader.flag() ? ships.filter((_, ship) => counts[ship] === ballots) : [];
  return { ship: ships[place]!, ballots, tied };
}

function readAscending(reader: RangeReader, largest: number): number[] {
  const count = reader.number();
  if (count > MOST_SHIPS) throw new NotUnderstood('too many');
  const weights = new Array<number>(33).fill(1);
  const values: number[] = [];
  for (let least = 0; values.length < count;) {
    const value = least + reader.ofLength(reader.weighted(weights));
    if (value > largest) throw new NotUnderstood('too large');
    values.push(value);
    least = value + 1;
  }
  return values;
}

function readShips(reader: RangeReader): number[] {
  if (!reader.flag()) return readAscending(reader, 2 ** 32 - 1);
  const classes = readAscending(reader, SHIP_CLASSES - 1);
  const indexes = readAscending(reader, 4095);
  if (classes.length * indexes.length > MOST_CELLS) throw new NotUnderstood('too large');
  const weights = Array.from({ length: 16 }, () => [4, 1]);
  const rows = classes.map(() => ({ filled: 0, lastTwo: 0 }));
  const ships: number[] = [];
  indexes.forEach((index, begun) =>
    rows.forEach((row, ofClass) => {
      const density = Math.min(3, Math.floor((80 * row.filled) / (3 * (begun + 1))));
      const present = reader.weighted(weights[row.lastTwo * 4 + density]!);
      if (present) ships.push(index * SHIP_CLASSES + classes[ofClass]!);
      row.filled += present;
      row.lastTwo = ((row.lastTwo << 1) | present) & 3;
    }),
  );
  return ships;
}

function readCounts(reader: RangeReader, ships: number): number[] {
  const largest = reader.number();
  const longest = bitLength(largest);
  const weights = new Array<number>(longest + 1).fill(1);
  return Array.from({ length: ships }, () => {
    const length = reader.weighted(weights);
    if (length < 2) return length;
    const least = 2 ** (length - 1);
    return least + reader.uniform(length === longest ? largest - least + 1 : least);
  });
}
