// Pictures of every view and state: node scripts/screenshots.mjs ../build/screenshots [what the name must contain]
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { World } from '../tests/world.mjs';
import { Camera } from './camera.mjs';
import * as extremes from './extremes.mjs';
import * as scenes from './scenes.mjs';

const [folder = '../build/screenshots', wanted = ''] = process.argv.slice(2);
if (wanted === '') rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const world = await World.open();
let failed = 0;
try {
  for (const [name, scene] of Object.entries({ ...scenes, ...extremes })) {
    for (const theme of ['dark', 'light']) {
      if (!`${name}_${theme}`.includes(wanted)) continue;
      const camera = new Camera(world, theme, (picture) => join(folder, `${name}_${picture}_${theme}.png`));
      try {
        await scene(camera);
      } catch (error) {
        failed += 1;
        console.error(`screenshots: ${name}, ${theme}: ${error.message}`);
      }
      await camera.putAway();
      console.log(`${name}, ${theme}: ${camera.taken} pictures`);
    }
  }
} finally {
  await world.close();
}
process.exit(failed === 0 ? 0 : 1);
