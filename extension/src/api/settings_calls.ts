// What a streamer does with the own channel. Each call reads the newest token by itself.
import { type Answer, done } from './answer';
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

interface WireAccount {
  wows_username: string;
  ships: number;
  hidden: boolean;
}

const readChannelAnswer = (answer: Fields): Channel => readChannel(answer.data);
const readNothing = (): null => null;

function readAccount(answer: Fields): FoundAccount {
  const from = readAs<WireAccount>(answer.data, 'an account');
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
const AT_ONCE = 4;

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

  show(signal?: AbortSignal): Promise<Answer<Channel>> {
    return this.#client.call({
      method: 'GET',
      path: this.#path,
      read: readChannelAnswer,
      signal,
    });
  }

  // What everybody may know, the ships included: enough for moderators, who may change no settings.
  showPublic(signal?: AbortSignal): Promise<Answer<Channel>> {
    const path = `/api/channels/${this.#channel()}`;
    return this.#client.call({ method: 'GET', path, token: 'none', read: readChannelAnswer, signal });
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

  enableShip(ship: number, enabled: boolean): Promise<Answer<null>> {
    const body: Wire['EnableShipRequest'] = { enabled };
    return this.#client.call({
      method: 'PUT',
      path: `${this.#path}/ships/${ship}/enabled`,
      body,
      read: readNothing,
    });
  }

  // Many at once; a server that cannot is told of one ship after the other.
  async enableShips(ships: number[], enabled: boolean): Promise<Answer<null>> {
    const [only] = ships;
    if (ships.length === 1 && only !== undefined) return this.enableShip(only, enabled);
    const path = `${this.#path}/ships/enabled`;
    const answer = await this.#client.call({ method: 'PUT', path, body: { ships, enabled }, read: readNothing });
    const isUnknown = !answer.ok && (answer.refusal.status === 404 || answer.refusal.status === 405);
    return isUnknown ? this.#enableOneByOne(ships, enabled) : answer;
  }

  async #enableOneByOne(ships: number[], enabled: boolean): Promise<Answer<null>> {
    for (let begin = 0; begin < ships.length; begin += AT_ONCE) {
      const some = ships.slice(begin, begin + AT_ONCE);
      const answers = await Promise.all(some.map((ship) => this.enableShip(ship, enabled)));
      const refused = answers.find((answer) => !answer.ok);
      if (refused) return refused;
    }
    return done(null);
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
