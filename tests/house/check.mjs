// Holds every file of the repository (tracked, or new and not ignored) against the house rules. Exit 1 with any broken.
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { broken } from './rules.mjs';

const MOST_BYTES = 1_000_000;

const paths = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\0')
  .filter((path) => path !== '' && statSync(path, { throwIfNoEntry: false })?.isFile());

const found = [];
const files = [];
for (const path of paths) {
  const { size } = statSync(path);
  if (size > MOST_BYTES) found.push(`${path}:1: [small repository] has ${size} bytes, at most ${MOST_BYTES}`);
  const text = readFileSync(path, 'utf8');
  if (!text.includes('\0')) files.push({ path, text });
}
found.push(...broken(files));

for (const line of found) console.error(line);
console.log(`house rules: ${files.length} files, ${found.length} places that break a rule`);
process.exit(found.length === 0 ? 0 : 1);
