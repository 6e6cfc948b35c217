// What was built, and which files a page loads: read from the files themselves, not from what the build meant to do.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const folder = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '../../build/extension/views');

export const names = readdirSync(folder, { withFileTypes: true }).map((entry) => ({
  name: entry.name,
  isFile: entry.isFile(),
}));
export const read = (name) => readFileSync(join(folder, name));
export const text = (name) => read(name).toString('utf8');
export const exists = (name) => names.some((entry) => entry.isFile && entry.name === name);

const every = (source, pattern) => [...source.matchAll(pattern)].map((match) => match[1]);
const local = (address) => address.replace(/^\.\//, '');

export const pages = names.map(({ name }) => name).filter((name) => name.endsWith('.html'));

export function linkedFrom(page) {
  const source = text(page);
  const scripts = every(source, /<script[^>]*\ssrc="([^"]+)"/g);
  const styles = every(source, /<link[^>]*\shref="([^"]+\.css)"/g);
  return {
    scripts,
    styles: styles.map(local),
    local: [...scripts, ...styles].filter((a) => a.startsWith('./')).map(local),
  };
}

export const importedBy = (script) => every(text(script), /(?:from|import)\s*"\.\/([\w.-]+\.js)"/g);

// With the styles that come with them.
export const importedLaterBy = (script) => [
  ...every(text(script), /import\(\s*"\.\/([\w.-]+\.js)"\s*\)/g),
  ...every(text(script), /"\.\/([\w.-]+\.css)"/g),
];

function closure(start, next) {
  const found = new Set(start);
  for (const name of found) if (name.endsWith('.js')) for (const other of next(name)) found.add(other);
  return [...found];
}

// What a page loads before it shows anything, and all that it may load.
export const atOnce = (page) => closure(linkedFrom(page).local, importedBy);
export const altogether = (page) =>
  closure(linkedFrom(page).local, (script) => [...importedBy(script), ...importedLaterBy(script)]);
