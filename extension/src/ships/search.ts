// Finding ships among many: by nation, tier, class and name, however it is typed.
import { byClass, inOrder } from './order';
import type { Ship } from './ship';

export interface ShipFilter {
  name: string;
  // Empty or 0: all.
  nation: string;
  tier: number;
  type: string;
}

export const NO_FILTER: ShipFilter = { name: '', nation: '', tier: 0, type: '' };

// What has no decomposition but is typed as something plainer.
const FOLDED: Record<string, string> = { ß: 'ss', ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe', ı: 'i', ð: 'd', þ: 'th' };

// Without accents, capitals, and whatever is neither letter nor number: "Pr. Eitel" is found by "preitel".
export function fold(name: string): string {
  return name
    .toLowerCase()
    .replace(/[ßøłđæœıðþ]/g, (letter) => FOLDED[letter] ?? letter)
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '');
}

export function findShips(ships: readonly Ship[], filter: ShipFilter): Ship[] {
  const name = fold(filter.name);
  return ships.filter(
    (ship) =>
      (filter.nation === '' || ship.nation === filter.nation) &&
      (filter.tier === 0 || ship.tier === filter.tier) &&
      (filter.type === '' || ship.type === filter.type) &&
      (name === '' || fold(ship.name).includes(name)),
  );
}

export interface TierGroup {
  tier: number;
  ships: Ship[];
}

// Highest tier first, unknown ships last; within a tier by class and name.
export function groupByTier(ships: readonly Ship[], language = 'en'): TierGroup[] {
  const groups = new Map<number, Ship[]>();
  for (const ship of inOrder(ships, language)) {
    const group = groups.get(ship.tier);
    if (group) group.push(ship);
    else groups.set(ship.tier, [ship]);
  }
  return [...groups].map(([tier, members]) => ({ tier, ships: members }));
}

// What there is to choose from in a filter; a filter with one choice is none.
export function choices(ships: readonly Ship[]): { nations: string[]; tiers: number[]; types: string[] } {
  const distinct = <Value>(values: Value[]) => [...new Set(values)].filter(Boolean);
  return {
    nations: distinct(ships.map((ship) => ship.nation)),
    tiers: distinct(ships.map((ship) => ship.tier)).sort((one, other) => other - one),
    types: distinct(ships.map((ship) => ship.type as string)).sort(byClass),
  };
}
