// What a view knows of its channel: the settings, the open vote, the last result; whichever way it was told.
import { NewestWins } from '../live/sequence';
import type { ChannelSettings, LiveState, Vote } from '../live/state';
import type { ServerClock } from './clock.svelte';

export const UNTOLD_SETTINGS: ChannelSettings = {
  id: 0,
  overlay_position: 'top_left',
  anonymous_may_vote: false,
  only_in_game: false,
  language: 'auto',
  show_result_seconds: 15,
  latency_hold: false,
};

export class ChannelState {
  settings = $state.raw<ChannelSettings>(UNTOLD_SETTINGS);
  vote = $state.raw<Vote | null>(null);
  lastResult = $state.raw<Vote | null>(null);
  // Whether anything was told at all: without it, "no vote" means nothing.
  told = $state(false);

  readonly #clock: ServerClock;
  readonly #newest = new NewestWins();
  // All ships of a vote of which messages have room for a part only.
  #whole: Vote | null = null;

  constructor(clock: ServerClock) {
    this.#clock = clock;
  }

  // Whether it was news.
  readSegment(state: LiveState): boolean {
    if (!this.#newest.accepts(state.sequence)) return false;
    this.#clock.readSegment(state.server_time);
    this.#take(state.channel, state.vote);
    if (state.last_result) this.#keepResult(state.last_result);
    return true;
  }

  heardMessage(state: LiveState): boolean {
    if (!this.#newest.accepts(state.sequence)) return false;
    this.#clock.heardMessage(state.server_time);
    this.#take(state.channel, state.vote);
    return true;
  }

  // What the server answered when it was asked. It carries no number; what was written before it does not count after it.
  answered(vote: Vote | null, writtenAt: number, settings?: ChannelSettings): void {
    this.#newest.atLeast(writtenAt);
    this.#whole = vote ?? this.#whole;
    this.#take(settings ?? this.settings, vote);
  }

  // All ships of an open vote that was told in part. Counts that were told stay: they may be newer than the answer.
  complete(whole: Vote): void {
    this.#whole = whole;
    if (this.vote?.id === whole.id) this.vote = this.#completed(this.vote);
  }

  #take(settings: ChannelSettings, vote: Vote | null): void {
    this.settings = settings;
    this.told = true;
    const whole = vote && this.#completed(vote);
    this.vote = whole?.state === 'open' ? whole : null;
    if (whole?.state === 'closed') this.#keepResult(whole);
  }

  #keepResult(result: Vote): void {
    const isOlder = this.lastResult !== null && result.id < this.lastResult.id;
    if (!isOlder) this.lastResult = this.#completed(result);
  }

  #completed(vote: Vote): Vote {
    const whole = this.#whole;
    if (vote.leftover === 0 || whole?.id !== vote.id) return vote;
    const told = new Map(vote.ships.map((ship, place) => [ship, vote.counts[place] ?? 0]));
    const counts = whole.ships.map((ship, place) => told.get(ship) ?? whole.counts[place] ?? 0);
    return { ...vote, ships: whole.ships, counts, leftover: 0 };
  }
}
