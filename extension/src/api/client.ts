// Calls the server. One place for time-outs, for the token (read at the time of the call, since Twitch swaps it every
// hour) and for trying again, so that a view only has to deal with answers.
import { type Answer, type Refusal, done, refused } from './answer';
import { type Fields, Unreadable, readObject } from './reading';
import { type Timing, systemTiming } from '../timing';

export interface BackendAddresses {
  // shipvote-web, and where ballots, openings and closings go: shipvote-api, or the same.
  web: string;
  api: string;
}

export interface ClientParts {
  addresses: BackendAddresses;
  // The newest token, or undefined while there is none.
  token: () => string | undefined;
  fetch?: typeof fetch;
  timing?: Timing;
  random?: () => number;
}

export interface Call<Value> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  // With a leading slash; ids are put in by the caller.
  path: string;
  body?: unknown;
  to?: 'web' | 'api';
  // Most calls need a token; the few that anyone may make go without the browser's preflight.
  token?: 'needed' | 'none';
  read: (answer: Fields) => Value;
  // What comes back: an object, or (as the field `text`) anything at all.
  form?: 'json' | 'text';
  signal?: AbortSignal | undefined;
  timeoutMilliseconds?: number;
  // How often at most, where the server says that it is overloaded and did nothing.
  attempts?: number;
}

const TIMEOUT = 12_000;
const ATTEMPTS = 3;
const LONGEST_PAUSE = 15_000;

// A server that does nothing says so; then the same may be asked again without harm.
const DID_NOTHING = ['overloaded', 'storage_failed'];

export class Client {
  readonly #addresses: BackendAddresses;
  readonly #token: () => string | undefined;
  readonly #fetch: typeof fetch;
  readonly #timing: Timing;
  readonly #random: () => number;

  constructor(parts: ClientParts) {
    this.#addresses = parts.addresses;
    this.#token = parts.token;
    this.#fetch = parts.fetch ?? ((...request) => globalThis.fetch(...request));
    this.#timing = parts.timing ?? systemTiming;
    this.#random = parts.random ?? Math.random;
  }

  async call<Value>(call: Call<Value>): Promise<Answer<Value>> {
    const attempts = call.attempts ?? ATTEMPTS;
    for (let attempt = 1; ; attempt++) {
      const token = this.#token();
      const { answer, retryAfter } = await this.#once(call, token);
      if (answer.ok || call.signal?.aborted || attempt >= attempts) return answer;
      if (this.#tokenWasSwapped(answer.refusal, token)) continue;
      if (!DID_NOTHING.includes(answer.refusal.code)) return answer;
      // Everybody who was refused at the same time must not come back at the same time.
      const pause = retryAfter * 1000 * (1 + this.#random());
      await this.#wait(Math.min(pause, LONGEST_PAUSE), call.signal);
      if (call.signal?.aborted) return refused('aborted');
    }
  }

  #tokenWasSwapped(refusal: Refusal, used: string | undefined): boolean {
    return refusal.code === 'unauthorized' && used !== undefined && this.#token() !== used;
  }

  async #once<Value>(
    call: Call<Value>,
    token: string | undefined,
  ): Promise<{ answer: Answer<Value>; retryAfter: number }> {
    if (call.token !== 'none' && token === undefined) return { answer: refused('no_token'), retryAfter: 1 };
    const giveUp = new AbortController();
    let late = false;
    const callOff = this.#timing.after(call.timeoutMilliseconds ?? TIMEOUT, () => {
      late = true;
      giveUp.abort();
    });
    const stop = () => giveUp.abort();
    call.signal?.addEventListener('abort', stop);
    if (call.signal?.aborted) stop();
    try {
      const response = await this.#fetch(this.#address(call), this.#request(call, token, giveUp.signal));
      return { answer: await readAnswer(response, call), retryAfter: retryAfterSeconds(response) };
    } catch (error) {
      const code = call.signal?.aborted ? 'aborted' : late ? 'timeout' : 'offline';
      return { answer: refused(error instanceof Unreadable ? 'unreadable' : code), retryAfter: 1 };
    } finally {
      callOff();
      call.signal?.removeEventListener('abort', stop);
    }
  }

  #wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const finish = () => {
        callOff();
        signal?.removeEventListener('abort', finish);
        resolve();
      };
      const callOff = this.#timing.after(milliseconds, finish);
      signal?.addEventListener('abort', finish);
    });
  }

  #address(call: Call<unknown>): string {
    return this.#addresses[call.to ?? 'web'].replace(/\/+$/, '') + call.path;
  }

  #request(call: Call<unknown>, token: string | undefined, signal: AbortSignal): RequestInit {
    const headers: Record<string, string> = {};
    if (call.token !== 'none' && token !== undefined) headers.Authorization = `Bearer ${token}`;
    const request: RequestInit = { method: call.method, headers, signal, credentials: 'omit' };
    if (call.body !== undefined) {
      headers['Content-Type'] = 'application/json';
      request.body = JSON.stringify(call.body);
    }
    return request;
  }
}

async function readAnswer<Value>(response: Response, call: Call<Value>): Promise<Answer<Value>> {
  if (response.status === 204) return done(call.read({}));
  const text = await response.text();
  if (!response.ok) return { ok: false, refusal: readRefusal(parse(text), response.status, call.method) };
  return done(call.read(call.form === 'text' ? { text } : readObject(parse(text))));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// What stands in front of the server (a proxy, say) refuses in forms of its own; then the status has to do.
function readRefusal(body: unknown, status: number, method: string): Refusal {
  const fields = typeof body === 'object' && body !== null ? (body as Fields) : {};
  const code = typeof fields.code === 'string' ? fields.code : codeOf(status, method);
  const message = typeof fields.message === 'string' ? fields.message.slice(0, 500) : '';
  return { code, message, status };
}

function codeOf(status: number, method: string): string {
  if (status === 401) return 'unauthorized';
  if (status === 404) return 'not_found';
  if (status === 429 || status === 503) return 'overloaded';
  if (status < 500) return 'unreadable';
  // A proxy that lost the server's answer does not know what the server did.
  return method === 'GET' ? 'internal' : 'outcome_unknown';
}

function retryAfterSeconds(response: Response): number {
  const seconds = Number(response.headers.get('Retry-After') ?? '1');
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : 1;
}
