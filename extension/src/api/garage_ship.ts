// A ship of a channel's garage as the server tells it: one that may be put to a vote at all.
import { type Ship, readShip } from '../ships/ship';
import { type Wire, readAs, readFlag } from './reading';

export interface GarageShip extends Ship {
  enabled: boolean; // the streamer's own choice
}

// Null for a ship that is too strange to be shown; the others of the garage should be all the same.
export function readGarageShip(value: unknown): GarageShip | null {
  const from = readAs<Wire['GarageShip']>(value, 'a warship');
  const ship = readShip(value);
  return ship && { ...ship, enabled: readFlag(from, 'enabled') };
}
