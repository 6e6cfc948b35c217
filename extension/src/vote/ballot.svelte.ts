// This viewer's ballot in the vote at hand, from choice to confirmation. Nothing is lost in silence: it is counted, or
// refused in words, or not known, and then it can be asked again.
import { type Refusal, mayHaveHappened } from '../api/answer';
import type { BallotMemory } from './memory';
import type { SeenCounts, ViewerServer } from './viewer_calls';

export type BallotState =
  | { step: 'none' }
  // `before`: what was counted until then, where ballots may be changed.
  | { step: 'sending'; ship: number; before: number | null }
  | { step: 'counted'; ship: number }
  | { step: 'refused'; ship: number; code: string; before: number | null }
  // No answer came: it may or may not have been counted.
  | { step: 'unknown'; ship: number; code: string; before: number | null };

export interface BallotViewer {
  opaqueId: string;
}

export class Ballot {
  state = $state.raw<BallotState>({ step: 'none' });
  // Counts that only those see who have voted (visibility after_ballot).
  seen = $state.raw<SeenCounts | null>(null);

  readonly #server: ViewerServer;
  readonly #memory: BallotMemory;
  readonly #viewer: () => BallotViewer | null;
  #vote: number | null = null;
  // Whether those who have voted may see the counts of this vote, and nobody else.
  #tellsCounts = false;
  #asked = new AbortController();
  // Nothing that is sent now counts any more.
  #closed = false;

  constructor(server: ViewerServer, memory: BallotMemory, viewer: () => BallotViewer | null) {
    this.#server = server;
    this.#memory = memory;
    this.#viewer = viewer;
  }

  // The ship that is known to count.
  get counted(): number | null {
    const { state } = this;
    if (state.step === 'counted') return state.ship;
    return state.step === 'none' || state.step === 'unknown' ? null : state.before;
  }

  // Turns to that vote; what was cast in it before is shown again. Call once more when the viewer becomes known. `older`:
  // whether it was open before this view was, so that a ballot of this viewer may be there already. `tellsCounts`: whether
  // those who have voted may see its counts, and nobody else.
  async follow(vote: number | null, older: boolean, tellsCounts = false): Promise<void> {
    const viewer = this.#viewer();
    this.#tellsCounts = tellsCounts;
    if (vote === this.#vote && this.state.step !== 'none') return;
    if (vote !== this.#vote) this.#turnTo(vote);
    if (vote === null || !viewer) return;
    const remembered = this.#memory.recall(vote, viewer.opaqueId);
    if (remembered?.counted) {
      this.state = { step: 'counted', ship: remembered.ship };
      if (tellsCounts) await this.#askForCounts(vote);
    } else if (remembered || (older && !this.#memory.works)) {
      await this.#askWhatCounts(vote, remembered?.ship ?? null, 'lost');
    }
  }

  async cast(ship: number): Promise<void> {
    const vote = this.#vote;
    const { state } = this;
    if (vote === null || state.step === 'sending') return;
    const before = 'before' in state ? state.before : this.counted;
    const unsure = state.step === 'unknown';
    this.state = { step: 'sending', ship, before: unsure ? null : before };
    this.#remember(vote, ship, false);
    const signal = this.#asked.signal;
    const answer = await this.#server.cast(vote, ship, signal);
    if (signal.aborted) return;
    if (answer.ok) this.#wasCounted(vote, ship, answer.value);
    else await this.#wasNotCounted(vote, ship, before, unsure, answer.refusal);
  }

  // The ballot whose fate is not known, once more: it counts once, however often it is sent.
  async retry(): Promise<void> {
    const { state } = this;
    if (state.step === 'unknown' || state.step === 'refused') await this.cast(state.ship);
  }

  // The vote is closed: what became of a ballot without an answer can be asked now, once and for good.
  async settle(): Promise<void> {
    const { state } = this;
    if (this.#closed || this.#vote === null) return;
    this.#closed = true;
    if (state.step === 'unknown') await this.#askWhatCounts(this.#vote, state.ship, 'vote_closed');
  }

  stop(): void {
    this.#asked.abort();
  }

  #turnTo(vote: number | null): void {
    this.#asked.abort();
    this.#asked = new AbortController();
    this.#vote = vote;
    this.#closed = false;
    this.state = { step: 'none' };
    this.seen = null;
  }

  #wasCounted(vote: number, ship: number, seen: SeenCounts | null): void {
    this.#remember(vote, ship, true);
    this.state = { step: 'counted', ship };
    this.seen = seen ?? this.seen;
  }

  // `unsure`: of the ballot that went before this one, nobody knows whether it counts.
  async #wasNotCounted(
    vote: number,
    ship: number,
    before: number | null,
    unsure: boolean,
    refusal: Refusal,
  ): Promise<void> {
    const { code } = refusal;
    const noAnswer = mayHaveHappened(refusal);
    this.state = { step: noAnswer || unsure ? 'unknown' : 'refused', ship, code, before };
    if (!noAnswer && !unsure) {
      if (before !== null) this.#remember(vote, before, true);
      else this.#forget(vote);
    }
    // An earlier try of ours, another window, another device: then say what counts.
    if (noAnswer ? this.#closed : unsure || (code === 'already_voted' && before === null)) {
      await this.#askWhatCounts(vote, ship, noAnswer ? 'vote_closed' : code);
    }
  }

  // `sent`: what may have been counted, and `code` why it was not, if it was not.
  async #askWhatCounts(vote: number, sent: number | null, code: string): Promise<void> {
    const signal = this.#asked.signal;
    const answer = await this.#server.ownBallot(vote, signal);
    const { step } = this.state;
    if (signal.aborted || step === 'sending' || step === 'counted') return;
    if (!answer.ok) {
      if (step === 'none' && sent !== null) this.state = { step: 'unknown', ship: sent, code, before: null };
      return;
    }
    const { ship, seen } = answer.value;
    if (ship === null) this.#forget(vote);
    else this.#wasCounted(vote, ship, this.#tellsCounts ? seen : null);
    if (sent !== null && ship !== sent) this.state = { step: 'refused', ship: sent, code, before: ship };
  }

  // The answer to the ballot had them, and went with the page.
  async #askForCounts(vote: number): Promise<void> {
    const signal = this.#asked.signal;
    const answer = await this.#server.ownBallot(vote, signal);
    if (!signal.aborted && answer.ok && answer.value.ship !== null) this.seen ??= answer.value.seen;
  }

  #remember(vote: number, ship: number, counted: boolean): void {
    const viewer = this.#viewer();
    if (viewer) this.#memory.keep({ vote, viewer: viewer.opaqueId, ship, counted });
  }

  #forget(vote: number): void {
    const viewer = this.#viewer();
    if (viewer) this.#memory.forget(vote, viewer.opaqueId);
  }
}
