// Prints what the views weigh as they are sent, and fails where the overlay weighs too much: every viewer of every stream
// loads it.
//
//   node scripts/sizes.mjs [folder]
import { gzipSync } from 'node:zlib';
import { altogether, atOnce, pages, read } from './bundle.mjs';

// Gzipped bytes. "own": our scripts and styles, with everything that is fetched later, in the largest of the languages.
const MOST = { own: 45 * 1024, library: 36 * 1024 };

const isCode = (name) => /\.(js|css)$/.test(name);
const isLibrary = (name) => name === 'svelte.js';
const isTexts = (name) => name.startsWith('texts_');
const weight = (names) => names.reduce((sum, name) => sum + gzipSync(read(name), { level: 9 }).length, 0);

// A viewer speaks one language only.
function heaviestLanguage(names) {
  const languages = new Map();
  for (const name of names.filter(isTexts)) {
    const language = /_([\w-]+)\.js$/.exec(name)[1].split('_').at(-1);
    languages.set(language, (languages.get(language) ?? 0) + weight([name]));
  }
  return Math.max(0, ...languages.values());
}

function sizesOf(page) {
  const all = altogether(page).filter(isCode);
  const own = all.filter((name) => !isLibrary(name) && !isTexts(name));
  return {
    page,
    atOnce: weight(atOnce(page).filter((name) => isCode(name) && !isLibrary(name))),
    own: weight(own) + heaviestLanguage(all),
    library: weight(all.filter(isLibrary)),
  };
}

const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`.padStart(9);
let heavy = false;
console.log('gzipped             at once   own, all   library');
for (const { page, atOnce: first, own, library } of pages.map(sizesOf)) {
  console.log(page.padEnd(18), kilobytes(first), ` ${kilobytes(own)}`, kilobytes(library));
  if (page !== 'video_overlay.html') continue;
  heavy = own > MOST.own || library > MOST.library;
}
if (heavy) {
  console.error(
    `sizes: the overlay may weigh ${kilobytes(MOST.own).trim()}, its library ${kilobytes(MOST.library).trim()}`,
  );
  process.exit(1);
}
