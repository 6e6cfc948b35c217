// Every rule refuses its examples, and lets pass what looks like them and is fine.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { OLDEST_NODE } from './lock_rule.mjs';
import { broken, FLOORS, rules } from './rules.mjs';

// Lock files: one package with what is to be wrong or right about it, and further ones.
const good = { version: '1.0.0', integrity: 'sha512-TODO+x/HACK' };
const lock = (more, others = {}) => {
  const ours = { engines: { node: `>=${OLDEST_NODE}` } };
  const text = JSON.stringify({ packages: { '': ours, 'node_modules/one': { ...good, ...more }, ...others } }, null, 2);
  return ['tests/package-lock.json', text];
};
const platforms = { optionalDependencies: { 'one-linux': '1.0.0', 'one-darwin': '1.0.0' } };

const refused = {
  floors: [
    ['server/voting/a.cpp', '#include "store/store.h"\n'],
    ['server/live/a.cpp', '#include "twitch/helix.h"\n'],
    ['server/service/a_test.cpp', '  #  include "web/form.h"\n'],
    ['server/web/a.cpp', '#include "sim/secrets.h"\n'],
    ['sim/a.cpp', '#include "store/store.h"\n'],
  ],
  rooms: [['server/helpers/a.cpp', '']],
  'narrow includes': [['server/http/a.cpp', '#include <boost/asio.hpp>\n']],
  'one idea a file': [['server/web/a.cpp', 'int a;\n'.repeat(401)]],
  once: [['server/web/a.h', 'int a;\n']],
  'no detached threads': [
    ['server/store/a.cpp', 'thread.detach();\n'],
    ['server/http/a.cpp', 'std::thread{run}.detach();\n'],
    ['server/web/a.cpp', 'co_spawn(loop, run(), boost::asio::detached);\n'],
  ],
  'tests wait for what happens': [
    ['server/store/a_test.cpp', 'std::this_thread::sleep_for(1ms);\n'],
    ['e2e/crash.cpp', 'usleep(1);\n'],
    ['extension/tests/a.test.mjs', 'await page.waitForTimeout(100);\n'],
    ['extension/tests/world.mjs', 'setTimeout(done, 100);\n'],
  ],
  'time and chance are handed in': [
    ['extension/src/vote/a.ts', 'const now = Date.now();\n'],
    ['extension/src/vote/a.ts', 'const now = new Date();\n'],
    ['extension/src/parts/A.svelte', '  const timer = setTimeout(go, 100);\n'],
  ],
  'colours in one place': [
    ['extension/src/parts/A.svelte', '    color: #fff;\n'],
    ['extension/src/overlay/a.css', '  background: linear-gradient(#102030, var(--edge));\n'],
  ],
  'no markup from text': [
    ['extension/src/parts/A.svelte', '{@html words}\n'],
    ['sim/page/a.js', 'place.innerHTML = words;\n'],
  ],
  'tests run': [
    ['server/store/a_test.cpp', 'GTEST_SKIP() << "no data";\n'],
    ['server/store/a_test.cpp', 'TEST(Store, DISABLED_opens) {}\n'],
    ['extension/a.test.ts', "it.only('votes', vote);\n"],
  ],
  'pointers lead somewhere': [
    ['server/web/a.cpp', '// Votes as clients read them (contract/http-api.md).\n'],
    ['server/web/a.cpp', '// Described in docs/no-such-page.md.\n'],
    ['server/web/a.cpp', '// Limits: docs/platforms/twitch.md, "Chat lines", "No such heading".\n'],
    ['server/web/a.cpp', '// Limits (docs/platforms/twitch.md,\n// "No such heading").\n'],
    ['docs/a.md', 'The test is `scripts/check-floors`.\n'],
    ['docs/a.md', 'See [the edges](no-such-page.md#edges).\n'],
  ],
  finished: [['docs/operation.md', 'TODO: write\n']],
  'no machine of ours': [['scripts/run', 'cd /home/somebody/shipvote\n']],
  'no registry named': [
    lock({ resolved: 'https://example.org/a.tgz' }),
    ['README.md', 'https://registry.example.org/a\n'],
  ],
  'packages install everywhere': [
    lock({ integrity: undefined }),
    lock({ resolved: 'git+ssh://example.org/a.git' }),
    lock({ engines: { node: '>= 20' } }),
    lock({ engines: { node: '18.x' } }),
    lock({ engines: { node: '^20.19.0 || >=22.12.0' } }),
    lock({ engines: { node: 'node >=6' } }), // npm cannot read that either
    lock(platforms, { 'node_modules/one-linux': good }),
    lock(platforms, { 'node_modules/one-linux': good, 'node_modules/two/node_modules/one-darwin': good }),
    lock({}, { '': { engines: { node: '>=18.17' } } }),
    lock({}, { '': {} }),
  ],
};

