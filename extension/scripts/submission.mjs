// Whether Twitch would take what was built (its rules for what is uploaded): flat, whole, readable, nothing inline, nothing
// from elsewhere but the helper, and the helper first.
//
//   node scripts/submission.mjs [folder] [--sample-will-do]
import { altogether, exists, linkedFrom, names, pages, text } from './bundle.mjs';

const HELPER = 'https://extension-files.twitch.tv/helper/v1/twitch-ext.min.js';
const VIEWS = ['config.html', 'live_config.html', 'mobile.html', 'video_overlay.html'];
// Fetched by name while a view runs.
const DATA = /^(warships|names_[\w-]+)\.json$/;
const LONGEST_LINE = 3_000; // our English texts are in one; minified code has far longer ones

const faults = [];
const fault = (name, what) => faults.push(`${name}: ${what}`);

function checkPage(page) {
  const source = text(page);
  const { scripts, local } = linkedFrom(page);
  if (scripts[0] !== HELPER) fault(page, 'its first script is not the helper');
  for (const address of scripts.slice(1)) if (!address.startsWith('./')) fault(page, `loads ${address}`);
  for (const name of local) if (!exists(name)) fault(page, `${name} is missing`);
  if (/<script(?![^>]*\ssrc=)/.test(source)) fault(page, 'has a script inside');
  if (/\son\w+\s*=/.test(source)) fault(page, 'has a handler inside');
  if (/<iframe/.test(source)) fault(page, 'has a frame');
}

function checkScript(name) {
  const source = text(name);
  if (/\beval\s*\(|\bnew Function\s*\(/.test(source)) fault(name, 'makes code of text');
  if (/set(Timeout|Interval)\(\s*['"`]/.test(source)) fault(name, 'runs a text later');
  if (/\bimport\s*\(?\s*["']https?:/.test(source)) fault(name, 'loads code from elsewhere');
  if (source.split('\n').some((line) => line.length > LONGEST_LINE)) fault(name, 'is not readable');
}

for (const view of VIEWS) if (!exists(view)) fault(view, 'is missing');
pages.forEach(checkPage);
const used = new Set(pages.flatMap((page) => [page, ...altogether(page)]));
for (const { name, isFile } of names) {
  if (!isFile) fault(name, 'is a folder');
  else if (!used.has(name) && !DATA.test(name)) fault(name, 'is used by no page');
  if (isFile && name.endsWith('.js')) checkScript(name);
  if (isFile && /\.(css|html)$/.test(name) && /url\(\s*['"]?(https?:)?\/\//.test(text(name)))
    fault(name, 'loads from elsewhere');
}
if (!exists('warships.json')) {
  fault('warships.json', 'is missing: node scripts/fleet.mjs');
} else if (!process.argv.includes('--sample-will-do') && JSON.parse(text('warships.json')).sample) {
  fault('warships.json', 'is the sample: name a running shipvote-web, as scripts/fleet.mjs says, and build anew');
}

for (const line of faults) console.error(`submission: ${line}`);
if (faults.length > 0) process.exit(1);
console.log(`submission: ${names.length} files, nothing to object to`);
