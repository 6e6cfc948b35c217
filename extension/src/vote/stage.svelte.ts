// What is on show: an open vote, the moment between its end and its result, the result for as long as the streamer set,
// or nothing.
import type { Vote } from '../live/state';
import type { Timing } from '../timing';
import type { ChannelState } from './channel_state.svelte';
import type { ServerClock } from './clock.svelte';

export type Show =
  | { phase: 'nothing' }
  | { phase: 'open'; vote: Vote }
  // Closed, but this viewer's picture is not there yet.
  | { phase: 'waiting'; vote: Vote }
  | { phase: 'result'; vote: Vote };

const NOTHING: Show = { phase: 'nothing' };
const LONGEST_HOLD_SECONDS = 30;
const USUAL_HOLD_SECONDS = 5; // where Twitch does not tell
const TOO_SHORT = 1_500; // a result that would be gone at once is not shown at all

// What Twitch tells as the latency may be missing, negative or an hour.
export function holdMilliseconds(latency: number | undefined): number {
  if (latency === undefined || !Number.isFinite(latency)) return USUAL_HOLD_SECONDS * 1000;
  return Math.min(Math.max(latency, 0), LONGEST_HOLD_SECONDS) * 1000;
}

export class Stage {
  show = $state.raw<Show>(NOTHING);

  readonly #state: ChannelState;
  readonly #clock: ServerClock;
  readonly #timing: Timing;
  #seen: number | null = null; // the vote that was last seen open
  #dealtWith: number | null = null; // the vote whose result was shown, or is past
  #callOff: (() => void) | undefined;

  constructor(state: ChannelState, clock: ServerClock, timing: Timing) {
    this.#state = state;
    this.#clock = clock;
    this.#timing = timing;
  }

  // To be called when something was told.
  update(latency: number | undefined): void {
    const { vote, lastResult } = this.#state;
    if (vote) this.#showOpen(vote);
    else if (lastResult && lastResult.id !== this.#dealtWith) this.#showResult(lastResult, latency);
    else if (this.show.phase === 'open') this.#leave();
  }

  // The viewer has seen enough.
  dismiss(): void {
    if (this.show.phase === 'result') this.#leave();
  }

  stop(): void {
    this.#callOff?.();
  }

  #showOpen(vote: Vote): void {
    this.#callOff?.();
    this.#seen = vote.id;
    this.show = { phase: 'open', vote };
  }

  #showResult(result: Vote, latency: number | undefined): void {
    this.#callOff?.();
    this.#dealtWith = result.id;
    if (result.close_reason === 'channel_deleted') return this.#leave();
    const now = this.#clock.now();
    const hold = this.#state.settings.latency_hold ? holdMilliseconds(latency) : 0;
    const closedFor = Math.max(0, now - (result.closed_at ?? now));
    const wait = Math.max(0, hold - closedFor);
    const length = this.#state.settings.show_result_seconds * 1000;
    // Who saw the vote sees its result in full, however late it came; who comes later, what is left of it.
    const left = this.#seen === result.id ? length : length - Math.max(0, closedFor - hold);
    if (left < TOO_SHORT) return this.#leave();
    if (wait === 0) return this.#celebrate(result, left);
    if (this.show.phase === 'open') this.show = { phase: 'waiting', vote: this.show.vote };
    this.#callOff = this.#timing.after(wait, () => this.#celebrate(result, left));
  }

  #celebrate(vote: Vote, length: number): void {
    this.show = { phase: 'result', vote };
    this.#callOff = this.#timing.after(length, () => this.#leave());
  }

  #leave(): void {
    this.#callOff?.();
    this.show = NOTHING;
  }
}
