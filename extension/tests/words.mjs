// What the views say in English, by the keys of the texts: a story does not break when a word is bettered.
import { readFileSync, readdirSync } from 'node:fs';

const folder = new URL('../src/texts/', import.meta.url);
const areas = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const table = Object.assign(
  {},
  ...areas.map((area) => JSON.parse(readFileSync(new URL(`${area.name}/en.json`, folder), 'utf8'))),
);

// As the views fill their texts in; numbers decide between "one" and "other" by `count`.
export function words(key, values = {}) {
  const text = table[key];
  if (text === undefined) throw new Error(`there is no text ${key}`);
  const chosen = typeof text === 'string' ? text : values.count === 1 ? text.one : text.other;
  return chosen.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? `{${name}}`));
}
