// A streamer's session with Twitch, time and the server played by the test.
import { flushSync } from 'svelte';
import { Client } from '../api/client';
import { Fleet } from '../ships/fleet.svelte';
import { StandingTime } from '../timing';
import { TwitchExtension } from '../twitch/extension.svelte';
import { FakeHelper } from '../twitch/fake_helper';
import { readQuery } from '../twitch/query';
import { settled } from '../vote/fake_server';
import { StreamerSession } from './session.svelte';
import { streamerTexts } from './texts';

export interface Reply {
  status?: number;
  body: unknown;
}

export const refusing = (status: number, code: string): Reply => ({ status, body: { ok: false, code, message: code } });
export const telling = (data: unknown): Reply => ({ body: { data } });

export class StreamerForTests {
  readonly timing = new StandingTime();
  readonly helper = new FakeHelper();
  readonly session: StreamerSession;
  // What was asked, whole: "GET /api/…".
  readonly requests: string[] = [];

  // `answer` is asked with "GET /api/…"; what stands behind that is the query with its question mark.
  constructor(
    answer: (asked: string, body: Record<string, unknown>, search: string) => Reply | Promise<Reply>,
    ships: unknown[] = [],
  ) {
    const { timing, helper } = this;
    const query = readQuery('');
    const extension = new TwitchExtension({ helper, query, timing, random: () => 0 });
    const fetch = (async (url: string, { method = '', body: sent }: RequestInit) => {
      const { pathname, search } = new URL(url);
      const asked = `${method} ${pathname}`;
      this.requests.push(asked);
      const body = JSON.parse(String(sent ?? '{}')) as Record<string, unknown>;
      const { status = 200, body: told } = await answer(asked, body, search);
      const text = () => Promise.resolve(JSON.stringify(told));
      return { ok: status < 400, status, headers: new Headers(), text } as Response;
    }) as typeof globalThis.fetch;
    this.session = new StreamerSession({
      extension,
      query,
      client: new Client({
        addresses: { web: 'https://web.example', api: 'https://web.example' },
        token: () => extension.auth?.token,
        fetch,
        timing,
        random: () => 0,
      }),
      fleet: new Fleet(async (address) => (address === './warships.json' ? { data: ships } : {})),
      texts: streamerTexts(),
      timing,
      web: 'https://web.example',
    });
  }

  async authorize(role = 'broadcaster'): Promise<void> {
    this.helper.authorize({ role });
    await this.happen();
  }

  async pass(milliseconds: number): Promise<void> {
    this.timing.pass(milliseconds);
    await this.happen();
  }

  async happen(): Promise<void> {
    for (let turn = 0; turn < 8; turn++) {
      flushSync();
      await settled();
    }
  }
}
