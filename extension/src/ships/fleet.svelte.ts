// All warships, from the list that comes with the bundle. It is fetched when the first ship is to be shown, and until it
// is there (or when it never comes) every ship is a new one: a vote works without names too.
import type { Language } from '../texts/languages';
import { type Timing, systemTiming } from '../timing';
import { type Ship, readShip, unknownShip } from './ship';

export type FetchJson = (address: string, signal: AbortSignal) => Promise<unknown>;

// Languages in which Wargaming has names of its own.
const NAMED: readonly Language[] = ['ja', 'ko', 'zh-TW', 'de', 'fr', 'es', 'pl'];

const TIMEOUT = 20_000;
// A list that could not be had is fetched again after about 2, 4, 8 seconds and so on, eight times in all.
const FIRST_PAUSE = 2_000;
const LAST_PAUSE = 128_000;

export class Fleet {
  // Grows when the list has come; whatever reads ship() then shows it.
  #ships = $state.raw<ReadonlyMap<number, Ship>>(new Map());
  #names = $state.raw<ReadonlyMap<number, string>>(new Map());
  #loading: Promise<void> | undefined;
  #namesOf: Language = 'en';
  #failed = $state(false);
  readonly #fetch: FetchJson;
  readonly #timing: Timing;
  readonly #random: () => number;

  constructor(fetch: FetchJson = fetchJson, timing: Timing = systemTiming, random: () => number = Math.random) {
    this.#fetch = fetch;
    this.#timing = timing;
    this.#random = random;
  }

  // Fetches the list, once, with patience; what failed for good is tried again at the next call. Never throws.
  load(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  // Calls ships by their names in that language, where the bundle has them.
  async speak(language: Language): Promise<void> {
    if (language === this.#namesOf) return;
    this.#namesOf = language;
    const isWanted = () => this.#namesOf === language;
    const told = NAMED.includes(language) ? await this.#told(`./names_${language}.json`, isWanted) : {};
    if (isWanted()) this.#names = readNames(told);
  }

  // Whether the list is there, or could not be had so far: then a ship is called new if it must be called something.
  get settled(): boolean {
    return this.#failed || this.#ships.size > 0;
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
    const ships = readShips(await this.#told('./warships.json'));
    if (ships.size > 0) this.#ships = ships;
    else this.#loading = undefined;
  }

  async #told(address: string, isWanted = () => true): Promise<unknown> {
    for (let pause = FIRST_PAUSE; isWanted(); pause *= 2) {
      const giveUp = new AbortController();
      const callOff = this.#timing.after(TIMEOUT, () => giveUp.abort());
      try {
        return await this.#fetch(address, giveUp.signal);
      } catch (error) {
        console.error('Shipvote:', address, error);
        this.#failed = true;
      } finally {
        callOff();
      }
      if (pause > LAST_PAUSE) break;
      await this.#wait(pause * (0.5 + this.#random()));
    }
    return undefined;
  }

  #wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => void this.#timing.after(milliseconds, resolve));
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

async function fetchJson(address: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(address, { signal });
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}
