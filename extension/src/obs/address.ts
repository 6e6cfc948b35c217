// What the address of the page says: /obs/<channel>/<key>?corner=top_left&size=120&theme=light&background=solid.
import { OVERLAY_POSITIONS, type OverlayPosition } from '../live/state';
import { type Language, LANGUAGES } from '../texts/languages';

export interface ObsLook {
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

export interface ObsAddress extends ObsLook {
  // Where live messages are told; empty when the address lacks channel or key.
  stream: string;
}

export const USUAL_LOOK: ObsLook = {
  corner: 'top_left',
  size: 100,
  theme: 'dark',
  background: 'transparent',
  ships: 5,
  language: '',
};
export const MOST_SHIPS = 10;

const SIZES: Record<string, number> = { small: 80, medium: 100, large: 140 };

function within(text: string | null, least: number, most: number, otherwise: number): number {
  const value = Number(text ?? '');
  return text !== null && text !== '' && Number.isFinite(value) ? Math.min(Math.max(value, least), most) : otherwise;
}

export function readObsAddress({ pathname, search }: Pick<Location, 'pathname' | 'search'>): ObsAddress {
  const parameters = new URLSearchParams(search);
  const one = <Name extends keyof ObsLook>(name: Name, known: readonly ObsLook[Name][]): ObsLook[Name] =>
    known.find((value) => value === parameters.get(name)) ?? USUAL_LOOK[name];
  const [, channel, key] = /\/obs\/(\d{1,20})\/([\w-]{1,200})\/?$/.exec(pathname) ?? [];
  const size = parameters.get('size');
  return {
    stream: channel && key ? `/live/${channel}/${key}` : '',
    corner: one('corner', OVERLAY_POSITIONS),
    size: SIZES[size ?? ''] ?? within(size, 50, 300, USUAL_LOOK.size),
    theme: one('theme', ['dark', 'light']),
    background: one('background', ['transparent', 'solid']),
    ships: Math.round(within(parameters.get('ships'), 1, MOST_SHIPS, USUAL_LOOK.ships)),
    language: one('language', LANGUAGES),
  };
}

// What follows the address's path: "?corner=top_right&theme=light"; nothing of what is usual.
export function writeObsLook(look: ObsLook): string {
  const names = Object.keys(USUAL_LOOK) as (keyof ObsLook)[];
  const asked = names.filter((name) => look[name] !== USUAL_LOOK[name]).map((name) => [name, String(look[name])]);
  return asked.length > 0 ? `?${new URLSearchParams(asked).toString()}` : '';
}
