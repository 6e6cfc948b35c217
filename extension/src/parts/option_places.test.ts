import { expect, it } from 'vitest';
import { type OptionPlaces, optionPlaces } from './option_places';

const NONE: OptionPlaces = new Map();

it('tells ballots, whole percents and who leads', () => {
  const places = optionPlaces({ ships: [7, 8, 9], counts: [2, 1, 2], ballots: 5 }, NONE);
  expect(places.get(7)).toEqual({ ballots: 2, share: 0.4, leads: true });
  expect(places.get(8)).toEqual({ ballots: 1, share: 0.2, leads: false });
  expect(places.get(9)?.leads).toBe(true);
});

it('says of nobody that it leads before there are ballots', () => {
  const places = optionPlaces({ ships: [7, 8], counts: [0, 0], ballots: 0 }, NONE);
  expect([...places.values()].some(({ leads }) => leads)).toBe(false);
});

it('leaves what has not changed as it was', () => {
  const before = optionPlaces({ ships: [7, 8, 9], counts: [300, 200, 500], ballots: 1000 }, NONE);
  const after = optionPlaces({ ships: [7, 8, 9], counts: [300, 200, 501], ballots: 1001 }, before);
  expect(after.get(7)).toBe(before.get(7));
  expect(after.get(8)).toBe(before.get(8));
  expect(after.get(9)).toEqual({ ballots: 501, share: 0.5, leads: true });
});
