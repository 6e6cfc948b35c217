// Writes what decode.ts reads, so that tests can tell a view anything. It takes the plainest of the ways that
// docs/live-messages.md offers (a list of ships, no shares to learn from saved), and whole numbers of any size.
import { bitLength } from './range_reader';
import {
  CHANNEL_LANGUAGES,
  CLOSE_REASONS,
  type LiveState,
  OVERLAY_POSITIONS,
  VISIBILITIES,
  type Vote,
  countsAreHidden,
} from './state';

const ALPHABET = "!#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~ ";
const STEP = 93n ** 7n;

class RangeWriter {
  #low = 0n;
  #range = 93n ** 8n;
  #digits = 8;

  part(start: number, size: number, total: number): void {
    const unit = this.#range / BigInt(total);
    this.#low += BigInt(start) * unit;
    this.#range = BigInt(size) * unit;
    while (this.#range < STEP) {
      this.#low *= 93n;
      this.#range *= 93n;
      this.#digits++;
    }
  }

  uniform(value: number, total: number): void {
    this.part(value, 1, total);
  }

  flag(value: boolean): void {
    this.uniform(value ? 1 : 0, 2);
  }

  bits(value: number, count: number): void {
    const upper = Math.max(0, count - 26);
    if (upper > 0) this.bits(Math.floor(value / 2 ** 26), upper);
    if (count > 0) this.uniform(value % 2 ** Math.min(count, 26), 2 ** Math.min(count, 26));
  }

  number(value: number): void {
    const length = lengthOf(value);
    this.uniform(length, 54);
    this.#lowerBits(value, length);
  }

  near(value: number, known: number): void {
    this.flag(value < known);
    this.number(Math.abs(value - known));
  }

  maybeNear(value: number | null, known: number): void {
    this.flag(value !== null);
    if (value !== null) this.near(value, known);
  }

  ascending(values: readonly number[]): void {
    this.number(values.length);
    const weights = new Array<number>(33).fill(1);
    let least = 0;
    for (const value of values) {
      const length = lengthOf(value - least);
      this.weighted(length, weights);
      this.#lowerBits(value - least, length);
      least = value + 1;
    }
  }

  counts(values: readonly number[]): void {
    const largest = Math.max(0, ...values);
    const longest = lengthOf(largest);
    const weights = new Array<number>(longest + 1).fill(1);
    this.number(largest);
    for (const value of values) {
      const length = lengthOf(value);
      this.weighted(length, weights);
      const least = 2 ** (length - 1);
      if (length > 1) this.uniform(value - least, length === longest ? largest - least + 1 : least);
    }
  }

  weighted(value: number, weights: number[]): void {
    const before = weights.slice(0, value).reduce((sum, weight) => sum + weight, 0);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    this.part(before, weights[value]!, total);
    weights[value]! += 4;
  }

  text(): string {
    let rest = this.#low;
    let text = '';
    for (let digit = 0; digit < this.#digits; digit++) {
      text = ALPHABET[Number(rest % 93n)]! + text;
      rest /= 93n;
    }
    return text;
  }

  #lowerBits(value: number, length: number): void {
    if (length > 1) this.bits(value - 2 ** (length - 1), length - 1);
  }
}

const lengthOf = (value: number): number => (value < 2 ** 31 ? bitLength(value) : Math.floor(Math.log2(value)) + 1);

function pack(state: LiveState): string {
  const { channel } = state;
  const writer = new RangeWriter();
  writer.number(state.server_time);
  writer.near(state.sequence, state.server_time);
  writer.number(channel.id);
  writer.uniform(OVERLAY_POSITIONS.indexOf(channel.overlay_position), 8);
  writer.flag(channel.anonymous_may_vote);
  writer.flag(channel.only_in_game);
  writer.uniform(CHANNEL_LANGUAGES.indexOf(channel.language), 32);
  writer.uniform(channel.show_result_seconds, 64);
  writer.flag(channel.latency_hold);
  for (const vote of [state.vote, state.last_result]) {
    writer.flag(vote !== null);
    if (vote) packVote(writer, vote, state.server_time);
  }
  return `#${writer.text()}`;
}

function packVote(writer: RangeWriter, vote: Vote, serverTime: number): void {
  writer.number(vote.id);
  writer.uniform(vote.state === 'open' ? 0 : 1, 8);
  writer.uniform(VISIBILITIES.indexOf(vote.visibility), 8);
  writer.flag(vote.change_allowed);
  writer.near(vote.opened_at, serverTime);
  writer.maybeNear(vote.ends_at, vote.opened_at);
  writer.maybeNear(vote.closed_at, vote.opened_at);
  writer.uniform(CLOSE_REASONS.indexOf(vote.close_reason), 8);
  writer.number(vote.leftover);
  writer.flag(false);
  writer.ascending(vote.ships);
  if (countsAreHidden(vote)) return;
  writer.counts(vote.counts);
  const isSum = vote.counts.reduce((sum, count) => sum + count, 0) === vote.ballots;
  writer.flag(isSum);
  if (!isSum) writer.number(vote.ballots);
  if (vote.state === 'open') return;
  writer.flag(vote.winner !== null);
  if (!vote.winner) return;
  writer.uniform(vote.ships.indexOf(vote.winner.ship), vote.ships.length);
  writer.flag(vote.winner.tied.length > 0);
}

export const writeMessage = (state: LiveState): string => btoa(JSON.stringify({ live: pack(state) }));
export const writeSegment = (state: LiveState): string => JSON.stringify({ live: pack(state) });
