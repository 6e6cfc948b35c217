// Time as it is handed in, so that tests need not wait for it.
export interface Timing {
  // Milliseconds since 1970.
  now(): number;
  // Calls back once, after so many milliseconds; the answer calls it off.
  after(milliseconds: number, call: () => void): () => void;
}

export const systemTiming: Timing = {
  now: () => Date.now(),
  after(milliseconds, call) {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};

// Time that stands still until a test moves it on.
export class StandingTime implements Timing {
  #now: number;
  #waiting: { at: number; call: () => void }[] = [];

  constructor(now = Date.UTC(2026, 10, 23, 12)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, call: () => void): () => void {
    const entry = { at: this.#now + milliseconds, call };
    this.#waiting.push(entry);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry);
    };
  }

  // How many calls are still to come: what is idle must have none.
  get waiting(): number {
    return this.#waiting.length;
  }

  // The machine sleeps, and its timers with it.
  sleep(milliseconds: number): void {
    this.#now += milliseconds;
    for (const entry of this.#waiting) entry.at += milliseconds;
  }

  pass(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const next = this.#waiting.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
      if (!next) break;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      this.#now = next.at;
      next.call();
    }
    this.#now = end;
  }
}
