// The rules of this house that a machine can check. A rule looks at one file at a time:
//   check(path, text) → [{ line, words }]
// `applies(path)` says which files it looks at. rules_test.mjs shows every rule an example that it must refuse.
import { lockedPackages } from './lock_rule.mjs';
import { pointers } from './pointers.mjs';

// What may include what: a room sees lower floors only, never a sibling. Kept in step with docs/architecture.md.
export const FLOORS = [
  ['foundation'],
  ['voting'],
  ['fleet', 'live', 'store', 'twitch', 'wargaming', 'http', 'ops'],
  ['service'],
  ['web'],
  ['app'],
];
const FLOOR_OF = new Map(FLOORS.flatMap((rooms, floor) => rooms.map((room) => [room, floor])));
// Folders beside server/ that only some may look into.
const SIM_MAY_INCLUDE = ['foundation', 'voting', 'http', 'twitch', 'ops', 'sim'];
const BESIDE_THE_SERVER = ['sim', 'bench', 'e2e', 'fuzz'];

const MOST_LINES = 400;

// Where Asio's `detached` has an owner all the same, which ends what it started: the file says how.
const MAY_DETACH = ['server/http/', 'server/service/', 'sim/'];

const isCpp = (path) => /\.(cpp|h)$/.test(path);
const isSource = (path) => /\.(cpp|h|m?js|ts|svelte|css|html|sql)$/.test(path) || /^scripts\/[^.]+$/.test(path);
const isBrowserTest = (path) => path.startsWith('extension/tests/');
const isTest = (path) =>
  /_test\.(cpp|mjs)$|\.(test|spec)\.(ts|mjs)$/.test(path) || path.startsWith('e2e/') || isBrowserTest(path);
const isView = (path) => path.startsWith('extension/src/') && !isTest(path);
const isPage = (path) => isView(path) || path.startsWith('sim/page/');
// Made from the description of the API, and checked against it.
const GENERATED = 'extension/src/api/types.ts';
const isTheseRules = (path) => path.startsWith('tests/house/');

function lines(text, find) {
  const found = [];
  text.split('\n').forEach((line, index) => {
    const words = find(line);
    if (words) found.push({ line: index + 1, words });
  });
  return found;
}

function mayInclude(path, room) {
  const own = path.startsWith('server/') ? path.split('/')[1] : path.split('/')[0];
  if (own === room) return true;
  if (own === 'sim') return SIM_MAY_INCLUDE.includes(room);
  if (BESIDE_THE_SERVER.includes(own)) return true;
  if (BESIDE_THE_SERVER.includes(room)) return false;
  return FLOOR_OF.get(room) < FLOOR_OF.get(own);
}

