import { describe, expect, it } from 'vitest';
import { NO_FILTER, choices, findShips, fold, groupByTier } from './search';
import { type Ship, unknownShip } from './ship';

const ship = (id: number, name: string, rest: Partial<Ship> = {}): Ship => ({ ...unknownShip(id), name, ...rest });
const fleet = [
  ship(1, 'Großer Kurfürst', { tier: 10, nation: 'germany', type: 'Battleship' }),
  ship(2, 'Zaō', { tier: 10, nation: 'japan', type: 'Cruiser' }),
  ship(3, 'Błyskawica', { tier: 7, nation: 'europe', type: 'Destroyer' }),
  ship(4, 'Álvaro de Bazán', { tier: 10, nation: 'spain', type: 'Destroyer' }),
  unknownShip(5),
];
const names = (filter: Partial<typeof NO_FILTER>) =>
  findShips(fleet, { ...NO_FILTER, ...filter }).map(({ name }) => name);

describe('a search', () => {
  it.each([
    ['grosser kurfurst', 'Großer Kurfürst'],
    ['ZAO', 'Zaō'],
    ['blyska', 'Błyskawica'],
    ['alvaro-de', 'Álvaro de Bazán'],
  ])('for %j finds %s', (typed, found) => expect(names({ name: typed })).toEqual([found]));

  it('finds what fits everything that is asked', () => {
    expect(names({ tier: 10, type: 'Destroyer' })).toEqual(['Álvaro de Bazán']);
    expect(names({ nation: 'japan', tier: 7 })).toEqual([]);
    expect(names({})).toHaveLength(5);
  });

  it('folds to the same however it is written', () => {
    expect(fold('Ōyodo')).toBe(fold('ŌYODO'.normalize('NFD')));
  });
});

describe('groups', () => {
  it('begin with the highest tier and end with the unknown', () => {
    expect(groupByTier(fleet).map(({ tier }) => tier)).toEqual([10, 7, 0]);
    expect(groupByTier(fleet)[0]!.ships.map(({ id }) => id)).toEqual([1, 2, 4]);
  });

  it('have their ships by class and name, those of no known class last', () => {
    const tier = (id: number, name: string, type: Ship['type']) => ship(id, name, { tier: 8, type });
    const mixed = [tier(6, 'Nobody', null), tier(7, 'Kidd', 'Destroyer'), tier(8, 'Benson', 'Destroyer')];
    expect(groupByTier([...mixed, tier(9, 'Tirpitz', 'Battleship')])[0]!.ships.map(({ id }) => id)).toEqual([
      9, 8, 7, 6,
    ]);
  });
});

it('offers what there is to choose from', () => {
  expect(choices(fleet)).toEqual({
    nations: ['germany', 'japan', 'europe', 'spain'],
    tiers: [10, 7],
    types: ['Battleship', 'Cruiser', 'Destroyer'],
  });
});
