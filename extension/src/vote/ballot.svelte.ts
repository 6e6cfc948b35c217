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

  constructor(server: ViewerServer, memory: BallotMemory, viewer: () => BallotViewer | null) {
    this.#server = server;
    this.#memory = memory;
    this.#viewer = viewer;
  }

  // The ship that counts by all that is known.
  get counted(): number | null {
    const { state } = this;
    if (state.step === 'none') return null;
    return state.step === 'counted' ? state.ship : state.before;
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
      await this.#askWhatCounts(vote, remembered?.ship ?? null);
    }
  }

  async cast(ship: number): Promise<void> {
    const vote = this.#vote;
    if (vote === null || this.state.step === 'sending') return;
    const before = this.counted;
    const unsure = this.state.step === 'unknown';
    this.state = { step: 'sending', ship, before };
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

  // Back to what counts, after a refusal was read.
  dismiss(): void {
    if (this.state.step === 'none' || this.state.step === 'sending') return;
    const ship = this.counted;
    this.state = ship === null ? { step: 'none' } : { step: 'counted', ship };
  }

  stop(): void {
    this.#asked.abort();
  }

  #turnTo(vote: number | null): void {
    this.#asked.abort();
    this.#asked = new AbortController();
    this.#vote = vote;
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
    if (mayHaveHappened(refusal)) {
      this.state = { step: 'unknown', ship, code: refusal.code, before };
      return;
    }
    if (before !== null && !unsure) this.#remember(vote, before, true);
    else if (!unsure) this.#forget(vote);
    this.state = { step: 'refused', ship, code: refusal.code, before };
    // An earlier try of ours, another window, another device: then say what counts.
    if (unsure || (refusal.code === 'already_voted' && before === null)) {
      await this.#askWhatCounts(vote, unsure ? ship : null);
    }
  }

  // `sent`: what was on its way when the view was last closed.
  async #askWhatCounts(vote: number, sent: number | null): Promise<void> {
    const signal = this.#asked.signal;
    const answer = await this.#server.ownBallot(vote, signal);
    if (signal.aborted || this.state.step === 'sending' || this.state.step === 'counted') return;
    if (answer.ok && answer.value.ship !== null) {
      this.#wasCounted(vote, answer.value.ship, this.#tellsCounts ? answer.value.seen : null);
    } else if (answer.ok && sent !== null) this.#forget(vote);
    else if (!answer.ok && sent !== null) {
      this.state = { step: 'unknown', ship: sent, code: answer.refusal.code, before: null };
    }
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