export const rules = [
  {
    name: 'floors',
    applies: isCpp,
    check: (path, text) =>
      lines(text, (line) => {
        const room = line.match(/^\s*#\s*include\s*"([^"/]+)\//)?.[1];
        if (!room || (!FLOOR_OF.has(room) && !BESIDE_THE_SERVER.includes(room))) return null;
        return mayInclude(path, room) ? null : `may not include "${room}/": a room includes lower floors only`;
      }),
  },
  {
    name: 'rooms',
    applies: (path) => isCpp(path) && path.startsWith('server/'),
    check: (path) =>
      FLOOR_OF.has(path.split('/')[1])
        ? []
        : [{ line: 1, words: 'is in no room that has a floor (tests/house/rules.mjs)' }],
  },
  {
    name: 'narrow includes',
    applies: isCpp,
    check: (_, text) =>
      lines(text, (line) =>
        /^\s*#\s*include\s*<boost\/(asio|beast|beast\/http)\.hpp>/.test(line)
          ? 'include the parts, not all of it'
          : null,
      ),
  },
  {
    name: 'one idea a file',
    applies: (path) => isSource(path) && path !== GENERATED,
    check: (_, text) => {
      const count = text.split('\n').length - 1;
      return count > MOST_LINES
        ? [{ line: count, words: `has ${count} lines, at most ${MOST_LINES} are one idea` }]
        : [];
    },
  },
  {
    name: 'once',
    applies: (path) => path.endsWith('.h'),
    check: (_, text) => (/^#pragma once$/m.test(text) ? [] : [{ line: 1, words: 'lacks #pragma once' }]),
  },
  {
    name: 'no detached threads',
    applies: isCpp,
    check: (path, text) =>
      lines(text, (line) => {
        if (/\.\s*detach\s*\(\s*\)/.test(line)) return 'detaches a thread: somebody must own and end it';
        if (MAY_DETACH.some((folder) => path.startsWith(folder)) || isTest(path)) return null;
        return /\basio::detached\b/.test(line) ? 'detaches a coroutine: somebody must own and end it' : null;
      }),
  },
  {
    name: 'tests wait for what happens',
    applies: isTest,
    check: (path, text) =>
      lines(text, (line) => {
        if (/\b(sleep_for|sleep_until|usleep|nanosleep|waitForTimeout)\s*\(/.test(line)) return 'waits by the clock';
        return isBrowserTest(path) && /\bset(Timeout|Interval)\s*\(\s*\w+\s*,/.test(line) ? 'waits by the clock' : null;
      }),
  },
  {
    name: 'time and chance are handed in',
    applies: (path) => isView(path) && /\.(ts|svelte)$/.test(path) && path !== 'extension/src/timing.ts',
    check: (_, text) =>
      lines(text, (line) =>
        /\b(Date\.now|Math\.random|setTimeout|setInterval|new Date)\s*\(\s*(\)|[^)\s])/.test(line) &&
        !/new Date\([^)]/.test(line)
          ? 'asks the clock or chance itself (extension/src/timing.ts)'
          : null,
      ),
  },
  {
    name: 'colours in one place',
    applies: (path) => isView(path) && /\.(css|svelte)$/.test(path) && !path.endsWith('/tokens.css'),
    check: (_, text) =>
      lines(text, (line) =>
        /[:\s,(]#[0-9a-fA-F]{3,8}\b\s*[;,)]/.test(line) ? 'names a colour of its own (design/tokens.css)' : null,
      ),
  },
  {
    name: 'no markup from text',
    applies: isPage,
    check: (_, text) =>
      lines(text, (line) =>
        /\{@html\b|\.(innerHTML|outerHTML)\b|\binsertAdjacentHTML\b|\bdocument\.write\b|\beval\s*\(|\bnew Function\b/.test(
          line,
        )
          ? 'makes markup or code of text'
          : null,
      ),
  },
  {
    name: 'tests run',
    applies: isTest,
    check: (_, text) => {
      // What only the real data in ../shared can show may be left out where that folder is not there.
      const needsRealData = text.includes('SHIPVOTE_SHARED');
      return lines(text, (line) => {
        if (/\bDISABLED_|\b(it|test|describe)\.(skip|only|todo)\b/.test(line)) return 'skips a test';
        return /\bGTEST_SKIP\b/.test(line) && !needsRealData ? 'skips a test' : null;
      });
    },
  },
  pointers,
  {
    name: 'finished',
    applies: (path) => !path.endsWith('package-lock.json'),
    check: (_, text) => lines(text, (line) => (/\b(TODO|FIXME|XXX|HACK)\b/.test(line) ? 'is not finished' : null)),
  },
  {
    name: 'no machine of ours',
    applies: () => true,
    check: (_, text) =>
      lines(text, (line) =>
        /(^|[\s"'`=(:])\/(work|home|root)\/\w/.test(line) ? 'names a path of somebody’s machine' : null,
      ),
  },
  {
    name: 'no registry named',
    applies: () => true,
    check: (_, text) =>
      lines(text, (line) => {
        if (/"resolved":\s*"https?:/.test(line)) return 'names where a package came from';
        return /https?:\/\/(registry|deb|pypi|crates|proxy)\./.test(line)
          ? 'names the host of a package registry'
          : null;
      }),
  },
  lockedPackages,
];

// All that `files` ([{ path, text }]) break, as lines to print.
export function broken(files) {
  const found = [];
  for (const { path, text } of files) {
    if (isTheseRules(path)) continue; // they quote what they forbid
    for (const rule of rules) {
      if (!rule.applies(path)) continue;
      for (const { line, words } of rule.check(path, text)) found.push(`${path}:${line}: [${rule.name}] ${words}`);
    }
  }
  return found;
}
