import { describe, expect, it } from 'vitest';
import { type Answer, done, refused } from '../api/answer';
import type { FoundAccount } from '../api/settings_calls';
import { StandingTime } from '../timing';
import { AccountCheck } from './account_check.svelte';

interface Question {
  name: string;
  realm: string;
  signal: AbortSignal;
  answer: (answer: Answer<FoundAccount>) => void;
}

function begin() {
  const questions: Question[] = [];
  const timing = new StandingTime();
  const check = new AccountCheck(
    (name, realm, signal) => new Promise((answer) => questions.push({ name, realm, signal, answer })),
    timing,
  );
  const last = () => questions.at(-1) as Question;
  const answered = async (answer: Answer<FoundAccount>) => {
    last().answer(answer);
    await Promise.resolve();
  };
  return { check, timing, questions, last, answered };
}

const found = (part: Partial<FoundAccount> = {}) => done({ name: 'Captain', ships: 12, hidden: false, ...part });

describe('AccountCheck', () => {
  it('asks once the typing pauses, and tells what was found', async () => {
    const { check, timing, questions, answered } = begin();
    for (const name of ['Cap', 'Capt', 'Captain']) {
      check.type(name);
      timing.pass(200);
    }
    expect(questions).toHaveLength(0);
    expect(check.state.kind).toBe('asking');
    timing.pass(450);
    expect(questions).toMatchObject([{ name: 'Captain', realm: 'eu' }]);
    await answered(found());
    expect(check.state).toMatchObject({ kind: 'found', account: { ships: 12 } });
    expect(check.worthSaving).toBe(true);
  });

  it('forgets the question that is on its way when the name changes', async () => {
    const { check, timing, questions } = begin();
    check.type('Captain');
    timing.pass(450);
    const [first] = questions as [Question];
    check.type('Captains');
    expect(first.signal.aborted).toBe(true);
    first.answer(found());
    await Promise.resolve();
    expect(check.state.kind).toBe('asking');
    timing.pass(450);
    expect(questions.at(-1)).toMatchObject({ name: 'Captains' });
  });

  it.each([
    ['', 'empty'],
    ['Ca', 'short'],
    ['Cap tain', 'malformed'],
    ['Kapitän', 'malformed'],
    ['A23456789012345678901234X', 'malformed'],
  ])('asks nobody about "%s"', (name, kind) => {
    const { check, timing, questions } = begin();
    check.type(name);
    timing.pass(10_000);
    expect(check.state.kind).toBe(kind);
    expect(questions).toHaveLength(0);
    expect(check.worthSaving).toBe(false);
  });

  it.each([
    [found({ hidden: true }), 'hidden', false],
    [refused('profile_hidden'), 'hidden', false],
    [refused('player_not_found'), 'not_found', false],
    [refused('wargaming_unavailable'), 'wargaming_down', true],
    [refused('wargaming_limit'), 'wargaming_down', true],
    [refused('offline'), 'failed', false],
  ])('tells plainly what came back (%#)', async (answer, kind, worthSaving) => {
    const { check, timing, answered } = begin();
    check.type('Captain');
    timing.pass(450);
    await answered(answer);
    expect(check.state.kind).toBe(kind);
    expect(check.worthSaving).toBe(worthSaving);
  });

  it('does not ask about what is stored, in whatever case, but does in another realm', () => {
    const { check, timing, questions } = begin();
    check.know('Captain', 'na');
    expect(check).toMatchObject({ name: 'Captain', realm: 'na', state: { kind: 'current' } });
    check.type('captain');
    timing.pass(1000);
    expect(check.state.kind).toBe('current');
    expect(questions).toHaveLength(0);
    check.chooseRealm('asia');
    timing.pass(1000);
    expect(questions).toMatchObject([{ name: 'captain', realm: 'asia' }]);
  });

  it('leaves alone what is being typed when the settings arrive', () => {
    const { check } = begin();
    check.type('Somebody');
    check.know('Captain', 'na');
    expect(check).toMatchObject({ name: 'Somebody', realm: 'eu', state: { kind: 'asking' } });
  });

  it('has nothing under way after it was stopped', () => {
    const { check, timing, last } = begin();
    check.type('Captain');
    timing.pass(450);
    check.stop();
    expect(last().signal.aborted).toBe(true);
    expect(timing.waiting).toBe(0);
  });
});
