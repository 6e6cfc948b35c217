import { describe, expect, it } from 'vitest';
import { NOON, closedVote, sampleVote } from '../live/sample_states';
import { leaders, resultOf, standing } from './standing';

const vote = sampleVote({ ships: [10, 20, 30], counts: [5, 9, 5] });

it('a standing goes by ballots, and by id where they are level', () => {
  expect(standing(vote).map(({ ship }) => ship)).toEqual([20, 10, 30]);
  expect(standing(vote)[0]!.share).toBeCloseTo(9 / 19);
});

it('only ships with ballots lead', () => {
  expect(leaders(sampleVote({ ships: [1, 2], counts: [0, 3] }), 3).map(({ ship }) => ship)).toEqual([2]);
  expect(leaders(sampleVote(), 3)).toEqual([]);
});

describe('a result', () => {
  it('tells by how much it was won', () => {
    expect(resultOf(closedVote(vote, NOON))).toMatchObject({ ship: 20, ballots: 9, runnerUp: 10, margin: 4, tied: [] });
  });

  it('names all that were level', () => {
    const tie = closedVote(sampleVote({ ships: [10, 20, 30], counts: [7, 1, 7] }), NOON, 30);
    expect(resultOf(tie)).toMatchObject({ ship: 30, tied: [10, 30], margin: 0 });
  });

  it('is none where nobody voted', () => {
    expect(resultOf(closedVote(sampleVote(), NOON))).toBeNull();
  });

  it('needs no second ship', () => {
    const only = closedVote(sampleVote({ ships: [10], counts: [3] }), NOON);
    expect(resultOf(only)).toMatchObject({ share: 1, runnerUp: null });
  });
});
