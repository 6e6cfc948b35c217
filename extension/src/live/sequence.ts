// Messages come late, twice and out of order. A view keeps the newest state and ignores all others.

export class NewestWins {
  #newest = -1;

  // Whether this is newer than everything so far; it is the newest from then on.
  accepts(sequence: number): boolean {
    if (sequence <= this.#newest) return false;
    this.#newest = sequence;
    return true;
  }

  // What the server said when asked is not numbered; but nothing that was written before it may come after it.
  atLeast(sequence: number): void {
    this.#newest = Math.max(this.#newest, sequence);
  }
}
