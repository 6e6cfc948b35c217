// What is on show: an open vote, the moment between its end and its result, the result for as long as the streamer set,
// or nothing.
import type { Vote } from '../live/state';
import type { Timing } from '../timing';
import type { ChannelState } from './channel_state.svelte';
import type { Countdown, ServerClock } from './clock.svelte';

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
const LONGEST_UNSEEN = 180_000; // as long as the longest break for advertising

// What Twitch tells as the latency may be missing, negative or an hour.
export function holdMilliseconds(latency: number | undefined): number {
  if (latency === undefined || !Number.isFinite(latency)) return USUAL_HOLD_SECONDS * 1000;
  return Math.min(Math.max(latency, 0), LONGEST_HOLD_SECONDS) * 1000;
}

// The end has come, its result has not.
export const timeIsUp = (show: Show, countdown: Countdown): boolean =>
  show.phase === 'waiting' || (show.phase === 'open' && countdown.isOver);

export class Stage {
  show = $state.raw<Show>(NOTHING);
  // The newest that this viewer may know.
  lastResult = $state.raw<Vote | null>(null);

  readonly #state: ChannelState;
  readonly #clock: ServerClock;
  readonly #timing: Timing;
  #seen: number | null = null; // the vote that was last seen open
  #dealtWith: number | null = null; // the vote whose result was shown, or is past
  #watched = true;
  #since = 0; // when the result began to be seen, or to be unseen
  #left = 0; // of the result's time
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

  // The time of a result runs while it is seen.
  watched(watched: boolean): void {
    if (watched === this.#watched) return;
    this.#watched = watched;
    if (this.show.phase !== 'result') return;
    const passed = this.#timing.now() - this.#since;
    if (!watched) this.#left -= passed;
    // Timers rest while a machine sleeps.
    if (watched && passed >= LONGEST_UNSEEN) this.#leave();
    else this.#run();
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
    const wasSeen = this.#seen === result.id;
    const knowsTime = this.#clock.isSet;
    // A segment does not say how long ago it was written: whether the result is past shows with the next message.
    if (wasSeen || knowsTime) this.#dealtWith = result.id;
    if (result.close_reason === 'channel_deleted') return this.#leave();
    const { latency_hold, show_result_seconds } = this.#state.settings;
    const now = this.#clock.now();
    const hold = latency_hold ? holdMilliseconds(latency) : 0;
    const closedFor = knowsTime ? Math.max(0, now - (result.closed_at ?? now)) : 0;
    const length = show_result_seconds * 1000;
    // Who saw the vote sees its result in full, however late it came; who comes later, what is left of it.
    if (wasSeen) this.#left = length;
    else this.#left = knowsTime ? length - Math.max(0, closedFor - hold) : 0;
    if (closedFor >= hold) return this.#reveal(result);
    if (this.show.phase === 'open') this.show = { phase: 'waiting', vote: this.show.vote };
    this.#callOff = this.#timing.after(hold - closedFor, () => this.#reveal(result));
  }

  #reveal(vote: Vote): void {
    this.lastResult = vote;
    if (this.#left < TOO_SHORT) return this.#leave();
    this.show = { phase: 'result', vote };
    this.#run();
  }

  #run(): void {
    this.#callOff?.();
    this.#since = this.#timing.now();
    this.#callOff = this.#timing.after(this.#watched ? this.#left : LONGEST_UNSEEN, () => this.#leave());
  }

  #leave(): void {
    this.#callOff?.();
    this.show = NOTHING;
  }
}
