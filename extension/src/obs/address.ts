// What the address of the page says: /obs/<channel>/<key>?corner=top_left&size=120&theme=light&background=solid.
import { OVERLAY_POSITIONS, type OverlayPosition } from '../live/state';
import { type Language, LANGUAGES } from '../texts/languages';

export interface ObsAddress {
  // Where live messages are told; empty when the address lacks channel or key.
  stream: string;
  corner: OverlayPosition;
  // Percent of the usual size, 50 to 300.
  size: number;
  theme: 'dark' | 'light';
  // Behind the card: nothing, so that the stream shows through, or a plain colour.
  background: 'transparent' | 'solid';
  // How many ships are shown at most, 1 to 10.
  ships: number;
  // Empty: as the channel says, else English.
  language: Language | '';
}

const SIZES: Record<string, number> = { small: 80, medium: 100, large: 140 };

function within(text: string | null, least: number, most: number, otherwise: number): number {
  const value = Number(text ?? '');
  return text !== null && text !== '' && Number.isFinite(value) ? Math.min(Math.max(value, least), most) : otherwise;
}

export function readObsAddress({ pathname, search }: Pick<Location, 'pathname' | 'search'>): ObsAddress {
  const parameters = new URLSearchParams(search);
  const one = <Name extends string>(name: string, names: readonly Name[], otherwise: Name): Name =>
    names.find((known) => known === parameters.get(name)) ?? otherwise;
  const [, channel, key] = /\/obs\/(\d{1,20})\/([\w-]{1,200})\/?$/.exec(pathname) ?? [];
  const size = parameters.get('size');
  return {
    stream: channel && key ? `/live/${channel}/${key}` : '',
    corner: one('corner', OVERLAY_POSITIONS, 'top_left'),
    size: SIZES[size ?? ''] ?? within(size, 50, 300, 100),
    theme: one('theme', ['dark', 'light'], 'dark'),
    background: one('background', ['transparent', 'solid'], 'transparent'),
    ships: Math.round(within(parameters.get('ships'), 1, 10, 5)),
    language: LANGUAGES.find((language) => language === parameters.get('language')) ?? '',
  };
}
