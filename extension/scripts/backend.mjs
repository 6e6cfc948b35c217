// Tells what was built where its server is: SHIPVOTE_WEB_URL, and SHIPVOTE_API_URL where ballots go to another one.
//
//   SHIPVOTE_WEB_URL=https://… node scripts/backend.mjs [folder]
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '../../build/extension/views');

function address(name, otherwise) {
  const told = process.env[name] ?? otherwise;
  if (!told || !URL.canParse(told) || !/^https?:$/.test(new URL(told).protocol)) {
    console.error(`backend: ${name} has to be the address of the server, such as https://votes.example.org`);
    process.exit(1);
  }
  return told.replace(/\/+$/, '');
}

const web = address('SHIPVOTE_WEB_URL');
const api = address('SHIPVOTE_API_URL', web);
writeFileSync(join(folder, 'backend.js'), `window.shipvoteBackend = ${JSON.stringify({ web, api }, null, 2)};\n`);
console.log(`backend: ${web}${api === web ? '' : `, ballots to ${api}`}`);
