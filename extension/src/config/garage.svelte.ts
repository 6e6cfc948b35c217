// The ships of the streamer's account, and which of them viewers may vote for. A change shows at once; it can be undone,
// and it is taken back where the server refuses it.
import type { Refusal } from '../api/answer';
import type { GarageShip } from '../api/garage_ship';
import { inOrder } from '../ships/order';
import type { OwnChannel } from '../streamer/own_channel.svelte';
import { type ShipTraits, anyTraits, findByTraits } from '../streamer/ship_traits';

export interface Change {
  ships: number[];
  enabled: boolean;
}

export type Shown = 'all' | 'enabled' | 'disabled';

export class Garage {
  search = $state('');
  traits = $state.raw<ShipTraits>(anyTraits());
  shown = $state<Shown>('all');
  // What was changed last, to be undone.
  lastChange = $state.raw<Change | null>(null);
  refusal = $state.raw<Refusal | null>(null);
  refreshing = $state(false);
  refreshRefusal = $state.raw<Refusal | null>(null);
  // How many ships the last refresh brought; null before the first.
  arrived = $state<number | null>(null);

  readonly #own: OwnChannel;
  readonly #named: (id: number) => { name: string };
  #refresh: AbortController | undefined;

  // `named`: a ship as it is called in the language at hand.
  constructor(own: OwnChannel, named: (id: number) => { name: string } = () => ({ name: '' })) {
    this.#own = own;
    this.#named = named;
  }

  // The strongest first.
  readonly ships = $derived.by(() =>
    inOrder(
      (this.#own.channel?.ships ?? []).map((ship) => ({ ...ship, name: this.#named(ship.id).name || ship.name })),
    ),
  );
  readonly found = $derived(findByTraits(this.ships, this.traits, this.search).filter((ship) => this.#isShown(ship)));
  readonly enabledCount = $derived(this.ships.filter((ship) => ship.enabled).length);

  async enable(ships: readonly GarageShip[], enabled: boolean): Promise<void> {
    const changed = ships.filter((ship) => ship.enabled !== enabled).map((ship) => ship.id);
    if (changed.length === 0) return;
    const change = { ships: changed, enabled };
    this.lastChange = change;
    await this.#apply(change);
  }

  async undo(): Promise<void> {
    const change = this.lastChange;
    this.lastChange = null;
    if (change) await this.#apply({ ...change, enabled: !change.enabled });
  }

  async refresh(): Promise<void> {
    if (this.refreshing) return;
    const before = new Set(this.ships.map((ship) => ship.id));
    const asking = new AbortController();
    this.#refresh = asking;
    this.refreshing = true;
    this.refreshRefusal = null;
    this.arrived = null;
    const refusal = await this.#own.refreshGarage(asking.signal);
    this.refreshing = false;
    if (asking.signal.aborted) return;
    this.refreshRefusal = refusal;
    if (refusal) return;
    this.arrived = this.ships.filter((ship) => !before.has(ship.id)).length;
  }

  stopRefresh(): void {
    this.#refresh?.abort();
  }

  #isShown(ship: GarageShip): boolean {
    return this.shown === 'all' || ship.enabled === (this.shown === 'enabled');
  }

  async #apply(change: Change): Promise<void> {
    this.refusal = null;
    const refusal = await this.#own.enableShips(change.ships, change.enabled);
    if (!refusal) return;
    this.refusal = refusal;
    if (this.lastChange === change) this.lastChange = null;
  }
}
