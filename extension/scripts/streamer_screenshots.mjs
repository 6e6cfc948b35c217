// Pictures of every state of the streamer's pages, for people to look at.
//   node scripts/streamer_screenshots.mjs <folder> [a part of the names]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Stage } from '../tests/streamer/stage.mjs';
import { enter, states } from '../tests/streamer/states.mjs';

const [folder = '../build/screenshots', part = ''] = process.argv.slice(2);
const SIZES = {
  config: [
    [400, 800],
    [700, 700],
    [1100, 800],
  ],
  live_config: [
    [320, 560],
    [400, 700],
    [700, 600],
    [1100, 700],
  ],
};

mkdirSync(folder, { recursive: true });
const stage = await Stage.open();
for (const state of states.filter(({ name }) => name.includes(part))) {
  for (const theme of ['dark', 'light']) {
    for (const [width, height] of SIZES[state.view]) {
      const page = await enter(stage, state, { width, height, theme });
      await page.screenshot({ path: join(folder, `${state.name}-${theme}-${width}.png`) });
      for (const problem of page.problems) console.error(`${state.name} ${theme} ${width}: ${problem}`);
      await page.context().close();
    }
  }
}
await stage.close();
