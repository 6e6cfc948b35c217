// What the server's clock says, as far as messages tell, and the seconds that are left.
import type { Timing } from '../timing';

const REMEMBERED = 8;

export class ServerClock {
  readonly #timing: Timing;
  // How far the server is ahead of this machine, by the last messages. A message that was long on its way makes it look
  // less, so the largest is the best.
  #ahead: number[] = [];
  #atLeast = 0;

  constructor(timing: Timing) {
    this.#timing = timing;
  }

  heardMessage(serverTime: number): void {
    this.#ahead = [...this.#ahead, serverTime - this.#timing.now()].slice(-REMEMBERED);
  }

  // A segment may have been written long ago; it only shows a clock that is behind.
  readSegment(serverTime: number): void {
    this.#atLeast = Math.max(this.#atLeast, serverTime - this.#timing.now());
  }

  // After a sleep the machine's clock may have been set.
  forget(): void {
    this.#ahead = this.#ahead.slice(0, 0);
    this.#atLeast = 0;
  }

  now(): number {
    const ahead = this.#ahead.length > 0 ? Math.max(...this.#ahead) : this.#atLeast;
    return this.#timing.now() + ahead;
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

  // Counts down to that moment of the server, while somebody looks; once a second, and never again after zero.
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

// "4:07", "1:02:03"; what a screen reader is told is in the texts.
export function clockFace(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  const rest = two(seconds % 60);
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest}`;
}
