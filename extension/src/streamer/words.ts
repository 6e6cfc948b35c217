// Refusals, times and lengths in the words of the streamer's pages.
import type { Refusal } from '../api/answer';
import { romanTier } from '../ships/ship';
import { type ShipTraits, tierSpans } from './ship_traits';
import type { StreamerKey, StreamerTexts } from './texts';

const SAME: Record<string, string> = { timeout: 'offline', storage_failed: 'overloaded', no_token: 'unauthorized' };

export function refusalText(texts: StreamerTexts, refusal: Refusal): string {
  const key = `refusal.${SAME[refusal.code] ?? refusal.code}`;
  return texts.t(texts.has(key) ? (key as StreamerKey) : 'refusal.other');
}

export function nationText(texts: StreamerTexts, nation: string): string {
  const key = `nation.${nation}`;
  return texts.has(key) ? texts.t(key as StreamerKey) : nation;
}

export const tierText = (tier: number): string => (tier === 11 ? '★' : romanTier(tier));

// "5 min", "1:30 min": the length of a vote.
export function lengthText(texts: StreamerTexts, seconds: number | null): string {
  if (seconds === null) return texts.t('length.none');
  if (seconds < 60) return texts.t('length.seconds', { count: seconds });
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  if (rest === 0) return texts.t('length.minutes', { count: minutes });
  return texts.t('length.both', { minutes, seconds: String(rest).padStart(2, '0') });
}

// "VIII–X Cruisers, Japan": what a rule asks for.
export function traitsText(texts: StreamerTexts, traits: ShipTraits): string {
  const spans = tierSpans(traits.tiers).map(([from, to]) =>
    from === to ? tierText(from) : `${tierText(from)}–${tierText(to)}`,
  );
  const parts = [
    spans.join(', '),
    traits.types.map((type) => texts.t(`class.${type}`)).join(', '),
    traits.nations.map((nation) => nationText(texts, nation)).join(', '),
    traits.premium === null ? '' : texts.t(traits.premium ? 'traits.premium' : 'traits.not_premium'),
  ];
  return parts.filter(Boolean).join(' · ') || texts.t('traits.any');
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

// "2 hours ago"
export function agoText(texts: StreamerTexts, at: number, now: number): string {
  const format = new Intl.RelativeTimeFormat(texts.language, { numeric: 'auto' });
  const passed = Math.max(0, now - at);
  const [unit, length] = UNITS.find(([, milliseconds]) => passed >= milliseconds) ?? ['minute', 60_000];
  return format.format(-Math.floor(passed / length), unit);
}

// "23 Nov, 19:24"; with the year where it is another one.
export function momentText(texts: StreamerTexts, at: number, now: number): string {
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
  return texts.date(at, { ...day, ...(isThisYear ? {} : { year: 'numeric' }), hour: 'numeric', minute: '2-digit' });
}
