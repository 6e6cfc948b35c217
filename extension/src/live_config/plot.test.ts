import { describe, expect, it } from 'vitest';
import { barShapes, ceiling, courseLine } from './plot';

const box = { width: 100, height: 50 };

describe('plots', () => {
  it.each([
    [0, 5],
    [5, 5],
    [7, 8],
    [99, 100],
    [101, 150],
    [1_234, 1_500],
    [9_999, 10_000],
  ])('end at a round number above %i', (largest, end) => {
    expect(ceiling(largest)).toBe(end);
  });

  it('have bars that stay inside and stand on the ground', () => {
    const shapes = barShapes(
      [0, 60, 120].map((perMinute) => ({ from: 0, to: 1, perMinute })),
      120,
      box,
    );
    expect(shapes.map(({ height }) => height)).toEqual([0, 25, 50]);
    expect(shapes.every(({ y, height }) => y >= 0 && y + height === 50)).toBe(true);
    expect(shapes.every(({ x, width }) => x + width <= 100)).toBe(true);
  });

  it('draw the sum as a line that never falls', () => {
    const seen = [
      { at: 0, ballots: 0 },
      { at: 50, ballots: 40 },
      { at: 100, ballots: 40 },
    ];
    expect(courseLine(seen, 0, 100, 40, box, 4)).toBe('0,50 25,25 50,0 75,0 100,0');
    expect(courseLine([], 0, 0, 0, box, 1)).toBe('0,50 100,50');
  });
});
