// A warship as the views know it, and the words of the game for it.

export const SHIP_CLASSES = ['Destroyer', 'Cruiser', 'Battleship', 'AirCarrier', 'Submarine'] as const;
export type ShipClass = (typeof SHIP_CLASSES)[number];

export interface Ship {
  id: number;
  // Empty for a ship that is newer than the list in the bundle: show shipName().
  name: string;
  nation: string;
  type: ShipClass | null;
  // 1 to 11, 11 being a supership; 0 where it is not known.
  tier: number;
  premium: boolean;
  // An address, or empty.
  image: string;
}

// What the game itself writes beside a ship.
export const CLASS_CODES: Record<ShipClass, string> = {
  Destroyer: 'DD',
  Cruiser: 'CA',
  Battleship: 'BB',
  AirCarrier: 'CV',
  Submarine: 'SS',
};

const ROMAN = ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', '★'];

export const romanTier = (tier: number): string => ROMAN[tier] ?? '';

// What a ship is called, also one that has no name yet.
export const shipName = (ship: Pick<Ship, 'name'>, texts: { t: (key: 'ship.new') => string }): string =>
  ship.name || texts.t('ship.new');

export const unknownShip = (id: number): Ship => ({
  id,
  name: '',
  nation: '',
  type: null,
  tier: 0,
  premium: false,
  image: '',
});

const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 300) : '');

// Null where that is no ship.
export function readShip(told: unknown): Ship | null {
  if (typeof told !== 'object' || told === null) return null;
  const { id, name, nation, type, tier, premium, image } = told as Record<string, unknown>;
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id <= 0 || text(name) === '') return null;
  return {
    id,
    name: text(name).slice(0, 80),
    nation: text(nation),
    type: SHIP_CLASSES.find((known) => known === type) ?? null,
    tier: typeof tier === 'number' && tier >= 1 && tier <= 11 ? Math.floor(tier) : 0,
    premium: premium === true,
    image: /^https?:\/\//.test(text(image)) ? text(image) : '',
  };
}
