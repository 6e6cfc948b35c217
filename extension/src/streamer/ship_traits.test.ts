import { describe, expect, it } from 'vitest';
import { unknownShip, type Ship } from '../ships/ship';
import { anyTraits, findByTraits, hasTraits, isAny, tierSpans, toggled } from './ship_traits';

const ship = (part: Partial<Ship>): Ship => ({
  ...unknownShip(1),
  name: 'Yamato',
  type: 'Battleship',
  tier: 10,
  ...part,
});
const cruiser = ship({ name: 'Großer Kurfürst', type: 'Cruiser', nation: 'germany', tier: 8, premium: true });

describe('ship traits', () => {
  it('hold for every ship where nothing is asked', () => {
    expect(hasTraits(cruiser, anyTraits())).toBe(true);
    expect(hasTraits(unknownShip(7), anyTraits())).toBe(true);
    expect(isAny(anyTraits())).toBe(true);
  });

  it.each([
    ['another tier', { tiers: [9, 10] }, false],
    ['one of the tiers', { tiers: [8, 10] }, true],
    ['another class', { types: ['Battleship' as const] }, false],
    ['its class and nation', { types: ['Cruiser' as const], nations: ['germany', 'usa'] }, true],
    ['premium', { premium: true }, true],
    ['not premium', { premium: false }, false],
  ])('hold or not for %s', (_, traits, holds) => {
    expect(hasTraits(cruiser, { ...anyTraits(), ...traits })).toBe(holds);
  });

  it('a ship whose class is not known has none of the classes asked for', () => {
    expect(hasTraits(unknownShip(7), { ...anyTraits(), types: ['Cruiser'] })).toBe(false);
  });

  it('find names however they are typed', () => {
    expect(findByTraits([cruiser, ship({})], anyTraits(), 'grosser KURF')).toEqual([cruiser]);
    expect(findByTraits([cruiser, ship({})], anyTraits(), ' ')).toHaveLength(2);
  });

  it('put neighbouring tiers together', () => {
    expect(tierSpans([10, 8, 6, 9])).toEqual([
      [6, 6],
      [8, 10],
    ]);
    expect(tierSpans([])).toEqual([]);
  });

  it('are added and taken away', () => {
    expect(toggled([8], 9)).toEqual([8, 9]);
    expect(toggled([8, 9], 8)).toEqual([9]);
  });
});
