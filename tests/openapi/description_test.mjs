// What the checks of this folder find, and what they let pass.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadDescription } from './description.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const description = loadDescription(join(here, '../../docs/openapi.yaml'));

const JSON_TYPE = 'application/json; charset=utf-8';
const exchange = (method, path, status, body, more = {}) => ({
  method,
  path,
  query: '',
  status,
  content_type: body === '' ? '' : JSON_TYPE,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  ...more,
});
const refusal = (code, more = {}) => ({ ok: false, code, message: 'Words.', ...more });
const vote = {
  id: 7,
  channel_id: 4711,
  status: 'closed',
  ships: [4282267344, 3763255248],
  votes: { 4282267344: 2 },
  ballots: 2,
  visibility: 'live',
  change_allowed: false,
  ends_at: null,
  closed_at: '2026-11-01T20:15:00.250Z',
  close_reason: 'broadcaster',
  winner: { ship_id: 4282267344, ballots: 2, tied: [], rule: null },
  created_at: '2026-11-01T20:00:00Z',
  updated_at: '2026-11-01T20:15:00.250Z',
};
const { ships: _, ...briefVote } = vote;
const submit = '/api/channels/4711/votes/7/submit';
const ballot = { request_body: '{"ship_id":4282267344}' };

const good = [
  exchange('GET', '/api/channels/4711/votes/7', 200, { ok: true, data: vote }),
  exchange('GET', '/api/channels/4711/votes/7/', 200, { ok: true, data: briefVote }),
  exchange('GET', '/api/channels/4711/votes', 200, { ok: true, data: [vote] }),
  exchange('GET', '/api/channels/4711', 304, ''),
  exchange('HEAD', '/api/channels/4711', 200, ''),
  exchange('POST', submit, 200, { ok: true }, ballot),
  exchange('POST', submit, 400, refusal('already_voted'), ballot),
  exchange('POST', submit, 400, refusal('invalid_request', { errors: { ship_id: ['is missing'] } })),
  exchange(
    'POST',
    '/api/settings/channels/4711/feedback',
    422,
    refusal('invalid_settings', { errors: { message: ["can't be blank"] } }),
  ),
  exchange('DELETE', '/api/settings/channels/4711', 204, ''),
  exchange('GET', '/_health', 200, '0.1.0', { content_type: 'text/plain' }),
  exchange('GET', '/api/nothing', 404, refusal('not_found')),
  exchange('DELETE', submit, 405, refusal('method_not_allowed')),
  exchange('OPTIONS', submit, 204, ''),
];

const bad = {
  'an undescribed status': exchange('GET', '/api/channels/4711', 418, refusal('not_found')),
  'an undescribed field': exchange('GET', '/api/channels/4711/votes/7', 200, {
    ok: true,
    data: { ...vote, secret: 1 },
  }),
  'an undescribed field of a refusal': exchange('POST', submit, 401, refusal('unauthorized', { why: 'exp' }), ballot),
  'a missing field': exchange('GET', '/api/channels/4711/votes', 200, { ok: true, data: [briefVote] }),
  'a mistyped field': exchange('GET', '/api/channels/4711/votes', 200, { ok: true, data: [{ ...vote, ballots: '2' }] }),
  'a time without a zone': exchange('GET', '/api/channels/4711/votes', 200, {
    ok: true,
    data: [{ ...vote, created_at: '2026-11-01T20:00:00' }],
  }),
  'a refusal without a code': exchange('GET', '/api/channels/4711', 404, { ok: false, message: 'Not found' }),
  'a code that this route does not give': exchange('POST', submit, 400, refusal('vote_already_open'), ballot),
  'a form refused without naming its fields': exchange(
    'POST',
    '/api/settings/channels',
    422,
    refusal('invalid_settings'),
  ),
  'an answer that is no JSON': exchange('GET', '/api/channels/4711', 404, '<p>Not found</p>'),
  'another content type': exchange('GET', '/api/channels/4711', 404, refusal('channel_not_found'), {
    content_type: 'text/html',
  }),
  'a body where none belongs': exchange('DELETE', '/api/settings/channels/4711', 204, { ok: true }),
  'an accepted request that is not described': exchange(
    'POST',
    submit,
    200,
    { ok: true },
    { request_body: '{"ship":1}' },
  ),
  'an unknown path that is answered': exchange('GET', '/api/nothing', 200, { ok: true }),
  'an unknown method that is answered': exchange('DELETE', submit, 200, { ok: true }),
};

for (const each of good) {
  test(`passes ${each.method} ${each.path} ${each.status}`, () => assert.deepEqual(description.deviations(each), []));
}
for (const [name, each] of Object.entries(bad)) {
  test(`finds ${name}`, () => assert.notDeepEqual(description.deviations(each), []));
}

function validate(exchanges, ...options) {
  const folder = mkdtempSync(join(tmpdir(), 'exchanges-'));
  try {
    writeFileSync(join(folder, 'some.jsonl'), exchanges.map((each) => `${JSON.stringify(each)}\n`).join(''));
    return spawnSync(process.execPath, [join(here, 'validate.mjs'), folder, ...options], { encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the program is content with exchanges as described', () => {
  const { status, stdout, stderr } = validate(good, '--partial');
  assert.equal(status, 0, stderr);
  assert.match(stdout, new RegExp(`^${good.length} exchanges in 1 files`, 'm'));
});

test('the program fails on one deviation and says where it is', () => {
  const { status, stderr } = validate([...good, bad['a missing field']], '--partial');
  assert.equal(status, 1);
  assert.match(stderr, new RegExp(`some\\.jsonl:${good.length + 1}`));
});

test('the program fails when an operation was never seen to succeed', () => {
  const { status, stderr } = validate(good);
  assert.equal(status, 1);
  assert.match(stderr, /NEVER SEEN TO SUCCEED openVote/);
});

test('the linter fails on a description with a fault', () => {
  const folder = mkdtempSync(join(tmpdir(), 'description-'));
  try {
    const file = join(folder, 'faulty.yaml');
    writeFileSync(
      file,
      'openapi: 3.1.0\ninfo: {title: Faulty, version: "1"}\npaths: {/a/{id}: {get: {responses: {}}}}\n',
    );
    const { status } = spawnSync(process.execPath, [join(here, 'lint.mjs'), file], { encoding: 'utf8' });
    assert.equal(status, 1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
