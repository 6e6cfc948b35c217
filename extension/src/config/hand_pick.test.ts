import { describe, expect, it } from 'vitest';
import { type Answer, done, refused } from '../api/answer';
import { type Ship, unknownShip } from '../ships/ship';
import { HandPick } from './hand_pick.svelte';

const ship = (id: number, name: string, tier: number): Ship => ({ ...unknownShip(id), name, tier, type: 'Cruiser' });
const settled = () => new Promise((resolve) => setTimeout(resolve));
const fleet = [ship(1, 'Atago', 8), ship(2, 'Zao', 10), ship(3, 'Mogami', 8)];

function begin(...answers: Answer<Ship[]>[]) {
  const asked = { times: 0 };
  const pick = new HandPick(
    () => {
      asked.times++;
      return Promise.resolve(answers.shift() ?? done(fleet));
    },
    (id) => ({ name: id === 2 ? '蔵王' : '' }),
  );
  return { pick, asked };
}

const account = { name: 'Hidden', realm: 'eu' } as const;

describe('HandPick', () => {
  it('offers all ships by the names of the language at hand, the strongest first', async () => {
    const { pick, asked } = begin();
    pick.begin(account, [3]);
    await settled();
    expect(pick.ships.map(({ name }) => name)).toEqual(['蔵王', 'Atago', 'Mogami']);
    pick.leave();
    pick.begin(account, []);
    expect(asked.times).toBe(1);
    expect(pick.picked.size).toBe(0);
  });

  it('ticks and unticks what was found', async () => {
    const { pick } = begin();
    pick.begin(account, [2]);
    await settled();
    pick.traits = { ...pick.traits, tiers: [8] };
    pick.set(
      pick.found.map(({ id }) => id),
      true,
    );
    expect([...pick.picked].sort()).toEqual([1, 2, 3]);
    pick.set([1, 2], false);
    expect([...pick.picked]).toEqual([3]);
  });

  it('says why there is nothing to pick from, and asks again', async () => {
    const { pick } = begin(refused('offline'));
    pick.begin(account, []);
    await settled();
    expect(pick).toMatchObject({ refusal: { code: 'offline' }, ships: [] });
    await pick.load();
    expect(pick.refusal).toBeNull();
    expect(pick.ships).toHaveLength(3);
  });
});
