// A ship of a channel's garage as the server tells it.
import { type Ship, readShip } from '../ships/ship';
import { type Wire, readAs, readFlag } from './reading';

export interface GarageShip extends Ship {
  votable: boolean; // false for clan copies, test ships and the like: no vote takes them
  vanished: boolean; // no longer listed by Wargaming
  enabled: boolean; // the streamer's own choice
}

// Null for a ship that is too strange to be shown; the others of the garage should be all the same.
export function readGarageShip(value: unknown): GarageShip | null {
  const from = readAs<Wire['GarageShip']>(value, 'a warship');
  const ship = readShip(value);
  if (!ship) return null;
  return {
    ...ship,
    votable: readFlag(from, 'votable', true),
    vanished: readFlag(from, 'vanished', false),
    enabled: readFlag(from, 'enabled'),
  };
}

// What may be put to a vote.
export const canBeVotedOn = (ship: GarageShip): boolean => ship.enabled && ship.votable && !ship.vanished;
