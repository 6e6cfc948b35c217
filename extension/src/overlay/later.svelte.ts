// Parts of the overlay that most viewers never need: they are fetched when a vote opens, so that they are there before
// anybody can press a button.

export class Later<Parts> {
  // Null until they have come.
  parts = $state.raw<Parts | null>(null);
  // The last try did not bring them.
  failed = $state(false);
  readonly #fetch: () => Promise<Parts>;
  #coming: Promise<void> | undefined;

  constructor(fetch: () => Promise<Parts>) {
    this.#fetch = fetch;
  }

  // Never throws; where the network failed, the next call tries again.
  load(): Promise<void> {
    this.#coming ??= this.#load();
    return this.#coming;
  }

  async #load(): Promise<void> {
    this.failed = false;
    try {
      this.parts = await this.#fetch();
    } catch (error) {
      this.#coming = undefined;
      this.failed = true;
      console.error('Shipvote:', error);
    }
  }
}
