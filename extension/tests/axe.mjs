// What axe finds on a page or in a frame, as lines; empty where there is nothing.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// Nothing is loaded beforehand: only rules for sound and films want that, and the views have neither.
export async function axe(page, rules = {}) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  return page.evaluate(async (wanted) => {
    const options = { preload: false, resultTypes: ['violations'], rules: wanted };
    const { violations } = await window.axe.run(document, options);
    return violations.flatMap((violation) =>
      violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')}: ${node.failureSummary}`),
    );
  }, rules);
}
