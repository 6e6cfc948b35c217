// All warships, from the list that comes with the bundle. It is fetched when the first ship is to be shown, and until it
// is there (or when it never comes) every ship is a new one: a vote works without names too.
import type { Language } from '../texts/languages';
import { type Ship, readShip, unknownShip } from './ship';

export type FetchJson = (address: string) => Promise<unknown>;

// Languages in which Wargaming has names of its own.
const NAMED: readonly Language[] = ['ja', 'ko', 'zh-TW', 'de', 'fr', 'es', 'pl'];

export class Fleet {
  // Grows when the list has come; whatever reads ship() then shows it.
  #ships = $state.raw<ReadonlyMap<number, Ship>>(new Map());
  #names = $state.raw<ReadonlyMap<number, string>>(new Map());
  #loading: Promise<void> | undefined;
  #namesOf: Language = 'en';
  readonly #fetch: FetchJson;

  constructor(fetch: FetchJson = fetchJson) {
    this.#fetch = fetch;
  }

  // Fetches the list, once; a failure is tried again at the next call. Never throws.
  load(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  // Calls ships by their names in that language, where the bundle has them.
  async speak(language: Language): Promise<void> {
    if (language === this.#namesOf) return;
    this.#namesOf = language;
    const names = NAMED.includes(language) ? readNames(await this.#told(`./names_${language}.json`)) : new Map();
    if (this.#namesOf === language) this.#names = names;
  }

  get ready(): boolean {
    return this.#ships.size > 0;
  }

  get all(): Ship[] {
    return [...this.#ships.keys()].map((id) => this.ship(id));
  }

  ship(id: number): Ship {
    const ship = this.#ships.get(id) ?? unknownShip(id);
    const name = this.#names.get(id);
    return name === undefined ? ship : { ...ship, name };
  }

  async #load(): Promise<void> {
    const told = await this.#told('./warships.json');
    const ships = readShips(told);
    if (ships.size > 0) this.#ships = ships;
    else this.#loading = undefined;
  }

  async #told(address: string): Promise<unknown> {
    try {
      return await this.#fetch(address);
    } catch (error) {
      console.error('Shipvote:', address, error);
      return undefined;
    }
  }
}

const readShips = (told: unknown): Map<number, Ship> => {
  const list: unknown = (told as { data?: unknown } | undefined)?.data;
  const ships = Array.isArray(list) ? list.slice(0, 5000).map(readShip) : [];
  return new Map(ships.filter((ship) => ship !== null).map((ship) => [ship.id, ship]));
};

const readNames = (told: unknown): Map<number, string> =>
  new Map(
    Object.entries(typeof told === 'object' && told !== null ? told : {})
      .filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '')
      .map(([id, name]) => [Number(id), name.slice(0, 80)]),
  );

async function fetchJson(address: string): Promise<unknown> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}
