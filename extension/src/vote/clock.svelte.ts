// What the server's clock says, as far as messages tell, and the seconds that are left.
import type { Timing } from '../timing';

const REMEMBERED = 8;
// A message that tells a time so different was very late, and then the next one mends it; or a clock was set.
const SET_ANEW = 10_000;

export class ServerClock {
  readonly #timing: Timing;
  // How far the server is ahead of this machine, by the last messages. A message that was long on its way makes it look
  // less, so the largest is the best. Null until there was one.
  #ahead = $state<number | null>(null);
  #told: number[] = [];
  #atLeast = 0;

  constructor(timing: Timing) {
    this.#timing = timing;
  }

  heardMessage(serverTime: number): void {
    const ahead = serverTime - this.#timing.now();
    if (this.#ahead !== null && Math.abs(ahead - this.#ahead) > SET_ANEW) this.#told = [];
    this.#told = [...this.#told, ahead].slice(-REMEMBERED);
    this.#ahead = Math.max(...this.#told);
  }

  // A segment may have been written long ago; it only shows a clock that is behind.
  readSegment(serverTime: number): void {
    this.#atLeast = Math.max(this.#atLeast, serverTime - this.#timing.now());
  }

  // Whether a message has told; until then the time is this machine's, and may be wrong by any amount.
  get isSet(): boolean {
    return this.#ahead !== null;
  }

  now(): number {
    return this.#timing.now() + (this.#ahead ?? this.#atLeast);
  }
}

export class Countdown {
  // Whole seconds, rounded up; null where there is no end.
  seconds = $state<number | null>(null);

  readonly #clock: ServerClock;
  readonly #timing: Timing;
  #callOff: (() => void) | undefined;

  constructor(clock: ServerClock, timing: Timing) {
    this.#clock = clock;
    this.#timing = timing;
  }

  // By the server's clock, and not by one that may be fast.
  get isOver(): boolean {
    return this.seconds === 0 && this.#clock.isSet;
  }

  // Counts down to that moment of the server, while somebody looks; once a second, and never again after zero. To be
  // called from an effect: it runs again when the server's clock is known better.
  until(end: number | null, watched: boolean): void {
    this.stop();
    if (end === null) {
      this.seconds = null;
      return;
    }
    const left = Math.max(0, end - this.#clock.now());
    this.seconds = Math.ceil(left / 1000);
    if (watched && left > 0) {
      this.#callOff = this.#timing.after(left % 1000 || 1000, () => this.until(end, true));
    }
  }

  stop(): void {
    this.#callOff?.();
    this.#callOff = undefined;
  }
}

// "4:07", "1:02:03"; a screen reader is told a duration in words.
export function clockFace(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  const rest = two(seconds % 60);
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest}`;
}
