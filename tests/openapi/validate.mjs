// Holds HTTP exchanges that tests wrote down against the description.
//   node validate.mjs FOLDER [DESCRIPTION] [--partial]
// FOLDER has *.jsonl files, one exchange a line: {"method","path","query","request_body"?,"status","content_type","body"}.
// Fails on every deviation, and on every described operation that was never seen to succeed (not with --partial).
import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { loadDescription } from './description.mjs';

const MOST_DEVIATIONS_PRINTED = 40;

const partial = process.argv.includes('--partial');
const [folder, file] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
if (!folder) {
  console.error('validate: name the folder with the exchanges');
  process.exit(2);
}
const description = loadDescription(file ?? fileURLToPath(new URL('../../docs/openapi.yaml', import.meta.url)));

const counts = { exchanges: 0, elsewhere: 0, outsideOperations: 0 };
const seen = new Map(description.operations().map((operation) => [operation.name, new Map()]));
const deviations = new Map(); // words → how often and where first

// Only what is described here: the programs also serve pages, and operators on another listener.
const isDescribed = (path) =>
  path === '/_health' || path === '/api' || path.startsWith('/api/') || path.startsWith('/live/');

function look(exchange, place) {
  counts.exchanges += 1;
  if (!isDescribed(exchange.path)) {
    counts.elsewhere += 1;
    return;
  }
  const operation = description.operationOf(exchange);
  if (operation) {
    const statuses = seen.get(operation.name);
    statuses.set(exchange.status, (statuses.get(exchange.status) ?? 0) + 1);
  } else {
    counts.outsideOperations += 1;
  }
  for (const words of description.deviations(exchange)) {
    const name = operation?.name ?? exchange.path;
    const what = `${exchange.method} ${name} ${exchange.status}: ${words}`;
    const known = deviations.get(what) ?? { times: 0, place, exchange };
    known.times += 1;
    deviations.set(what, known);
  }
}

const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
for (const name of files) {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(join(folder, name)), crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() === '') continue;
    try {
      look(JSON.parse(text), `${name}:${line}`);
    } catch (error) {
      deviations.set(`${name}:${line} is no exchange: ${error.message}`, { times: 1, place: `${name}:${line}` });
    }
  }
}

for (const [name, statuses] of seen) {
  const numbers = [...statuses].sort(([a], [b]) => a - b).map(([status, times]) => `${status} ×${times}`);
  console.log(`${name.padEnd(20)} ${numbers.join(', ') || 'never seen'}`);
}
const neverSucceeded = [...seen].filter(([, statuses]) => ![...statuses.keys()].some((status) => status < 300));

for (const [what, { times, place, exchange }] of [...deviations].slice(0, MOST_DEVIATIONS_PRINTED)) {
  console.error(`DEVIATION (×${times}, first at ${place}) ${what}`);
  if (exchange) console.error(`    ${JSON.stringify(exchange).slice(0, 600)}`);
}
if (deviations.size > MOST_DEVIATIONS_PRINTED) console.error(`… and ${deviations.size - MOST_DEVIATIONS_PRINTED} more`);
if (!partial) for (const [name] of neverSucceeded) console.error(`NEVER SEEN TO SUCCEED ${name}`);

const bad = deviations.size + (partial ? 0 : neverSucceeded.length);
console.log(
  `${counts.exchanges} exchanges in ${files.length} files, ${counts.elsewhere} of them for pages and operators, ` +
    `${counts.outsideOperations} for no described operation; ` +
    `${seen.size - neverSucceeded.length} of ${seen.size} operations seen to succeed; ${deviations.size} deviations`,
);
process.exit(bad === 0 ? 0 : 1);
