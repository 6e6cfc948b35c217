// Ships picked from all that there are, for an account that hides its own.
import type { Answer, Refusal } from '../api/answer';
import type { Realm } from '../api/channel';
import { inOrder } from '../ships/order';
import type { Ship } from '../ships/ship';
import { type ShipTraits, anyTraits, findByTraits } from '../streamer/ship_traits';

export interface HiddenAccount {
  name: string;
  realm: Realm;
}

export class HandPick {
  // Whose ships are being picked; null while nobody picks.
  account = $state.raw<HiddenAccount | null>(null);
  picked = $state.raw<ReadonlySet<number>>(new Set());
  search = $state('');
  traits = $state.raw<ShipTraits>(anyTraits());
  // Why there is nothing to pick from.
  refusal = $state.raw<Refusal | null>(null);

  #all = $state.raw<Ship[]>([]);
  readonly #load: () => Promise<Answer<Ship[]>>;
  readonly #named: (id: number) => { name: string };

  // `named`: a ship as it is called in the language at hand.
  constructor(load: () => Promise<Answer<Ship[]>>, named: (id: number) => { name: string }) {
    this.#load = load;
    this.#named = named;
  }

  get open(): boolean {
    return this.account !== null;
  }

  readonly ships = $derived.by(() =>
    inOrder(this.#all.map((ship) => ({ ...ship, name: this.#named(ship.id).name || ship.name }))),
  );
  readonly found = $derived.by(() => findByTraits(this.ships, this.traits, this.search));

  begin(account: HiddenAccount, picked: readonly number[]): void {
    this.account = account;
    this.picked = new Set(picked);
    this.search = '';
    this.traits = anyTraits();
    if (this.#all.length === 0) void this.load();
  }

  async load(): Promise<void> {
    const answer = await this.#load();
    this.refusal = answer.ok ? null : answer.refusal;
    if (answer.ok) this.#all = answer.value;
  }

  leave(): void {
    this.account = null;
  }

  set(ships: readonly number[], picked: boolean): void {
    const changed = new Set(this.picked);
    for (const ship of ships) {
      if (picked) changed.add(ship);
      else changed.delete(ship);
    }
    this.picked = changed;
  }
}
