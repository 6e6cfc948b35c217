// What a viewer has chosen and typed, but not sent yet. It outlasts folding the ballot away, messages and new tokens.
import { NO_FILTER, type ShipFilter } from '../ships/search';

export class BallotDraft {
  ship = $state<number | null>(null);
  filter = $state.raw<ShipFilter>(NO_FILTER);
  #vote: number | null = null;

  follow(vote: number | null): void {
    if (vote === this.#vote) return;
    this.#vote = vote;
    this.ship = null;
    this.filter = NO_FILTER;
  }
}
