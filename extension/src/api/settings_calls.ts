// What a streamer does with the own channel. Each call reads the newest token by itself.
import type { Answer } from './answer';
import { type Channel, type ChannelSettings, type Realm, readChannel } from './channel';
import type { Client } from './client';
import { type Ship, readShip } from '../ships/ship';
import { type Fields, type Wire, readAs, readCount, readFlag, readList, readText } from './reading';

// An account as Wargaming spells it.
export interface FoundAccount {
  name: string;
  ships: number;
  hidden: boolean; // shows its ships to nobody
}

const readChannelAnswer = (answer: Fields): Channel => readChannel(answer.data);
const readNothing = (): null => null;

function readAccount(answer: Fields): FoundAccount {
  const from = readAs<Wire['AccountAnswer']['data']>(answer.data, 'an account');
  return {
    name: readText(from, 'wows_username'),
    ships: readCount(from, 'ships', 0),
    hidden: readFlag(from, 'hidden', false),
  };
}

function readVotableShips(answer: Fields): Ship[] {
  const votable = (value: unknown): Ship | null => {
    const from = readAs<Wire['Warship']>(value, 'a warship');
    return readFlag(from, 'votable') && !readFlag(from, 'vanished') ? readShip(value) : null;
  };
  return readList(answer.data, 'warships', votable).filter((ship) => ship !== null);
}

// Wargaming may take its time.
const LOOK_UP_TIMEOUT = 30_000;

export class SettingsCalls {
  readonly #client: Client;
  readonly #channel: () => string;

  constructor(client: Client, channel: () => string) {
    this.#client = client;
    this.#channel = channel;
  }

  get #path(): string {
    return `/api/settings/channels/${this.#channel()}`;
  }

  show(): Promise<Answer<Channel>> {
    return this.#client.call({ method: 'GET', path: this.#path, read: readChannelAnswer });
  }

  // What everybody may know, the ships included: enough for moderators, who may change no settings.
  showPublic(): Promise<Answer<Channel>> {
    const path = `/api/channels/${this.#channel()}`;
    return this.#client.call({ method: 'GET', path, token: 'none', read: readChannelAnswer });
  }

  // Asks Wargaming for an account, and changes nothing.
  lookUp(name: string, realm: Realm, signal: AbortSignal): Promise<Answer<FoundAccount>> {
    const query = new URLSearchParams({ wows_username: name, wows_realm: realm });
    const path = `${this.#path}/account?${query.toString()}`;
    return this.#client.call({
      method: 'GET',
      path,
      read: readAccount,
      signal,
      attempts: 1,
      timeoutMilliseconds: LOOK_UP_TIMEOUT,
    });
  }

  setUp(name: string, realm: Realm): Promise<Answer<Channel>> {
    const body: Wire['SetUpChannelRequest'] = { id: this.#channel(), wows_username: name, wows_realm: realm };
    return this.#client.call({
      method: 'POST',
      path: '/api/settings/channels',
      body,
      read: readChannelAnswer,
      timeoutMilliseconds: LOOK_UP_TIMEOUT,
    });
  }

  change(settings: Partial<ChannelSettings>): Promise<Answer<Channel>> {
    return this.#client.call({
      method: 'PATCH',
      path: this.#path,
      body: { channel: settings },
      read: readChannelAnswer,
    });
  }

  // Fetches the ships of the account anew.
  refreshGarage(signal: AbortSignal): Promise<Answer<Channel>> {
    return this.#client.call({
      method: 'POST',
      path: `${this.#path}/garage/refresh`,
      body: {},
      read: readChannelAnswer,
      signal,
      attempts: 1,
      timeoutMilliseconds: LOOK_UP_TIMEOUT,
    });
  }

  // All ships that can be voted on at all.
  votableShips(): Promise<Answer<Ship[]>> {
    return this.#client.call({ method: 'GET', path: '/api/warships', token: 'none', read: readVotableShips });
  }

  // The ships of an account that hides them.
  setShipsByHand(name: string, realm: Realm, ships: number[]): Promise<Answer<Channel>> {
    return this.#client.call({
      method: 'PUT',
      path: `${this.#path}/garage`,
      body: { wows_username: name, wows_realm: realm, ships },
      read: readChannelAnswer,
      timeoutMilliseconds: LOOK_UP_TIMEOUT,
    });
  }

  // All of them, or none.
  enableShips(ships: number[], enabled: boolean): Promise<Answer<null>> {
    const body: Wire['EnableShipsRequest'] = { ships, enabled };
    return this.#client.call({ method: 'PUT', path: `${this.#path}/ships/enabled`, body, read: readNothing });
  }

  renewLiveKey(): Promise<Answer<string>> {
    return this.#client.call({
      method: 'POST',
      path: `/api/channels/${this.#channel()}/live_key`,
      body: {},
      read: (answer) => readText(readAs<{ live_key: string }>(answer.data), 'live_key'),
    });
  }

  giveFeedback(message: string): Promise<Answer<null>> {
    const body: Wire['FeedbackRequest'] = { feedback: { message } };
    return this.#client.call({ method: 'POST', path: `${this.#path}/feedback`, body, read: readNothing });
  }
}
