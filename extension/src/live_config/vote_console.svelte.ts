// What the streamer controls: no vote, an open one, or one that has just been closed. The server is asked for the truth,
// with the streamer's own token, since counts may be hidden from everybody else; messages only say when to ask.
import type { Answer, Refusal } from '../api/answer';
import { mayHaveHappened } from '../api/answer';
import type { VoteStory } from '../api/history';
import type { NewVote } from '../api/vote_calls';
import type { Vote } from '../live/state';
import { type Timing, systemTiming } from '../timing';
import { type Seen, alsoSeen, seenOf } from './pace';

export interface ConsoleCalls {
  open(signal?: AbortSignal): Promise<Answer<Vote | null>>;
  show(id: number, signal?: AbortSignal): Promise<Answer<Vote>>;
  start(vote: NewVote): Promise<Answer<Vote>>;
  close(id: number): Promise<Answer<Vote>>;
  // Moves the end by so much; a vote without one ends so long from now, by the server's clock.
  extend(id: number, seconds: number): Promise<Answer<Vote>>;
  // How the ballots of an open vote have come in until now.
  story(id: number): Promise<Answer<VoteStory>>;
}

export type Phase = 'loading' | 'failed' | 'none' | 'open' | 'result';

const WHILE_OPEN = 2_000;
const WHILE_NONE = 15_000;
const SOON = 300;
const LATE = 5_000;
const LONGEST_PAUSE = 30_000;
const MINUTE_SECONDS = 60;

export class VoteConsole {
  phase = $state<Phase>('loading');
  // The open vote, or the one whose result is shown.
  vote = $state.raw<Vote | null>(null);
  seen = $state.raw<readonly Seen[]>([]);
  // Why the newest asking failed; what is shown is older then.
  trouble = $state.raw<Refusal | null>(null);
  // The server takes its time to answer: what is shown is older, too.
  late = $state(false);
  // What is under way on the streamer's behalf.
  busy = $state<'start' | 'close' | 'move' | null>(null);

  readonly #calls: ConsoleCalls;
  readonly #now: () => number;
  readonly #timing: Timing;
  #asking: AbortController | undefined;
  #callOff: (() => void) | undefined;
  #callOffLate: (() => void) | undefined;
  #dueAt = Number.POSITIVE_INFINITY;
  // Something was told while an answer was on its way, which may not know of it.
  #heardMeanwhile = false;
  #watched = true;
  #failures = 0;

  // `now` is the server's clock.
  constructor(calls: ConsoleCalls, now: () => number, timing: Timing = systemTiming) {
    this.#calls = calls;
    this.#now = now;
    this.#timing = timing;
  }

  // Asks now, and from then on as often as makes sense.
  async ask(): Promise<void> {
    this.stop();
    const asking = new AbortController();
    this.#asking = asking;
    this.#heardMeanwhile = false;
    this.#callOffLate = this.#timing.after(LATE, () => (this.late = true));
    const known = this.phase === 'open' ? this.vote : null;
    const answer = known ? await this.#calls.show(known.id, asking.signal) : await this.#calls.open(asking.signal);
    if (asking.signal.aborted) return;
    this.stop();
    if (answer.ok) this.#take(answer.value);
    else this.#failed(answer.refusal);
    this.#askLater();
  }

