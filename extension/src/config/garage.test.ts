import { describe, expect, it } from 'vitest';
import { type Answer, done, refused } from '../api/answer';
import { readChannel, type Channel } from '../api/channel';
import { OwnChannel } from '../streamer/own_channel.svelte';
import { anyTraits } from '../streamer/ship_traits';
import { Garage } from './garage.svelte';

const ship = (id: number, name: string, part: object = {}) => ({
  id,
  name,
  nation: 'japan',
  type: 'Cruiser',
  tier: 8,
  premium: false,
  image: '',
  votable: true,
  vanished: false,
  enabled: true,
  ...part,
});

const channelWith = (...ships: object[]): Channel =>
  readChannel({ id: 7, wows_username: 'Captain', wows_realm: 'eu', overlay_position: 'top_left', ships });

const stored = channelWith(
  ship(1, 'Atago'),
  ship(2, 'Yamato', { tier: 10, type: 'Battleship' }),
  ship(3, 'Kitakaze', { tier: 9, type: 'Destroyer', enabled: false }),
  ship(4, 'Copy of a clan', { votable: false }),
  ship(5, 'Sold', { vanished: true }),
);

function begin(refreshed: Answer<Channel> = done(stored)) {
  const sent: [number[], boolean][] = [];
  const server = { answer: done(null) as Answer<null>, loads: 0 };
  const own = new OwnChannel(
    {
      setUp: () => Promise.resolve(done(stored)),
      setShipsByHand: () => Promise.resolve(done(stored)),
      change: () => Promise.resolve(done(stored)),
      renewLiveKey: () => Promise.resolve(done('')),
    },
    () => Promise.resolve((server.loads++, done(stored))),
  );
  own.know(stored);
  const garage = new Garage(own, {
    enableShips: (ships, enabled) => {
      sent.push([ships, enabled]);
      return Promise.resolve(server.answer);
    },
    refreshGarage: () => Promise.resolve(refreshed),
  });
  const enabled = () => garage.ships.filter((one) => one.enabled).map((one) => one.id);
  return { garage, own, sent, server, enabled };
}

describe('Garage', () => {
  it('lists what can be voted on, the strongest first', () => {
    const { garage } = begin();
    expect(garage.ships.map(({ name }) => name)).toEqual(['Yamato', 'Kitakaze', 'Atago']);
    expect(garage.enabledCount).toBe(2);
  });

  it('finds by name, traits and whether ships are enabled', () => {
    const { garage } = begin();
    garage.search = 'ka';
    expect(garage.found.map(({ id }) => id)).toEqual([3]);
    garage.search = '';
    garage.traits = { ...anyTraits(), types: ['Cruiser', 'Battleship'] };
    expect(garage.found.map(({ id }) => id)).toEqual([2, 1]);
    garage.traits = anyTraits();
    garage.shown = 'disabled';
    expect(garage.found.map(({ id }) => id)).toEqual([3]);
  });

  it('changes only what is not so already, and undoes exactly that', async () => {
    const { garage, sent, enabled } = begin();
    await garage.enable(garage.ships, true);
    expect(sent).toEqual([[[3], true]]);
    expect(enabled()).toEqual([2, 3, 1]);
    expect(garage.lastChange).toEqual({ ships: [3], enabled: true });
    await garage.undo();
    expect(sent.at(-1)).toEqual([[3], false]);
    expect(enabled()).toEqual([2, 1]);
    await garage.undo();
    expect(sent).toHaveLength(2);
  });

  it('takes a change back that is refused', async () => {
    const { garage, server, enabled } = begin();
    server.answer = refused('offline');
    await garage.enable(garage.ships.slice(0, 1), false);
    expect(enabled()).toEqual([2, 1]);
    expect(garage).toMatchObject({ refusal: { code: 'offline' }, lastChange: null });
    expect(server.loads).toBe(0);
  });

  it('asks what is true when many changes were refused in the middle', async () => {
    const { garage, server } = begin();
    server.answer = refused('timeout');
    await garage.enable(garage.ships, false);
    expect(server.loads).toBe(1);
    expect(garage.enabledCount).toBe(2);
  });

  it('says how many ships a refresh brought', async () => {
    const more = channelWith(ship(1, 'Atago'), ship(9, 'Zao', { tier: 10 }), ship(10, 'Ibuki', { tier: 9 }));
    const { garage } = begin(done(more));
    await garage.refresh();
    expect(garage).toMatchObject({ arrived: 2, refreshing: false, refreshRefusal: null });
    expect(garage.ships).toHaveLength(3);
  });

  it('keeps what it has when Wargaming does not answer', async () => {
    const { garage } = begin(refused('wargaming_unavailable'));
    await garage.refresh();
    expect(garage).toMatchObject({ arrived: null, refreshRefusal: { code: 'wargaming_unavailable' } });
    expect(garage.ships).toHaveLength(3);
  });
});
