// Makes what the views know of ships: public/warships.json and public/names_<language>.json, which are not kept with the
// sources. From a dump of Wargaming's encyclopedia where there is one, or from a running shipvote-web:
//
//   node scripts/fleet.mjs                            ../shared/data/wargaming, or SHIPVOTE_SHARED
//   node scripts/fleet.mjs http://127.0.0.1:8080      GET /api/warships of that server
//   node scripts/fleet.mjs --if-missing …             leaves a list alone that is there already
//   node scripts/fleet.mjs --or-sample …              without a dump the sample list: to try and to test, not to publish
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, '../public');
const shared = process.env.SHIPVOTE_SHARED ?? join(here, '../../../shared');
const data = join(shared, 'data/wargaming');

// Files of names, by the language of ours.
const NAMES = { de: 'de', fr: 'fr', es: 'es', pl: 'pl', ja: 'ja', ko: 'ko', 'zh-TW': 'zh-tw' };
const FIELDS = ['id', 'name', 'nation', 'type', 'tier', 'premium', 'image'];

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));
const write = (name, content) => writeFileSync(join(target, name), `${JSON.stringify(content)}\n`);

function ofDump() {
  const dump = readJson(join(data, 'encyclopedia_ships.json'));
  return Object.values(dump.data ?? dump).map((ship) => ({
    id: ship.ship_id,
    name: ship.name,
    nation: ship.nation,
    type: ship.type,
    tier: ship.tier,
    premium: Boolean(ship.is_premium || ship.is_special),
    image: ship.images?.small ?? '',
  }));
}

async function ofServer(address) {
  const response = await fetch(new URL('/api/warships', address), { signal: AbortSignal.timeout(20_000) });
  if (!response.ok) throw new Error(`${address} answers ${response.status}`);
  const { data: ships } = await response.json();
  return ships.map((ship) => Object.fromEntries(FIELDS.map((field) => [field, ship[field]])));
}

// Only names that differ from the English one.
function namesOf(file, ships) {
  if (!existsSync(file)) return {};
  const names = readJson(file);
  const differ = ships.filter(({ id, name }) => names[id] && names[id] !== name);
  return Object.fromEntries(differ.map(({ id }) => [id, names[id]]));
}

const [address] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const kept = join(target, 'warships.json');
const dumped = existsSync(join(data, 'encyclopedia_ships.json'));
const good = existsSync(kept) && !(dumped && readJson(kept).sample);
if (process.argv.includes('--if-missing') && good) process.exit(0);
const sample = !address && !dumped && process.argv.includes('--or-sample');
if (!address && !dumped && !sample) {
  console.error(`fleet: no list of ships in ${data}; name a running shipvote-web instead`);
  process.exit(1);
}

const chosen = () => (sample ? readJson(join(here, '../sample/warships.json')).data : ofDump());
const ships = (address ? await ofServer(address) : chosen()).sort((one, other) => one.id - other.id);
if (ships.length === 0) throw new Error('fleet: no ships');
mkdirSync(target, { recursive: true });
write('warships.json', sample ? { sample, data: ships } : { data: ships });
for (const [language, file] of Object.entries(NAMES)) {
  write(`names_${language}.json`, namesOf(join(data, `names/ship_names_${file}.json`), ships));
}
console.log(`fleet: ${ships.length} ships${sample ? ' of the sample' : ''}`);