  // Something was told about this channel. An answer that is on its way is waited for: where messages come faster than
  // answers, there would never be one.
  heard(): void {
    if (!this.#watched) return;
    if (this.#asking || this.busy) this.#heardMeanwhile = true;
    else if (this.phase !== 'loading' && this.#dueAt > this.#timing.now() + SOON) this.#askIn(SOON);
  }

  watched(watched: boolean): void {
    if (watched === this.#watched) return;
    this.#watched = watched;
    if (watched) void this.ask();
    else this.stop();
  }

  stop(): void {
    this.#callOff?.();
    this.#callOffLate?.();
    this.#asking?.abort();
    this.#asking = undefined;
    this.#dueAt = Number.POSITIVE_INFINITY;
  }

  start(vote: NewVote): Promise<Refusal | null> {
    return this.#act('start', () => this.#calls.start(vote));
  }

  close(): Promise<Refusal | null> {
    return this.#actOnVote('close', (vote) => this.#calls.close(vote.id));
  }

  // A minute more; a vote without an end gets one a minute from now.
  addMinute(): Promise<Refusal | null> {
    return this.#actOnVote('move', (vote) => this.#calls.extend(vote.id, MINUTE_SECONDS));
  }

  // The result was read.
  leaveResult(): void {
    if (this.phase !== 'result') return;
    this.phase = 'none';
    this.vote = null;
    this.#askLater();
  }

  #actOnVote(busy: 'close' | 'move', action: (vote: Vote) => Promise<Answer<Vote>>): Promise<Refusal | null> {
    const vote = this.vote;
    if (!vote || this.phase !== 'open') return Promise.resolve(null);
    return this.#act(busy, () => action(vote));
  }

  async #act(busy: 'start' | 'close' | 'move', action: () => Promise<Answer<Vote>>): Promise<Refusal | null> {
    if (this.busy) return null;
    const before = this.vote;
    this.busy = busy;
    this.stop();
    const answer = await action();
    this.busy = null;
    if (answer.ok) {
      this.#take(answer.value);
      this.#askLater();
      return null;
    }
    const { refusal } = answer;
    // Done all the same, or done by somebody else before: what is true now says more than what went wrong.
    await this.ask();
    return mayHaveHappened(refusal) && this.#isDone(busy, before) ? null : refusal;
  }

  #isDone(busy: 'start' | 'close' | 'move', before: Vote | null): boolean {
    if (busy === 'close') return this.phase === 'result';
    return this.phase === 'open' && (busy === 'start' || this.vote?.ends_at !== before?.ends_at);
  }

  #take(vote: Vote | null): void {
    this.trouble = null;
    this.late = false;
    this.#failures = 0;
    if (vote === null) {
      if (this.phase !== 'result') this.phase = 'none';
      return;
    }
    if (vote.id !== this.vote?.id) {
      this.seen = [{ at: vote.opened_at, ballots: 0 }];
      if (vote.state === 'open' && vote.ballots > 0) void this.#catchUp(vote);
    }
    this.seen = alsoSeen(this.seen, vote.closed_at ?? Math.max(this.#now(), vote.opened_at + 1), vote.ballots);
    this.vote = vote;
    this.phase = vote.state === 'open' ? 'open' : 'result';
  }

  // A vote that was open before we looked has a past.
  async #catchUp({ id, opened_at }: Vote): Promise<void> {
    const answer = await this.#calls.story(id);
    const first = this.seen[1];
    if (!answer.ok || !first || this.vote?.id !== id) return;
    const { curve } = answer.value;
    const past = seenOf(curve, curve.ballots, opened_at, first.at);
    this.seen = [...past.filter(({ at }) => at < first.at), ...this.seen.slice(1)];
  }

  #failed(refusal: Refusal): void {
    this.#failures++;
    this.trouble = refusal;
    this.late = false;
    if (this.phase === 'loading') this.phase = 'failed';
    // The channel was deleted, or the vote with it.
    else if (refusal.code === 'vote_not_found' && this.phase === 'open') {
      this.phase = 'none';
      this.vote = null;
    }
  }

  #askLater(): void {
    if (this.#heardMeanwhile) {
      this.#heardMeanwhile = false;
      this.#askIn(SOON);
    } else if (this.#failures > 0) {
      this.#askIn(Math.min(WHILE_OPEN * 2 ** (this.#failures - 1), LONGEST_PAUSE));
    } else if (this.phase === 'open') {
      const left = (this.vote?.ends_at ?? Number.POSITIVE_INFINITY) - this.#now();
      this.#askIn(left > 0 ? Math.min(WHILE_OPEN, left + SOON) : WHILE_OPEN / 4);
    } else {
      this.#askIn(WHILE_NONE);
    }
  }

  #askIn(pause: number): void {
    this.#callOff?.();
    if (!this.#watched) return;
    this.#dueAt = this.#timing.now() + pause;
    this.#callOff = this.#timing.after(pause, () => void this.ask());
  }
}