const passed = [
  ['server/web/a.cpp', '#include "service/vote_desk.h"\n#include "foundation/ids.h"\n#include "web/form.h"\n'],
  ['server/live/a_test.cpp', '#include "live/state.h"\n#include <string>\n'],
  ['sim/a.cpp', '#include "twitch/token.h"\n#include "sim/secrets.h"\n'],
  ['e2e/a_test.cpp', '#include "sim/secrets.h"\n#include "web/form.h"\n'],
  ['server/http/a.cpp', '#include <boost/asio/ip/tcp.hpp>\nco_spawn(loop, serve(), boost::asio::detached);\n'],
  ['server/web/a.cpp', 'int a;\n'.repeat(400)],
  ['server/fleet/a_test.cpp', 'auto folder = std::getenv("SHIPVOTE_SHARED");\nGTEST_SKIP() << "no real data";\n'],
  ['server/store/ledger.cpp', 'std::this_thread::sleep_for(pause);\n'],
  [
    'server/live/a.cpp',
    '// docs/edge.md. Limits: docs/platforms/twitch.md,\n// "Pub/Sub messages". Started by e2e/program.\n',
  ],
  ['server/live/a.cpp', '// https://example.org/docs/no-such-page.md, server/<room>/a.cpp, docs/*.md\n'],
  ['extension/a.mjs', '// node scripts/fleet.mjs\n'],
  ['docs/a.md', '[edges](edge.md#what-an-edge-serves), [here](#here), [there](https://example.org/a)\n'],
  ...['*', '>= 0.4', '18 || >=20', '>=v12.22.7', '^18.0.0 || ^20.0.0 || >=22'].map((node) =>
    lock({ engines: { node } }),
  ),
  lock(platforms, { 'node_modules/one-linux': good, 'node_modules/one/node_modules/one-darwin': good }),
  lock({}, { 'node_modules/near': { resolved: '../near', link: true } }),
  ['scripts/run', 'data=./home/work/x\n'],
  ['extension/src/api/types.ts', 'a;\n'.repeat(3000)],
  ['extension/src/timing.ts', 'now: () => Date.now(),\n'],
  ['extension/src/vote/a.ts', 'constructor(random = Math.random) {}\nnew Date(milliseconds);\n'],
  ['extension/src/vote/a.test.ts', 'const now = Date.now();\n'],
  ['extension/src/design/tokens.css', '  --text: #fff;\n'],
  ['extension/src/parts/A.svelte', '{#each ships as ship}\n  color: var(--text);\n'],
];

for (const rule of rules) {
  test(`"${rule.name}" refuses its examples`, () => {
    assert.ok(refused[rule.name]?.length > 0, 'it has an example');
    for (const [path, text] of refused[rule.name]) {
      const found = broken([{ path, text }]).filter((line) => line.includes(`[${rule.name}]`));
      assert.equal(found.length, 1, `${path}: ${text}`);
    }
  });
}

for (const [path, text] of passed) {
  test(`lets pass ${path}: ${JSON.stringify(text.slice(0, 60))}`, () => assert.deepEqual(broken([{ path, text }]), []));
}

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('the scripts ask for the same Node.js as the lock files', () => {
  const [, oldest] = /^OLDEST_NODE=(.+)$/m.exec(read('scripts/install-packages'));
  assert.equal(`${oldest}.0`, OLDEST_NODE);
});

test('every room that the build knows has a floor', () => {
  const build = read('CMakeLists.txt');
  const rooms = [...build.matchAll(/^shipvote_room\(\w+ server\/(\w+)/gm)].map((match) => match[1]);
  assert.deepEqual(rooms.sort(), FLOORS.flat().sort());
});
