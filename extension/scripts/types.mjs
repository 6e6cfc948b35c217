// Makes src/api/types.ts from the description of the HTTP API; with --check only says whether it is stale.
import { readFile, writeFile } from 'node:fs/promises';
import openapi, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';

const description = new URL('../../docs/openapi.yaml', import.meta.url);
const types = new URL('../src/api/types.ts', import.meta.url);

const heading = '// Made by "npm run types" from docs/openapi.yaml. Change that file, not this one.\n\n';
const options = { ...(await resolveConfig(types)), plugins: [], parser: 'typescript' };
const wanted = await format(heading + astToString(await openapi(description)), options);

if (process.argv.includes('--check')) {
  const found = await readFile(types, 'utf8').catch(() => '');
  if (found !== wanted) {
    console.error('src/api/types.ts is not what docs/openapi.yaml says: run "npm run types" in extension/');
    process.exit(1);
  }
} else {
  await writeFile(types, wanted);
}
