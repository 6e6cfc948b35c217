// The order in which streamers look through ships: the strongest first, then by class and name.
import type { Ship } from '../ships/ship';

const CLASSES = ['Battleship', 'Cruiser', 'Destroyer', 'AirCarrier', 'Submarine'];
const place = (ship: Ship): number => CLASSES.indexOf(ship.type ?? '');

export function inOrder<Kind extends Ship>(ships: readonly Kind[]): Kind[] {
  const collator = new Intl.Collator();
  return [...ships].sort(
    (one, other) => other.tier - one.tier || place(one) - place(other) || collator.compare(one.name, other.name),
  );
}
