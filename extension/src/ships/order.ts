// The order in which people look through ships: the strongest first, unknown ones last; then by class and name.
import type { Ship } from './ship';

const CLASSES = ['Battleship', 'Cruiser', 'Destroyer', 'AirCarrier', 'Submarine'];

export const byClass = (one: string | null, other: string | null): number => placeOf(one) - placeOf(other);

const placeOf = (type: string | null): number => (type === null ? CLASSES.length : CLASSES.indexOf(type));

export function inOrder<Kind extends Ship>(ships: readonly Kind[], language?: string): Kind[] {
  const collator = new Intl.Collator(language);
  return [...ships].sort(
    (one, other) =>
      other.tier - one.tier ||
      byClass(one.type, other.type) ||
      collator.compare(one.name, other.name) ||
      one.id - other.id,
  );
}
