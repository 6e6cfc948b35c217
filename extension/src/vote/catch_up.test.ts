import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { NOON, closedVote, sampleState, sampleVote } from '../live/sample_states';
import type { LiveState } from '../live/state';
import { StandingTime } from '../timing';
import { CatchUp } from './catch_up';
import { ChannelState } from './channel_state.svelte';
import { ServerClock } from './clock.svelte';
import { FakeServer } from './fake_server';

function view(chance = 0) {
  const timing = new StandingTime(NOON);
  const state = new ChannelState(new ServerClock(timing));
  const server = new FakeServer();
  const catchUp = new CatchUp({ server, state, timing, random: () => chance });
  const tell = (told: Partial<LiveState>) => {
    if (state.heardMessage(sampleState({ sequence: timing.now(), ...told }))) catchUp.heard();
  };
  const begin = (segment: Partial<LiveState> | null) => {
    if (segment && state.readSegment(sampleState(segment))) catchUp.heard();
    catchUp.begin();
  };
  return { timing, state, server, catchUp, tell, begin };
}

// What is told or known: by their ids the vote that is open and the one that was closed last.
interface Told {
  open?: number;
  result?: number;
}

// A number is a vote that is open, null that none is.
type CaseAnswer = number | null | 'told' | 'closed' | 'failed' | 'not_found';

interface Step {
  at: number;
  begins?: Told | null;
  told?: Told;
  written_at?: number;
  seen?: boolean;
  asked?: (keyof typeof QUESTIONS)[];
  answers?: Record<keyof typeof QUESTIONS, CaseAnswer>;
  knows?: Told;
}

interface Case {
  name: string;
  chance: number;
  steps: Step[];
}

const QUESTIONS = { open_vote: 'openVote', settings: 'settings', known_vote: 'vote' } as const;

const openVote = (id: number | undefined) => (id === undefined ? null : sampleVote({ id }));
const result = (id: number | undefined) => (id === undefined ? null : closedVote(sampleVote({ id }), NOON));

async function give(server: FakeServer, question: keyof typeof QUESTIONS, answer: CaseAnswer): Promise<void> {
  const what = QUESTIONS[question];
  if (answer === 'failed') return server.refuse(what, 'offline', 0);
  if (answer === 'not_found') return server.refuse(what, 'not_found', 404);
  if (what === 'settings') return server.answer(what, sampleState().channel);
  if (what === 'openVote') return server.answer(what, typeof answer === 'number' ? openVote(answer) : null);
  return server.answer(what, result(server.pending.find((pending) => pending.what === what)?.values[0]));
}

async function take(step: Step, { timing, state, server, catchUp, tell, begin }: ReturnType<typeof view>) {
  const wait = NOON + step.at - timing.now();
  if (wait > 0) {
    timing.pass(wait - 1);
    expect(server.asked).toEqual([]);
    timing.pass(1);
  }
  expect(server.asked.splice(0)).toEqual((step.asked ?? []).map((question) => QUESTIONS[question]));
  const { begins, told, written_at: writtenAt, seen, answers, knows } = step;
  if (begins !== undefined) begin(begins && { vote: openVote(begins.open), last_result: result(begins.result) });
  if (told) {
    const sequence = NOON + (writtenAt ?? step.at);
    tell({ sequence, vote: openVote(told.open) ?? result(told.result) });
  }
  if (seen !== undefined) catchUp.watched(seen);
  for (const [question, answer] of Object.entries(answers ?? {})) {
    await give(server, question as keyof typeof QUESTIONS, answer);
  }
  if (knows) expect({ open: state.vote?.id, result: state.lastResult?.id }).toEqual(knows);
}

const cases = JSON.parse(readFileSync('../docs/view-asking-cases.json', 'utf8')) as Case[];

// The rules of docs/live-messages.md section 7, case by case; bench/view_test.cpp holds the simulated views to the same.
describe('the cases of asking', () => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', async (_, { chance, steps }) => {
    const played = view(chance);
    for (const step of steps) await take(step, played);
    expect(played.server.asked).toEqual([]);
  });
});

describe('ships that messages have no room for', () => {
  const part = sampleVote({ ships: [2, 3], counts: [7, 5], leftover: 1 });
  const whole = sampleVote({ ships: [1, 2, 3], counts: [1, 7, 5] });

  it('are asked for once', async () => {
    const { timing, state, server, tell, begin } = view();
    begin({});
    for (let second = 0; second < 5; second++) {
      timing.pass(1_000);
      tell({ vote: part });
    }
    expect(server.asked).toEqual(['openVote']);
    await server.answer('openVote', whole);
    tell({ vote: part });
    timing.pass(12_000);
    expect(server.asked).toEqual(['openVote']);
    expect(state.vote?.ships).toEqual([1, 2, 3]);
  });

  it('come without undoing what was told after they were asked for', async () => {
    const { timing, state, server, tell, begin } = view();
    begin({ vote: part });
    timing.pass(2_000);
    tell({ vote: { ...part, counts: [9, 5], ballots: 15 } });
    await server.answer('openVote', whole);
    expect(state.vote).toMatchObject({ ships: [1, 2, 3], counts: [1, 9, 5], ballots: 15, leftover: 0 });
  });

  it('are asked for only while somebody looks', () => {
    const { timing, server, catchUp, tell, begin } = view();
    begin({});
    catchUp.watched(false);
    timing.pass(1_000);
    tell({ vote: part });
    timing.pass(12_000);
    expect(server.asked).toEqual([]);
    catchUp.watched(true);
    tell({ vote: part });
    timing.pass(2_000);
    expect(server.asked).toEqual(['openVote']);
  });
});

it('asks nothing before it is known which channel this is', () => {
  const { timing, server, catchUp, tell } = view();
  catchUp.watched(false);
  timing.pass(60_000);
  catchUp.watched(true);
  timing.pass(60_000);
  tell({ vote: sampleVote({ leftover: 1 }) });
  timing.pass(60_000);
  expect(server.asked).toEqual([]);
  catchUp.begin();
  timing.pass(0);
  expect(server.asked).toEqual(['openVote']);
});

it('is silent once it is stopped', () => {
  const { timing, server, catchUp, begin } = view();
  begin({ vote: sampleVote() });
  catchUp.stop();
  timing.pass(600_000);
  expect(server.asked).toEqual([]);
  expect(timing.waiting).toBe(0);
});
