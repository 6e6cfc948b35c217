import { describe, expect, it } from 'vitest';
import { type Answer, done, refused } from '../api/answer';
import type { Drawn, Preset } from '../api/presets';
import { OPENED, closedVote } from './sample_votes';
import { VoteDraft, secondsToRepeat } from './vote_draft.svelte';

const votable = new Set([1, 2, 3, 4, 5, 6, 7]);
const rule = { tierFrom: 8, tierTo: 10, types: [], nations: [], premium: null, notWonInLast: 5, draw: 2 };
const preset = (part: Partial<Preset>): Preset => ({
  id: 1,
  name: 'Evening',
  ships: [],
  rule: null,
  seconds: 120,
  visibility: 'after_close',
  changeAllowed: true,
  ...part,
});

function begin(answer: Answer<Drawn> = done({ ships: [1, 2], candidates: [1, 2, 3, 4] })) {
  const asked: number[][] = [];
  const draft = new VoteDraft(
    (_, except) => {
      asked.push(except);
      return Promise.resolve(answer);
    },
    () => 0.99,
  );
  return { draft, asked };
}

describe('VoteDraft', () => {
  it('picks each ship once, and drops it again', () => {
    const { draft } = begin();
    draft.togglePick(3);
    draft.pick([1, 3, 2]);
    expect(draft.ships).toEqual([3, 1, 2]);
    draft.togglePick(1);
    draft.drop([2, 7]);
    expect(draft.ships).toEqual([3]);
  });

  it('becomes a vote that is open for so long, by whatever clock', () => {
    const { draft } = begin();
    draft.pick([1, 2]);
    draft.seconds = 60;
    expect(draft.toVote()).toEqual({
      ships: [1, 2],
      seconds: 60,
      visibility: 'live',
      changeAllowed: false,
    });
    draft.seconds = null;
    expect(draft.toVote().seconds).toBeNull();
  });

  it('repeats a vote with the ships that may still be voted on, and its terms', () => {
    const { draft } = begin();
    const past = closedVote({ ships: [2, 3, 900], visibility: 'after_ballot', ends_at: OPENED + 120_004 });
    draft.repeat(past, votable);
    expect(draft).toMatchObject({ ships: [2, 3], seconds: 120, visibility: 'after_ballot', source: 'pick' });
    draft.repeat(past, votable, [3]);
    expect(draft.ships).toEqual([2]);
  });

  it.each([
    ['five minutes', 300_000, 300],
    ['a few milliseconds less', 299_990, 300],
    ['two minutes prolonged by one', 180_000, 180],
    ['an hour prolonged', 3_720_000, 3600],
    ['no end, and then one in a minute', 2_245_000, null],
    ['no end', null, null],
  ])('repeats a vote of %s with a length that is offered', (_, length, seconds) => {
    const ends_at = length === null ? null : OPENED + length;
    expect(secondsToRepeat(closedVote({ ends_at }))).toBe(seconds);
  });

  it('takes a preset of ships', async () => {
    const { draft } = begin();
    await draft.takePreset(preset({ ships: [5, 900] }), votable);
    expect(draft).toMatchObject({ ships: [5], seconds: 120, visibility: 'after_close', changeAllowed: true });
    expect(draft.toPreset('Evening')).toEqual({ ...preset({ ships: [5] }), id: undefined });
  });

  it('takes a preset with a rule and draws at once', async () => {
    const { draft, asked } = begin();
    await draft.takePreset(preset({ rule }), votable);
    expect(draft).toMatchObject({ source: 'rule', ships: [1, 2], rule });
    expect(asked).toEqual([[]]);
    expect(draft.toPreset('Again')).toMatchObject({ name: 'Again', ships: [], rule });
  });

  it('puts another ship in the place of one that is not wanted, for as long as there is one', async () => {
    const { draft } = begin();
    draft.source = 'rule';
    await draft.draw();
    draft.veto(1);
    expect(draft.ships).toEqual([4, 2]);
    draft.veto(4);
    expect(draft.ships).toEqual([3, 2]);
    draft.veto(3);
    expect(draft.ships).toEqual([2]);
    expect(draft.spare).toEqual([]);
  });

  it('draws anew without those that were not wanted', async () => {
    const { draft, asked } = begin();
    draft.changeRule(rule);
    await draft.draw();
    draft.veto(1);
    await draft.draw();
    expect(asked).toEqual([[], [1]]);
  });

  it('puts those back that were not wanted, at once where ships are missing', async () => {
    const { draft } = begin(done({ ships: [1, 2], candidates: [1, 2, 3] }));
    draft.source = 'rule';
    draft.changeRule(rule);
    await draft.draw();
    draft.veto(1);
    expect(draft).toMatchObject({ ships: [3, 2], candidates: [1, 2, 3], spare: [] });
    draft.putVetoedBack();
    expect(draft).toMatchObject({ ships: [3, 2], vetoed: [], spare: [1] });
    for (const ship of [1, 2, 3]) draft.veto(ship);
    expect(draft.ships).toEqual([]);
    draft.putVetoedBack();
    expect(draft.ships).toHaveLength(2);
  });

  it('knows them for candidates also after another draw', async () => {
    const answers = [
      { ships: [1, 2], candidates: [1, 2, 3] },
      { ships: [2, 3], candidates: [2, 3] },
    ];
    const draft = new VoteDraft(() => Promise.resolve(done(answers.shift() as Drawn)));
    draft.changeRule(rule);
    await draft.draw();
    draft.veto(1);
    await draft.draw();
    expect(draft.candidates.sort()).toEqual([1, 2, 3]);
    draft.putVetoedBack();
    expect(draft.spare).toEqual([1]);
  });

  it('counts what fits by the word of the server, until the rule changes', async () => {
    const { draft } = begin();
    draft.changeRule(rule);
    await draft.countFitting();
    expect(draft).toMatchObject({ fitting: 4, drawn: null });
    draft.changeRule({ notWonInLast: 10 });
    expect(draft.fitting).toBeNull();
  });

  it('does not count for a rule that is no longer asked for', async () => {
    let answer: (drawn: Answer<Drawn>) => void = () => {};
    const draft = new VoteDraft(() => new Promise((resolve) => (answer = resolve)));
    const counting = draft.countFitting();
    draft.changeRule({ tierFrom: 10 });
    answer(done({ ships: [1], candidates: [1] }));
    await counting;
    expect(draft.fitting).toBeNull();
  });

  it('has a usual rule to go back to', () => {
    const { draft } = begin();
    expect(draft.isUsualRule).toBe(true);
    draft.changeRule(rule);
    expect(draft.isUsualRule).toBe(false);
    draft.clearRule();
    expect(draft.isUsualRule).toBe(true);
  });

  it('forgets what was drawn, and what was not wanted, when the rule changes', async () => {
    const { draft, asked } = begin();
    await draft.draw();
    draft.veto(1);
    draft.changeRule({ draw: 1 });
    expect(draft).toMatchObject({ drawn: null, ships: [] });
    await draft.draw();
    expect(asked.at(-1)).toEqual([]);
  });

  it('does not show what was drawn for a rule that is no longer asked for', async () => {
    let answer: (drawn: Answer<Drawn>) => void = () => {};
    const draft = new VoteDraft(() => new Promise((resolve) => (answer = resolve)));
    const drawing = draft.draw();
    draft.changeRule({ tierFrom: 10 });
    answer(done({ ships: [1], candidates: [1] }));
    await drawing;
    expect(draft).toMatchObject({ drawn: null, drawing: false });
  });

  it('says why nothing could be drawn', async () => {
    const { draft } = begin(refused('overloaded'));
    await draft.draw();
    expect(draft).toMatchObject({ drawing: false, drawRefusal: { code: 'overloaded' }, ships: [] });
  });

  it('hands what was drawn over to be changed by hand', async () => {
    const { draft } = begin();
    draft.source = 'rule';
    await draft.draw();
    draft.adjustByHand();
    draft.togglePick(7);
    expect(draft).toMatchObject({ source: 'pick', ships: [1, 2, 7] });
  });

  it('keeps the terms, and nothing else, from one draft to the next', () => {
    const { draft } = begin();
    draft.pick([1]);
    draft.search = 'yam';
    draft.seconds = 60;
    draft.clear();
    expect(draft).toMatchObject({ picked: [], search: '', seconds: 60 });
  });
});
