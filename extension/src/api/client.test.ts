import { describe, expect, it } from 'vitest';
import { StandingTime } from '../timing';
import { mayHaveHappened } from './answer';
import { Client } from './client';
import { readCount } from './reading';

type Reply = { status?: number; body?: unknown; headers?: Record<string, string> } | 'never' | 'down';

function serverOf(...replies: Reply[]) {
  const asked: { url: string; request: RequestInit }[] = [];
  const fetch = ((url: string, request: RequestInit) => {
    asked.push({ url, request });
    const reply = replies.shift() ?? 'down';
    if (reply === 'down') return Promise.reject(new TypeError('Failed to fetch'));
    if (reply === 'never') {
      return new Promise((_, reject) => {
        request.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
      });
    }
    const { status = 200, body = {}, headers = {} } = reply;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return Promise.resolve(new Response(status === 204 ? null : text, { status, headers }));
  }) as typeof globalThis.fetch;
  return { fetch, asked };
}

function clientOf(server: ReturnType<typeof serverOf>, token: () => string | undefined = () => 'first') {
  const timing = new StandingTime();
  const addresses = { web: 'https://web.example/', api: 'https://api.example' };
  const client = new Client({ addresses, token, fetch: server.fetch, timing, random: () => 0.5 });
  return { client, timing };
}

const count = { method: 'GET', path: '/count', read: (answer: object) => readCount(answer as { n: 1 }, 'n') } as const;
const settled = () => new Promise((resolve) => setTimeout(resolve));
const overloaded = { status: 503, body: { code: 'overloaded', message: 'Busy' }, headers: { 'Retry-After': '2' } };
const stale = { status: 401, body: { code: 'unauthorized', message: 'unauthorized' } };

