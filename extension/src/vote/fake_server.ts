// A server as a test plays it: every asking waits until the test answers.
import { type Answer, done, refused } from '../api/answer';
import type { ChannelSettings, Vote } from '../live/state';
import type { OwnBallot, SeenCounts, ViewerServer } from './viewer_calls';

type Asking = keyof ViewerServer;

interface Pending {
  what: Asking;
  // The vote and the ship, where there are any.
  values: number[];
  answer: (answer: Answer<never>) => void;
}

export class FakeServer implements ViewerServer {
  pending: Pending[] = [];
  asked: Asking[] = [];

  cast = (vote: number, ship: number, signal?: AbortSignal) =>
    this.#ask<SeenCounts | null>('cast', [vote, ship], signal);
  ownBallot = (vote: number, signal?: AbortSignal) => this.#ask<OwnBallot>('ownBallot', [vote], signal);
  openVote = (signal?: AbortSignal) => this.#ask<Vote | null>('openVote', [], signal);
  vote = (vote: number, signal?: AbortSignal) => this.#ask<Vote>('vote', [vote], signal);
  settings = (signal?: AbortSignal) => this.#ask<ChannelSettings>('settings', [], signal);

  // Answers the oldest asking of that kind, and lets everything happen that waits for it.
  async answer(what: Asking, value: unknown): Promise<void> {
    this.#take(what).answer(done(value) as Answer<never>);
    await settled();
  }

  async refuse(what: Asking, code: string, status = 400): Promise<void> {
    // Of a channel that is not set up the server says that no vote is open; only its settings are not found.
    if (what === 'openVote' && status === 404) throw new Error('the server would answer with an empty list');
    this.#take(what).answer(refused(code, 'words', status));
    await settled();
  }

  #take(what: Asking): Pending {
    const found = this.pending.find((pending) => pending.what === what);
    if (!found) throw new Error(`${what} was not asked`);
    this.pending = this.pending.filter((pending) => pending !== found);
    return found;
  }

  #ask<Value>(what: Asking, values: number[], signal?: AbortSignal): Promise<Answer<Value>> {
    this.asked.push(what);
    return new Promise((resolve) => {
      this.pending.push({ what, values, answer: resolve });
      signal?.addEventListener('abort', () => resolve(refused('aborted')));
    });
  }
}

export async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}
