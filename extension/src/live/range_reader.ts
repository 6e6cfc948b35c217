// Reads the digits of the packed text of docs/live-messages.md, section 3: a range code whose two numbers stay below
// 93^8 < 2^53, so that ordinary numbers are exact.

const ALPHABET = "!#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~ ";
const TOP = 93 ** 8;
const STEP = 93 ** 7;
const LEARNED = 4; // what a weight grows by when its part came

const digits = new Map([...ALPHABET].map((character, value) => [character, value]));

// A text that is not to be understood; it is ignored as a whole.
export class NotUnderstood extends Error {}

export function bitLength(value: number): number {
  if (value < 1) return 0;
  return value < 2 ** 31 ? 32 - Math.clz32(value) : 32;
}

export class RangeReader {
  readonly #text: string;
  #position = 1; // behind the protocol version
  #code = 0;
  #range = TOP;
  #unit = 1;

  constructor(text: string) {
    this.#text = text;
    for (let digit = 0; digit < 8; digit++) this.#code = this.#code * 93 + this.#digit();
  }

  uniform(total: number): number {
    const value = this.#place(total);
    this.#take(value, 1);
    return value;
  }

  flag(): boolean {
    return this.uniform(2) === 1;
  }

  // One of at most eight names.
  choice<Name>(names: readonly Name[], total = 8): Name {
    const place = this.uniform(total);
    if (place >= names.length) throw new NotUnderstood('a choice that is not known');
    return names[place] as Name;
  }

  bits(count: number): number {
    let value = 0;
    while (count > 0) {
      const now = count > 26 ? count - 26 : count;
      count -= now;
      value = value * 2 ** now + this.uniform(2 ** now);
    }
    return value;
  }

  ofLength(length: number): number {
    return length < 2 ? length : 2 ** (length - 1) + this.bits(length - 1);
  }

  number(): number {
    return this.ofLength(this.uniform(54));
  }

  near(known: number): number {
    const below = this.flag();
    const distance = this.number();
    return below ? known - distance : known + distance;
  }

  maybeNear(known: number): number | null {
    return this.flag() ? this.near(known) : null;
  }

  // One of the parts with these weights, which learn from it.
  weighted(weights: number[]): number {
    const place = this.#place(weights.reduce((sum, weight) => sum + weight, 0));
    let value = 0;
    let before = 0;
    while (before + weights[value]! <= place) before += weights[value++]!;
    this.#take(before, weights[value]!);
    weights[value]! += LEARNED;
    return value;
  }

  #digit(): number {
    if (this.#position >= this.#text.length) return 0;
    const digit = digits.get(this.#text[this.#position++]!);
    if (digit === undefined) throw new NotUnderstood('not a digit');
    return digit;
  }

  #place(total: number): number {
    this.#unit = Math.floor(this.#range / total);
    const place = Math.floor(this.#code / this.#unit);
    if (place >= total) throw new NotUnderstood('beyond the range');
    return place;
  }

  #take(start: number, size: number): void {
    this.#code -= start * this.#unit;
    this.#range = size * this.#unit;
    while (this.#range < STEP) {
      this.#code = this.#code * 93 + this.#digit();
      this.#range *= 93;
    }
  }
}
