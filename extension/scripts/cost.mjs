// Prints what the overlay costs a viewer's computer, as shares of one core: without a vote, and in one with a message a
// second, the most that Twitch delivers. The figures are of this machine, whose graphics are done by the processor too.
//
//   node scripts/cost.mjs [seconds for each state]
import { setTimeout as pause } from 'node:timers/promises';
import { openBrowser } from '../tests/browser.mjs';
import { ViewAlone } from '../tests/view_alone.mjs';

const SECONDS = Number(process.argv[2] ?? 10);

// What is looked at: how many ships the vote has, and how its card is turned.
const STATES = [
  { name: 'no vote', ships: 0 },
  { name: 'vote made small', ships: 40, press: ['Minimise'] },
  { name: 'vote as a card', ships: 40 },
  { name: 'ballot of 6', ships: 6, press: ['Vote now'] },
  { name: 'ballot of 40', ships: 40, press: ['Vote now'] },
  { name: 'ballot of 300', ships: 300, press: ['Vote now'] },
];

async function spent(view, browserSession) {
  const { metrics } = await view.session.send('Performance.getMetrics');
  const metric = (name) => metrics.find((entry) => entry.name === name).value;
  const { processInfo } = await browserSession.send('SystemInfo.getProcessInfo');
  const processes = processInfo.filter(({ type }) => type === 'renderer' || type === 'GPU');
  return {
    all: processes.reduce((sum, { cpuTime }) => sum + cpuTime, 0),
    task: metric('TaskDuration'),
    script: metric('ScriptDuration'),
    layout: metric('LayoutDuration') + metric('RecalcStyleDuration'),
  };
}

// A few ballots more for the ships in front, as in a lively vote.
function nextCounts(counts, second) {
  return counts.map((count, place) => count + ([5, 4, 3, 2][place] ?? ((place + second) % 9 === 0 ? 1 : 0)));
}

async function measure(browser, browserSession, { name, ships, press = [] }) {
  const view = await ViewAlone.open(browser, 'video_overlay', { reducedMotion: 'no-preference' });
  try {
    view.session = await view.context.newCDPSession(view.page);
    await view.session.send('Performance.enable', { timeDomain: 'threadTicks' });
    let vote = ships > 0 ? view.vote({ ships, counts: [300, 200, 100, 50] }) : null;
    if (vote) {
      await view.say(vote);
      for (const label of ['Vote now', ...press]) await view.page.getByRole('button', { name: label }).waitFor();
      for (const label of press) await view.page.getByRole('button', { name: label }).click();
    }
    await pause(4_000); // what comes in has come in
    const before = await spent(view, browserSession);
    const startedAt = performance.now();
    for (let second = 1; second <= SECONDS; second += 1) {
      if (vote) {
        const counts = nextCounts(vote.counts, second);
        vote = { ...vote, counts, ballots: counts.reduce((sum, count) => sum + count, 0) };
        await view.say(vote);
      }
      await pause(Math.max(0, startedAt + second * 1000 - performance.now()));
    }
    const after = await spent(view, browserSession);
    const passed = (performance.now() - startedAt) / 1000;
    const share = (field) => `${(((after[field] - before[field]) / passed) * 100).toFixed(2)} %`.padStart(10);
    console.log(name.padEnd(18), ['all', 'task', 'script', 'layout'].map(share).join(''));
  } finally {
    await view.close();
  }
}

const browser = await openBrowser();
try {
  const browserSession = await browser.newBrowserCDPSession();
  console.log('share of a core    processes    thread    script    layout');
  for (const state of STATES) await measure(browser, browserSession, state);
} finally {
  await browser.close();
}
