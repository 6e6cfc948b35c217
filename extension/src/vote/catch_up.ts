// When a view asks the server what is going on, by the rules of docs/live-messages.md, section 7: only where nothing was
// told, at a moment of chance, and not at all when a message comes first.
import { type Answer, done } from '../api/answer';
import type { Vote } from '../live/state';
import type { Timing } from '../timing';
import type { ChannelState } from './channel_state.svelte';
import type { ViewerServer } from './viewer_calls';

const SOONEST = 2_000;
const SPREAD = 10_000;
// Something is told every 15 seconds while a vote is open; so much silence means that the messages do not reach us.
const SILENCE = 40_000;
const LONGEST_PAUSE = 120_000;
// Who looked away for less than this has missed nothing that the next message would not tell.
const LONG_ABSENCE = 30_000;

export interface CatchUpParts {
  server: ViewerServer;
  state: ChannelState;
  timing: Timing;
  random: () => number;
}

export class CatchUp {
  readonly #server: ViewerServer;
  readonly #state: ChannelState;
  readonly #timing: Timing;
  readonly #random: () => number;
  #callOff: (() => void) | undefined;
  #asking = new AbortController();
  #failures = 0;
  #watched = true;
  #lastTold = 0;
  #unseenSince = 0;
  // Before Twitch has told which channel this is there is nobody to ask about.
  #channelKnown = false;
  // Nothing will be told before it is set up, and then a message tells it.
  #notSetUp = false;
  #stopped = false;
  // The vote whose ships were asked for because messages have no room for all of them.
  #completed: number | null = null;

  constructor({ server, state, timing, random }: CatchUpParts) {
    this.#server = server;
    this.#state = state;
    this.#timing = timing;
    this.#random = random;
  }

  // At the start, when the channel is known. What the segment told is enough.
  begin(): void {
    this.#channelKnown = true;
    this.#goOn();
  }

  // A message or the segment was read: an asking that was about to happen need not.
  heard(): void {
    this.#asking.abort();
    this.#notSetUp = false;
    this.#failures = 0;
    this.#lastTold = this.#timing.now();
    this.#awaitMessages();
    this.#complete();
  }

  // Nobody looks: nothing is asked. Somebody looks again: messages may have been missed.
  watched(watched: boolean): void {
    if (watched === this.#watched) return;
    this.#watched = watched;
    this.#callOff?.();
    if (!watched) this.#unseenSince = this.#timing.now();
    else if (this.#timing.now() - this.#unseenSince >= LONG_ABSENCE) this.#askWithin(SOONEST, SPREAD);
    else this.#goOn();
  }

  stop(): void {
    this.#stopped = true;
    this.#callOff?.();
    this.#asking.abort();
  }

  get #mayAsk(): boolean {
    return this.#channelKnown && this.#watched && !this.#notSetUp && !this.#stopped;
  }

  #goOn(): void {
    if (this.#state.told) this.#awaitMessages();
    else this.#askWithin(SOONEST, SPREAD);
  }

  #awaitMessages(): void {
    this.#callOff?.();
    if (!this.#state.vote) return;
    const silent = this.#timing.now() - this.#lastTold;
    this.#askWithin(Math.max(0, SILENCE - silent), SPREAD);
  }

  #askWithin(least: number, spread: number): void {
    this.#callOff?.();
    if (!this.#mayAsk) return;
    this.#callOff = this.#timing.after(least + this.#random() * spread, () => void this.#ask());
  }

  async #ask(): Promise<void> {
    this.#asking.abort(); // the newer one counts
    const asking = new AbortController();
    this.#asking = asking;
    const [open, settings] = await Promise.all([
      this.#server.openVote(asking.signal),
      this.#state.told ? null : this.#server.settings(asking.signal),
    ]);
    if (asking.signal.aborted) return;
    if (settings && isNotFound(settings)) {
      this.#notSetUp = true;
      this.#callOff?.();
      return;
    }
    if (!open.ok || (settings && !settings.ok)) return this.#askLater();
    const answer = open.value ? open : await this.#whatBecameOf(asking.signal);
    if (asking.signal.aborted) return;
    if (!answer.ok) return this.#askLater();
    const vote = answer.value;
    this.#failures = 0;
    this.#lastTold = this.#timing.now();
    this.#state.answered(vote, vote?.closed_at ?? vote?.opened_at ?? 0, settings?.value);
    this.#awaitMessages();
  }

  #askLater(): void {
    const pause = Math.min(SOONEST * 2 ** ++this.#failures, LONGEST_PAUSE);
    this.#askWithin(pause, pause);
  }

  // The vote that was open when we last heard, if it no longer is: its result. A vote that is not there any more has none.
  async #whatBecameOf(signal: AbortSignal): Promise<Answer<Vote | null>> {
    const known = this.#state.vote;
    if (!known) return done(null);
    const answer = await this.#server.vote(known.id, signal);
    return isNotFound(answer) ? done(null) : answer;
  }

  #complete(): void {
    const vote = this.#state.vote;
    if (!vote || vote.leftover === 0 || this.#completed === vote.id) return;
    this.#completed = vote.id;
    this.#timing.after(SOONEST + this.#random() * SPREAD, () => void this.#askForAll(vote.id));
  }

  async #askForAll(id: number): Promise<void> {
    const answer = this.#mayAsk ? await this.#server.openVote() : null;
    if (this.#stopped || this.#state.vote?.id !== id) return;
    if (answer?.ok && answer.value?.id === id) this.#state.complete(answer.value);
    else this.#completed = null; // with the next message
  }
}

function isNotFound(answer: Answer<unknown>): boolean {
  return !answer.ok && answer.refusal.status === 404;
}
