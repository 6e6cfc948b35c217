// npm leaves an optional package out without a word when its "engines" refuse the running Node.js, and the build then fails
// on some machines only. So every locked package has to install on each supported Node.js and each platform.
import { createRequire } from 'node:module';

const semver = createRequire(new URL('../openapi/package.json', import.meta.url))('semver');

// The oldest Node.js supported, that of Debian 12. "engines" of our own packages and scripts/install-packages ask for it.
export const OLDEST_NODE = '18.20.0';
const SUPPORTED = [OLDEST_NODE, '20.19.0']; // the latter is that of Debian 13

// Whether Node.js finds the package `name` from the one at `place`, a key of the lock file such as "node_modules/vite".
function isLocked(packages, place, name) {
  for (let folder = place; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[`${folder}/node_modules/${name}`.replace(/^\//, '')]) return true;
    if (folder === '') return false;
  }
}

function faultsOfOurs({ engines }) {
  const oldest = semver.minVersion(engines?.node ?? '*').version;
  return oldest === OLDEST_NODE ? [] : [`its "engines" have to ask for Node.js ${OLDEST_NODE} or newer`];
}

function faultsOf(packages, place) {
  const { integrity, resolved, engines, optionalDependencies } = packages[place];
  const faults = [];
  if (!integrity) faults.push('has no "integrity"');
  if (resolved) faults.push('has a "resolved": omit-lockfile-registry-resolved in .npmrc keeps it out');
  const range = engines?.node ?? '*';
  const refused = SUPPORTED.find((version) => !semver.satisfies(version, range));
  if (refused) faults.push(`does not install on Node.js ${refused}: it asks for ${range}`);
  const missing = Object.keys(optionalDependencies ?? {}).filter((name) => !isLocked(packages, place, name));
  if (missing.length > 0) faults.push(`lacks the lock of its optional ${missing.join(', ')}`);
  return faults;
}

export const lockedPackages = {
  name: 'packages install everywhere',
  applies: (path) => /(^|\/)package-lock\.json$/.test(path),
  check: (_, text) => {
    const { packages } = JSON.parse(text);
    const lines = text.split('\n');
    return Object.keys(packages).flatMap((place) => {
      if (packages[place].link) return [];
      const line = lines.findIndex((one) => one.trimStart().startsWith(`${JSON.stringify(place)}:`)) + 1;
      const faults = place === '' ? faultsOfOurs(packages[place]) : faultsOf(packages, place);
      return faults.map((words) => ({ line, words: `${place || 'the package itself'}: ${words}` }));
    });
  },
};
