import { expect, it, vi } from 'vitest';
import { Fleet } from './fleet.svelte';

const yamato = {
  id: 4276041424,
  name: 'Yamato',
  nation: 'japan',
  type: 'Battleship',
  tier: 10,
  premium: false,
  image: 'https://a/b.png',
};
const answers = (files: Record<string, unknown>) => async (address: string) => {
  if (address in files) return files[address];
  throw new Error('404');
};

it('knows ships once they are loaded, and calls others new', async () => {
  const fleet = new Fleet(answers({ './warships.json': { data: [yamato, { id: 'x' }, null] } }));
  expect(fleet.ship(yamato.id)).toMatchObject({ name: '', tier: 0, type: null });
  await fleet.load();
  expect(fleet.ship(yamato.id)).toMatchObject({ name: 'Yamato', type: 'Battleship', tier: 10 });
  expect(fleet.ship(7)).toMatchObject({ id: 7, name: '', image: '' });
});

it('takes nothing that is no picture or class', async () => {
  const odd = { ...yamato, image: 'javascript:alert(1)', type: 'Zeppelin', tier: 99 };
  const fleet = new Fleet(answers({ './warships.json': { data: [odd] } }));
  await fleet.load();
  expect(fleet.ship(odd.id)).toMatchObject({ image: '', type: null, tier: 0 });
});

it('tries again when the list could not be had', async () => {
  const quiet = vi.spyOn(console, 'error').mockImplementation(() => {});
  let tries = 0;
  const fleet = new Fleet(async () => {
    if (++tries === 1) throw new Error('lost');
    return { data: [yamato] };
  });
  await fleet.load();
  expect(fleet.ready).toBe(false);
  await Promise.all([fleet.load(), fleet.load()]);
  expect(fleet.ready).toBe(true);
  expect(tries).toBe(2);
  quiet.mockRestore();
});

it('calls ships by the names of a language that has its own', async () => {
  const fleet = new Fleet(
    answers({ './warships.json': { data: [yamato] }, './names_ja.json': { [yamato.id]: '大和', 5: 7 } }),
  );
  await fleet.load();
  await fleet.speak('ja');
  expect(fleet.ship(yamato.id).name).toBe('大和');
  await fleet.speak('en');
  expect(fleet.ship(yamato.id).name).toBe('Yamato');
});
