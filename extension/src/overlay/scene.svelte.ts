// What of the vote the overlay shows, and how large: the viewer folds it, the game hides it.
import type { ViewerSession } from '../vote/session.svelte';
import { isWorldOfWarships } from '../twitch/game';
import type { Timing } from '../timing';

export type Size = 'small' | 'card' | 'ballot';

// Twitch starts with an empty category and tells the real one a little later, if at all.
const GAME_IS_TOLD_WITHIN = 3_000;
// Long enough to read that the ballot was counted.
const CONFIRMED_FOR = 2_000;

export class Scene {
  size = $state<Size>('card');
  #gameMayCome = $state(true);
  #vote: number | null = null;
  #callOffs: (() => void)[] = [];
  #foldCallOff: (() => void) | undefined;

  readonly #session: ViewerSession;
  readonly #timing: Timing;

  constructor(session: ViewerSession, timing: Timing) {
    this.#session = session;
    this.#timing = timing;
    this.#callOffs.push(timing.after(GAME_IS_TOLD_WITHIN, () => (this.#gameMayCome = false)));
  }

  get shown(): boolean {
    const { state, stage, extension } = this.#session;
    if (stage.show.phase === 'nothing') return false;
    if (!state.settings.only_in_game) return true;
    return extension.game === '' ? !this.#gameMayCome : isWorldOfWarships(extension.game);
  }

  // A new vote comes as a card, however the last one was folded.
  follow(vote: number | null): void {
    if (vote === this.#vote) return;
    this.#vote = vote;
    this.size = 'card';
  }

  turnTo(size: Size): void {
    this.stay();
    this.size = size;
  }

  // The ballot was counted: the video is to be seen again.
  confirmed(): void {
    this.stay();
    this.#foldCallOff = this.#timing.after(CONFIRMED_FOR, () => {
      if (this.size === 'ballot') this.size = 'card';
    });
  }

  // The viewer is busy with the ballot.
  stay(): void {
    this.#foldCallOff?.();
  }

  stop(): void {
    this.stay();
    for (const callOff of this.#callOffs) callOff();
  }
}
