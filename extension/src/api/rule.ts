// Which ships of the garage a vote is drawn from.
import { SHIP_CLASSES } from '../ships/ship';
import type { ShipTraits } from '../streamer/ship_traits';
import { type Wire, readAs, readChoice, readCount, readList, readText } from './reading';

export const LOWEST_TIER = 1;
export const HIGHEST_TIER = 11;

export interface Rule extends Omit<ShipTraits, 'tiers'> {
  tierFrom: number;
  tierTo: number;
  notWonInLast: number; // votes of which they must have won none; 0: does not matter
  draw: number | null; // how many are drawn by chance; null: all that fit
}

// The same in the words of a filter.
export function traitsOf({ tierFrom, tierTo, types, nations, premium }: Rule): ShipTraits {
  const any = tierFrom === LOWEST_TIER && tierTo === HIGHEST_TIER;
  const count = any ? 0 : Math.max(0, tierTo - tierFrom + 1);
  return { tiers: Array.from({ length: count }, (_, place) => tierFrom + place), types, nations, premium };
}

export function ruleToWire(rule: Rule): Wire['Rule'] {
  return {
    nations: rule.nations,
    types: rule.types,
    tier_from: rule.tierFrom,
    tier_to: rule.tierTo,
    premium: rule.premium === null ? 'any' : rule.premium ? 'only' : 'without',
    not_won_in_last: rule.notWonInLast,
    draw: rule.draw,
  };
}

export function readRule(value: unknown): Rule {
  const from = readAs<Wire['Rule']>(value, 'a rule');
  const text = (item: unknown): string => readText({ item }, 'item');
  const types = readList(from.types ?? [], 'types', text);
  const premium = readChoice(from, 'premium', ['any', 'only', 'without'], 'any');
  return {
    tierFrom: readCount(from, 'tier_from', LOWEST_TIER),
    tierTo: readCount(from, 'tier_to', HIGHEST_TIER),
    types: SHIP_CLASSES.filter((type) => types.includes(type)),
    nations: readList(from.nations ?? [], 'nations', text),
    premium: premium === 'any' ? null : premium === 'only',
    notWonInLast: readCount(from, 'not_won_in_last', 0),
    draw: typeof from.draw === 'number' ? from.draw : null,
  };
}
