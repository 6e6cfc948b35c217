// What this browser remembers of its viewer's ballots, so that a reload still says what was voted for.
import type { GuardedStorage } from '../storage';

export interface RememberedBallot {
  vote: number;
  viewer: string;
  ship: number;
  // False while the answer is still out: a reload must not forget that one was sent.
  counted: boolean;
}

const KEY = 'shipvote.ballots';
const MOST = 20;

// Without a Twitch account a viewer has another id after every reload.
const sameViewer = (one: string, other: string) => one === other || (one.startsWith('A') && other.startsWith('A'));

export class BallotMemory {
  readonly #storage: GuardedStorage;

  constructor(storage: GuardedStorage) {
    this.#storage = storage;
  }

  get works(): boolean {
    return this.#storage.works;
  }

  recall(vote: number, viewer: string): RememberedBallot | null {
    return this.#all().find((ballot) => ballot.vote === vote && sameViewer(ballot.viewer, viewer)) ?? null;
  }

  keep(ballot: RememberedBallot): void {
    this.#write([ballot, ...this.#others(ballot.vote, ballot.viewer)]);
  }

  forget(vote: number, viewer: string): void {
    this.#write(this.#others(vote, viewer));
  }

  #others(vote: number, viewer: string): RememberedBallot[] {
    return this.#all().filter((ballot) => ballot.vote !== vote || !sameViewer(ballot.viewer, viewer));
  }

  #write(ballots: RememberedBallot[]): void {
    this.#storage.write(KEY, JSON.stringify(ballots.slice(0, MOST)));
  }

  #all(): RememberedBallot[] {
    try {
      const kept: unknown = JSON.parse(this.#storage.read(KEY) ?? '[]');
      return Array.isArray(kept) ? kept.filter(isBallot) : [];
    } catch {
      return [];
    }
  }
}

function isBallot(kept: unknown): kept is RememberedBallot {
  const ballot = kept as Partial<RememberedBallot> | null;
  return (
    typeof ballot?.vote === 'number' &&
    typeof ballot.viewer === 'string' &&
    typeof ballot.ship === 'number' &&
    typeof ballot.counted === 'boolean'
  );
}
