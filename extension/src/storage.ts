// The browser's storage, which in a frame of somebody else's page may be blocked, full, or gone tomorrow.

type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export class GuardedStorage {
  // Whether what is written can be read again.
  readonly works: boolean;
  readonly #kept: Kept | null;

  constructor(open: () => Kept = () => window.localStorage) {
    this.#kept = tried(open);
    this.works = this.#kept !== null;
  }

  // Null where there is nothing, or nothing to be had.
  read(key: string): string | null {
    try {
      return this.#kept?.getItem(key) ?? null;
    } catch {
      return null;
    }
  }

  write(key: string, value: string): void {
    try {
      this.#kept?.setItem(key, value);
    } catch {
      // Full or forbidden meanwhile: then it is not remembered.
    }
  }
}

// Even asking for it throws where third-party storage is blocked.
function tried(open: () => Kept): Kept | null {
  try {
    const kept = open();
    kept.setItem('shipvote.trial', '1');
    kept.removeItem('shipvote.trial');
    return kept;
  } catch {
    return null;
  }
}
