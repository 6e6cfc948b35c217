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
  enabled: true,
  ...part,
});

const channelWith = (...ships: object[]): Channel =>
  readChannel({ id: 7, wows_username: 'Captain', wows_realm: 'eu', overlay_position: 'top_left', ships });

const stored = channelWith(
  ship(1, 'Atago'),
  ship(2, 'Yamato', { tier: 10, type: 'Battleship' }),
  ship(3, 'Kitakaze', { tier: 9, type: 'Destroyer', enabled: false }),
);

const settled = () => new Promise((resolve) => setTimeout(resolve));

// The server answers at once, unless the test has it wait.
function begin(refreshed: Answer<Channel> = done(stored)) {
  const sent: [number[], boolean][] = [];
  const server = { answer: done(null) as Answer<null>, stored, loads: 0, held: null as Promise<unknown> | null };
  const own = new OwnChannel(
    {
      setUp: () => Promise.resolve(done(stored)),
      setShipsByHand: () => Promise.resolve(done(stored)),
      change: () => Promise.resolve(done(stored)),
      enableShips: async (ships, enabled) => {
        sent.push([ships, enabled]);
        const { answer, held } = server;
        await held;
        return answer;
      },
      refreshGarage: async () => (await server.held, refreshed),
      renewLiveKey: () => Promise.resolve(done('')),
    },
    () => Promise.resolve((server.loads++, done(server.stored))),
  );
  own.know(stored);
  const garage = new Garage(own);
  const enabled = () => garage.ships.filter((one) => one.enabled).map((one) => one.id);
  // What is asked from now on is answered when that is called.
  const hold = () => {
    let release = () => {};
    server.held = new Promise<void>((resolve) => (release = resolve));
    return () => {
      server.held = null;
      release();
      return settled();
    };
  };
  return { garage, own, sent, server, enabled, hold };
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
    server.answer = refused('unauthorized');
    await garage.enable(garage.ships.slice(0, 1), false);
    expect(enabled()).toEqual([2, 1]);
    expect(garage).toMatchObject({ refusal: { code: 'unauthorized' }, lastChange: null });
    expect(server.loads).toBe(0);
  });

  it.each(['timeout', 'not_found'])('asks what is true after a change that ended in %s', async (code) => {
    const { garage, server, enabled } = begin();
    server.answer = refused(code);
    server.stored = channelWith(ship(1, 'Atago'), ship(9, 'Zao', { tier: 10 }));
    await garage.enable(garage.ships, false);
    expect(server.loads).toBe(1);
    expect(enabled()).toEqual([9, 1]);
    expect(garage.refusal).toMatchObject({ code });
  });

  it('finds nothing wrong with a change that was stored although its answer got lost', async () => {
    const { garage, server, enabled } = begin();
    server.answer = refused('timeout');
    server.stored = channelWith(ship(1, 'Atago', { enabled: false }), ship(2, 'Yamato', { enabled: false }));
    await garage.enable(garage.ships, false);
    expect(enabled()).toEqual([]);
    expect(garage.refusal).toBeNull();
    expect(garage.lastChange).not.toBeNull();
  });

  it('sends the undoing of a change after the change', async () => {
    const { garage, sent, enabled, hold } = begin();
    const release = hold();
    void garage.enable(garage.ships, false);
    void garage.undo();
    await settled();
    expect(sent).toEqual([[[2, 1], false]]);
    expect(enabled()).toEqual([2, 1]);
    await release();
    expect(sent[1]).toEqual([[2, 1], true]);
    expect(enabled()).toEqual([2, 1]);
  });

  it('can undo the newer change when an older one is refused', async () => {
    const { garage, server, enabled, hold } = begin();
    server.answer = refused('unauthorized');
    const release = hold();
    void garage.enable(garage.ships.slice(0, 1), false);
    await settled();
    server.answer = done(null);
    void garage.enable(garage.ships.slice(2), false);
    await release();
    expect(garage.lastChange).toEqual({ ships: [1], enabled: false });
    expect(enabled()).toEqual([2]);
  });

  it('keeps a change that is under way when a setting is answered', async () => {
    const { garage, own, enabled, hold } = begin();
    void own.set('chat_result', true);
    const release = hold();
    void garage.enable(garage.ships.slice(0, 1), false);
    await settled();
    expect(enabled()).toEqual([1]);
    await release();
    expect(enabled()).toEqual([1]);
  });

  it('asks once more where a ship was changed while Wargaming was asked', async () => {
    const { garage, server, hold } = begin();
    const release = hold();
    const refreshing = garage.refresh();
    server.held = null;
    await garage.enable(garage.ships.slice(0, 1), false);
    expect(server.loads).toBe(0);
    await release();
    await refreshing;
    expect(server.loads).toBe(1);
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
