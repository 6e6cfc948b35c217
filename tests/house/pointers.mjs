// Pointers from comments and documents to files of this repository, and whether they lead somewhere.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const exists = (path) => /\/node_modules(\/|$)/.test(path) || existsSync(join(ROOT, path));

// Neither part of a longer path or address, nor a pattern. A full stop at the end belongs to the sentence.
const POINTER =
  /(?<![\w./~$}-])((?:docs|scripts|server|sim|bench|e2e|tests|extension|deploy)\/[\w./-]*\w)(?![\w*{<$]|\.[*{<$])/g;
// `docs/page.md, "Heading", "Heading"` or `docs/page.md, from "Heading" to "Heading"`, also over several lines.
const HEADINGS = /(docs\/[\w./-]+\.md),((?:(?:\s|\/\/|#|,|from|to)*"[^"\n]+")+)/g;
const LINK = /\]\(([^)\s#:]+)(?:#[^)\s]*)?\)/g;

// The extension has a folder "scripts" of its own; "e2e/program" means the header and its source.
const leadsSomewhere = (to) => [to, `${to}.h`, `extension/${to}`].some(exists);

function hasHeading(page, heading) {
  const lines = readFileSync(join(ROOT, page), 'utf8').split('\n');
  return lines.some((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading);
}

function* wrong(path, text) {
  for (const { index } of text.matchAll(/(?<![\w./-])contract\/[\w{*]/g)) {
    yield [index, 'points to a folder that is not in the repository (docs/platforms is)'];
  }
  for (const { 1: to, index } of text.matchAll(POINTER)) {
    if (!leadsSomewhere(to)) yield [index, `points to ${to}, which does not exist`];
  }
  for (const { 1: page, 2: headings, index } of text.matchAll(HEADINGS)) {
    for (const [, heading] of headings.matchAll(/"([^"]+)"/g)) {
      if (exists(page) && !hasHeading(page, heading)) yield [index, `${page} has no heading "${heading}"`];
    }
  }
  if (!path.endsWith('.md')) return;
  for (const { 1: to, index } of text.matchAll(LINK)) {
    if (!exists(join(dirname(path), to))) yield [index, `links to ${to}, which does not exist`];
  }
}

export const pointers = {
  name: 'pointers lead somewhere',
  applies: (path) => !path.endsWith('package-lock.json'),
  check: (path, text) =>
    [...wrong(path, text)].map(([index, words]) => ({ line: text.slice(0, index).split('\n').length, words })),
};
