// Live messages over Server-Sent Events, for as long as the page is open. A browser takes up a lost connection again by
// itself; where the server answered with something else than a stream it gives up, and then this begins anew, with
// growing pauses.
import type { Timing } from '../timing';

export type EventSourceLike = Pick<EventSource, 'onopen' | 'onmessage' | 'onerror' | 'readyState' | 'close'>;

export interface LiveStreamParts {
  address: string;
  heard: (message: string) => void;
  // Whether there is a connection now.
  connected: (connected: boolean) => void;
  timing: Timing;
  random: () => number;
  open?: (address: string) => EventSourceLike;
}

const CLOSED = 2; // EventSource.CLOSED
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;
// Beats come every 15 s; a connection that is silent for four of them is dead, though nobody said so.
const LONGEST_SILENCE = 60_000;

export class LiveStream {
  readonly #parts: LiveStreamParts;
  #source: EventSourceLike | undefined;
  #pause = FIRST_PAUSE;
  #callOffNext: (() => void) | undefined;
  #callOffWatch: (() => void) | undefined;

  constructor(parts: LiveStreamParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#callOffNext?.();
    const open = this.#parts.open ?? ((address: string) => new EventSource(address));
    const source = open(this.#parts.address);
    this.#source = source;
    source.onopen = () => {
      this.#pause = FIRST_PAUSE;
      this.#parts.connected(true);
      this.#watch();
    };
    source.onmessage = (event) => {
      this.#watch();
      if (typeof event.data === 'string') this.#parts.heard(event.data);
    };
    source.onerror = () => {
      this.#parts.connected(false);
      if (source.readyState === CLOSED) this.#again();
    };
  }

  stop(): void {
    this.#callOffNext?.();
    this.#callOffWatch?.();
    this.#source?.close();
    this.#source = undefined;
  }

  // Half to one and a half times the pause, so that not all come back at once.
  #again(): void {
    this.stop();
    this.#callOffNext = this.#parts.timing.after(this.#pause * (0.5 + this.#parts.random()), () => this.start());
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }

  #watch(): void {
    this.#callOffWatch?.();
    this.#callOffWatch = this.#parts.timing.after(LONGEST_SILENCE, () => {
      this.#parts.connected(false);
      this.#again();
    });
  }
}