describe('Client', () => {
  it('sends the newest token and reads the answer', async () => {
    const server = serverOf({ body: { n: 1 } }, { body: { n: 2 } });
    let token = 'first';
    const { client } = clientOf(server, () => token);
    expect(await client.call(count)).toEqual({ ok: true, value: 1 });
    token = 'second';
    expect(await client.call({ ...count, to: 'api' })).toEqual({ ok: true, value: 2 });
    expect(server.asked.map(({ url }) => url)).toEqual(['https://web.example/count', 'https://api.example/count']);
    expect(server.asked[1]?.request.headers).toEqual({ Authorization: 'Bearer second' });
  });

  it('asks nobody before Twitch has given a token, except where none is needed', async () => {
    const server = serverOf({ body: { n: 1 } });
    const { client } = clientOf(server, () => undefined);
    expect(await client.call(count)).toMatchObject({ ok: false, refusal: { code: 'no_token' } });
    expect(server.asked).toHaveLength(0);
    expect(await client.call({ ...count, token: 'none' })).toMatchObject({ ok: true });
    expect(server.asked[0]?.request.headers).toEqual({});
  });

  it('hands on what the server refuses', async () => {
    const body = { ok: false, code: 'invalid_settings', message: 'No', errors: { language: ['is unknown'] } };
    const { client } = clientOf(serverOf({ status: 422, body }));
    const refusal = { code: 'invalid_settings', message: 'No', status: 422 };
    expect(await client.call(count)).toEqual({ ok: false, refusal });
  });

  it('waits as long as the server says, and for a moment of chance, when it is overloaded', async () => {
    const server = serverOf(overloaded, { body: { n: 3 } });
    const { client, timing } = clientOf(server);
    const answer = client.call(count);
    await settled();
    timing.pass(2999);
    await settled();
    expect(server.asked).toHaveLength(1);
    timing.pass(1);
    expect(await answer).toEqual({ ok: true, value: 3 });
    expect(timing.waiting).toBe(0);
  });

  it('gives up after some attempts', async () => {
    const server = serverOf(overloaded, overloaded, overloaded, { body: { n: 3 } });
    const { client, timing } = clientOf(server);
    const answer = client.call(count);
    for (let attempt = 0; attempt < 3; attempt++) {
      await settled();
      timing.pass(5000);
    }
    expect(await answer).toMatchObject({ ok: false, refusal: { code: 'overloaded' } });
    expect(server.asked).toHaveLength(3);
  });

  it('asks again when the token was swapped while the call was on its way', async () => {
    const tokens = ['old', 'new', 'new', 'new'];
    const server = serverOf(stale, { body: { n: 4 } });
    const { client } = clientOf(server, () => tokens.shift() ?? 'new');
    expect(await client.call(count)).toEqual({ ok: true, value: 4 });
    expect(server.asked[1]?.request.headers).toEqual({ Authorization: 'Bearer new' });
  });

  it('does not ask again with the token that was refused', async () => {
    const server = serverOf(stale, { body: { n: 4 } });
    const { client } = clientOf(server);
    expect(await client.call(count)).toMatchObject({ ok: false, refusal: { code: 'unauthorized', status: 401 } });
    expect(server.asked).toHaveLength(1);
  });

  it('does not repeat what may have been done', async () => {
    const server = serverOf('down', { body: { n: 4 } });
    const { client } = clientOf(server);
    const answer = await client.call({ ...count, method: 'POST', body: { a: 1 } });
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'offline', status: 0 } });
    expect(server.asked).toHaveLength(1);
    expect(server.asked[0]?.request.body).toBe('{"a":1}');
  });

  it('does not repeat what the server itself does not know the outcome of', async () => {
    const body = { ok: false, code: 'outcome_unknown', message: 'Perhaps' };
    const server = serverOf({ status: 503, body }, { body: { n: 4 } });
    const { client } = clientOf(server);
    const answer = await client.call({ ...count, method: 'POST', body: { a: 1 } });
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'outcome_unknown', status: 503 } });
    expect(!answer.ok && mayHaveHappened(answer.refusal)).toBe(true);
    expect(server.asked).toHaveLength(1);
  });

  it.each([500, 502, 504, 524])('does not take a proxy that lost the answer (%i) for a refusal', async (status) => {
    const server = serverOf({ status, body: '<h1>Bad gateway</h1>' });
    const { client } = clientOf(server);
    const answer = await client.call({ ...count, method: 'POST', body: { a: 1 } });
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'outcome_unknown', status } });
    expect(!answer.ok && mayHaveHappened(answer.refusal)).toBe(true);
  });

  it('takes a proxy that has no server to ask for one that did nothing', async () => {
    const { client } = clientOf(serverOf({ status: 503, body: 'no server' }));
    const answer = await client.call({ ...count, method: 'POST', body: { a: 1 }, attempts: 1 });
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'overloaded' } });
  });

  it('does not wait for ever', async () => {
    const { client, timing } = clientOf(serverOf('never'));
    const answer = client.call({ ...count, timeoutMilliseconds: 4000 });
    timing.pass(4000);
    expect(await answer).toMatchObject({ ok: false, refusal: { code: 'timeout' } });
  });

  it('stops when it is told to, also between two attempts', async () => {
    const running = new AbortController();
    const first = clientOf(serverOf('never')).client.call({ ...count, signal: running.signal });
    running.abort();
    expect(await first).toMatchObject({ ok: false, refusal: { code: 'aborted' } });

    const pausing = new AbortController();
    const server = serverOf(overloaded, { body: { n: 4 } });
    const { client, timing } = clientOf(server);
    const second = client.call({ ...count, signal: pausing.signal });
    await settled();
    pausing.abort();
    expect(await second).toMatchObject({ ok: false, refusal: { code: 'aborted' } });
    expect(timing.waiting).toBe(0);
  });

  it.each([
    ['no JSON', { body: '<html>' }, 'unreadable'],
    ['a list', { body: [] }, 'unreadable'],
    ['a wrong field', { body: { n: -1 } }, 'unreadable'],
    ['a proxy that speaks for the server', { status: 502, body: '<h1>Bad gateway</h1>' }, 'internal'],
    ['a path that is not there', { status: 404, body: 'gone' }, 'not_found'],
  ])('tells %s from an answer', async (_, reply, code) => {
    const { client } = clientOf(serverOf(reply));
    expect(await client.call(count)).toMatchObject({ ok: false, refusal: { code } });
  });

  it('takes an answer without a body, and one that is no JSON where text is wanted', async () => {
    const { client } = clientOf(serverOf({ status: 204 }, { body: 'ship;ballots' }));
    expect(await client.call({ method: 'DELETE', path: '/', read: () => null })).toEqual({ ok: true, value: null });
    const text = { method: 'GET', path: '/', form: 'text', read: (answer: object) => answer } as const;
    expect(await client.call(text)).toEqual({ ok: true, value: { text: 'ship;ballots' } });
  });
});
