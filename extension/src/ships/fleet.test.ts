import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { StandingTime } from '../timing';
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
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(() => vi.restoreAllMocks());

const settled = () => new Promise((resolve) => setTimeout(resolve));
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

// A fleet whose files cannot be had for so many times.
function unlucky(failures: number, answer: unknown) {
  const timing = new StandingTime();
  const asked: string[] = [];
  const fetch = async (file: string) => {
    asked.push(file);
    if (asked.length <= failures) throw new Error('lost');
    return answer;
  };
  return { timing, asked, fleet: new Fleet(fetch, timing, () => 0.5) };
}

it('tries again by itself when the list could not be had, with growing pauses', async () => {
  const { timing, asked, fleet } = unlucky(2, { data: [yamato] });
  void fleet.load();
  expect(fleet.settled).toBe(false);
  await settled();
  expect(fleet.settled).toBe(true);
  void fleet.load();
  timing.pass(1_999);
  await settled();
  expect(asked).toHaveLength(1);
  timing.pass(1);
  await settled();
  timing.pass(4_000);
  await settled();
  expect(fleet.ship(yamato.id).name).toBe('Yamato');
  expect(asked).toHaveLength(3);
  expect(timing.waiting).toBe(0);
});

it('gives up in the end, and begins anew when it is asked again', async () => {
  const { timing, asked, fleet } = unlucky(8, { data: [yamato] });
  void fleet.load();
  for (let turn = 0; turn < 20; turn++) {
    await settled();
    timing.pass(600_000);
  }
  expect(asked).toHaveLength(8);
  expect(timing.waiting).toBe(0);
  await fleet.load();
  expect(fleet.ship(yamato.id).name).toBe('Yamato');
});

it('does not wait for ever for a list', async () => {
  const timing = new StandingTime();
  const stopped = vi.fn();
  const fetch = (_: string, signal: AbortSignal) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => (stopped(), reject(new Error('late')))));
  void new Fleet(fetch, timing).load();
  timing.pass(20_000);
  expect(stopped).toHaveBeenCalledOnce();
});

it('tries names again too, for as long as they are wanted', async () => {
  const lucky = unlucky(1, { [yamato.id]: 'Yamato-Maru' });
  void lucky.fleet.speak('de');
  await settled();
  lucky.timing.pass(2_000);
  await settled();
  expect(lucky.fleet.ship(yamato.id).name).toBe('Yamato-Maru');
  const other = unlucky(9, {});
  void other.fleet.speak('de');
  await settled();
  void other.fleet.speak('en');
  other.timing.pass(600_000);
  await settled();
  expect(other.asked).toHaveLength(1);
  expect(other.timing.waiting).toBe(0);
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
