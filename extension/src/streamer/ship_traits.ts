// What ships are chosen by: tiers, classes, nations, premium or not. The same words serve the garage list, picking ships
// for a vote, and rules; several tiers at once is what streamers ask for ("VIII to X").
import { fold } from '../ships/search';
import type { Ship, ShipClass } from '../ships/ship';

export interface ShipTraits {
  tiers: number[]; // empty: any
  types: ShipClass[]; // empty: any
  nations: string[]; // empty: any
  premium: boolean | null; // null: either
}

export const anyTraits = (): ShipTraits => ({ tiers: [], types: [], nations: [], premium: null });

const among = <Value>(chosen: readonly Value[], value: Value): boolean => chosen.length === 0 || chosen.includes(value);

export function hasTraits(ship: Ship, traits: ShipTraits): boolean {
  return (
    among(traits.tiers, ship.tier) &&
    among(traits.nations, ship.nation) &&
    (traits.types.length === 0 || (ship.type !== null && traits.types.includes(ship.type))) &&
    (traits.premium === null || ship.premium === traits.premium)
  );
}

export function findByTraits<Kind extends Ship>(ships: readonly Kind[], traits: ShipTraits, name: string): Kind[] {
  const folded = fold(name);
  return ships.filter((ship) => hasTraits(ship, traits) && (folded === '' || fold(ship.name).includes(folded)));
}

export function isAny({ tiers, types, nations, premium }: ShipTraits): boolean {
  return tiers.length === 0 && types.length === 0 && nations.length === 0 && premium === null;
}

export const toggled = <Value>(chosen: readonly Value[], value: Value): Value[] =>
  chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value];

// Tiers in words: 8, 9, 10 and 6 as [[6, 6], [8, 10]].
export function tierSpans(tiers: readonly number[]): [number, number][] {
  const spans: [number, number][] = [];
  for (const tier of [...tiers].sort((one, other) => one - other)) {
    const last = spans.at(-1);
    if (last && tier <= last[1] + 1) last[1] = tier;
    else spans.push([tier, tier]);
  }
  return spans;
}
