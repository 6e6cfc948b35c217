// Waiting for what happens: a condition, and a limit at which the test fails.
import { setTimeout as pause } from 'node:timers/promises';

const LOOK_AGAIN_MS = 40;

// Gives what `condition` gives as soon as that is neither false nor nothing. Throws with `what` after `withinMs`.
export async function until(condition, what, withinMs = 10_000) {
  const giveUp = Date.now() + withinMs;
  let trouble = '';
  for (;;) {
    try {
      const held = await condition();
      if (held) return held;
      trouble = '';
    } catch (error) {
      if (error.message?.includes('ended by itself')) throw error;
      trouble = `: ${error.message}`;
    }
    if (Date.now() > giveUp) throw new Error(`not within ${withinMs} ms: ${what}${trouble}`);
    await pause(LOOK_AGAIN_MS);
  }
}
