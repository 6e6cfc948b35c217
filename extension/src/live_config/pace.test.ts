import { describe, expect, it } from 'vitest';
import { alsoSeen, ballotsAMinute, ballotsUntil, bars, seenOf, type Seen } from './pace';

const seen: Seen[] = [
  { at: 0, ballots: 0 },
  { at: 10_000, ballots: 100 },
  { at: 30_000, ballots: 100 },
];

describe('pace', () => {
  it('takes ballots to have come evenly between two sums', () => {
    expect([0, 5_000, 10_000, 20_000, 30_000, 99_000].map((at) => ballotsUntil(seen, at))).toEqual([
      0, 50, 100, 100, 100, 100,
    ]);
    expect(ballotsUntil([], 5)).toBe(0);
  });

  it('has bars that together hold all ballots', () => {
    const all = bars(seen, 0, 30_000, 6);
    expect(all).toHaveLength(6);
    expect(all.map(({ perMinute }) => perMinute)).toEqual([600, 600, 0, 0, 0, 0]);
    const held = all.reduce((sum, bar) => sum + (bar.perMinute * (bar.to - bar.from)) / 60_000, 0);
    expect(held).toBe(100);
  });

  it('has few bars however long a vote is', () => {
    for (const length of [1, 3_000, 60_000, 3_600_000, 86_400_000]) {
      expect(bars(seen, 0, length, 24).length).toBeLessThanOrEqual(24);
    }
  });

  it('tells the ballots of the last minute, or of a younger vote as if it had lasted one', () => {
    expect(ballotsAMinute(seen, 0, 30_000)).toBe(200);
    expect(ballotsAMinute([...seen, { at: 120_000, ballots: 190 }], 0, 120_000)).toBe(60);
    expect(ballotsAMinute([], 0, 0)).toBe(0);
  });

  it('keeps what it has seen within bounds, the newest among it', () => {
    let many: Seen[] = [];
    for (let at = 0; at < 5000; at++) many = alsoSeen(many, at, at * 2);
    expect(many.length).toBeLessThanOrEqual(720);
    expect(many[0]).toEqual({ at: 0, ballots: 0 });
    expect(many.at(-1)).toEqual({ at: 4999, ballots: 9998 });
    expect(ballotsUntil(many, 2500)).toBeCloseTo(5000);
  });

  it('reads the sums of a curve, of which the last bucket is cut off by the close', () => {
    const curve = { from: 1000, bucketMilliseconds: 2000 };
    expect(seenOf(curve, [3, 5, 6], 1000, 6000)).toEqual([
      { at: 1000, ballots: 0 },
      { at: 3000, ballots: 3 },
      { at: 5000, ballots: 5 },
      { at: 6000, ballots: 6 },
    ]);
    expect(seenOf(curve, [], 1000, 6000)).toEqual([{ at: 1000, ballots: 0 }]);
  });

  it('never goes back in time', () => {
    expect(alsoSeen(seen, 20_000, 120)).toEqual([...seen.slice(0, 2), { at: 30_000, ballots: 120 }]);
  });
});
