// What axe finds on a page or in a frame, as lines; empty where there is nothing. The page must have been given axe.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const axe = (page, rules = {}) =>
  page.evaluate(async (wanted) => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'], rules: wanted });
    return violations.flatMap((violation) =>
      violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')}: ${node.failureSummary}`),
    );
  }, rules);
