import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closedVote, sampleVote } from '../live/sample_states';
import { SHIPS, SessionForTests } from '../vote/session_for_tests';
import App from './App.svelte';

let world: SessionForTests;
const ids = SHIPS.map(({ id }) => id);
const open = () =>
  sampleVote({ ships: ids, counts: [1, 5, 2], opened_at: world.timing.now(), ends_at: world.timing.now() + 90_000 });

beforeEach(async () => {
  localStorage.clear();
  world = new SessionForTests('?platform=mobile&language=de');
  render(App, { session: world.session });
  await world.authorize();
});
afterEach(() => {
  cleanup();
  world.session.stop();
  expect(world.timing.waiting).toBe(0);
});

it('says that there is no vote, and shows one when it comes', async () => {
  expect(screen.getByRole('heading', { level: 1 }).textContent).toMatch(/No vote right now|Gerade keine Abstimmung/);
  await world.say({ vote: open() });
  expect(screen.getAllByRole('radio')).toHaveLength(3);
});

it('takes a ballot', async () => {
  await world.say({ vote: open() });
  await fireEvent.click(screen.getByRole('radio', { name: /Yamato/ }));
  await world.happen();
  await fireEvent.click(screen.getByRole('button', { name: /Yamato/ }));
  await world.server.answer('cast', null);
  await world.happen();
  expect(screen.getAllByText(/Yamato, (counted|gezählt)/).length).toBeGreaterThan(0);
});

it('gives the focus back to who works by keyboard, from the ballot to the next idling', async () => {
  vi.spyOn(document, 'hasFocus').mockReturnValue(true);
  await world.say({ vote: open() });
  await fireEvent.click(screen.getByRole('radio', { name: /Yamato/ }));
  await world.happen();
  const cast = screen.getByRole('button', { name: /Yamato/ });
  cast.focus();
  await fireEvent.click(cast);
  await world.happen();
  expect(document.activeElement).toBe(cast);
  await world.server.answer('cast', null);
  await world.happen();
  expect(document.activeElement?.textContent).toMatch(/Yamato, (counted|gezählt)/);
  await world.say({ vote: closedVote(open(), world.timing.now()) });
  const close = screen.getByRole('button', { name: /Close the result|Ergebnis schließen/ });
  expect(document.activeElement).toBe(close);
  await fireEvent.click(close);
  await world.happen();
  expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
});

it('keeps the last result in sight', async () => {
  await world.say({ vote: open() });
  await world.say({ vote: closedVote(open(), world.timing.now()) });
  await world.pass(15_000);
  expect(screen.getByText('Yamato')).toBeTruthy();
  expect(screen.queryByRole('radio')).toBeNull();
});

it('gives no result away before the picture has caught up, to who comes meanwhile either', async () => {
  world.helper.tell({ hlsLatencyBroadcaster: 8 });
  await world.say({ vote: closedVote(open(), world.timing.now()) }, { latency_hold: true });
  expect(screen.queryByText('Yamato')).toBeNull();
  await world.pass(8_000);
  expect(screen.getByText('Yamato')).toBeTruthy();
});

it('tells beside the result what became of a ballot that was not counted', async () => {
  await world.say({ vote: open() });
  void world.session.ballot.cast(ids[0]!);
  await world.server.refuse('cast', 'vote_closed');
  await world.say({ vote: closedVote(open(), world.timing.now()) });
  expect(screen.getByRole('region').textContent).toMatch(/Yamato.*(came too late|kam zu spät)/s);
});

it('asks what it missed after a sleep, a little later and only if nothing is told', async () => {
  await world.say({ vote: open() });
  let hidden = true;
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event('visibilitychange'));
  await world.pass(300_000);
  expect(world.server.asked).toEqual([]);
  hidden = false;
  document.dispatchEvent(new Event('visibilitychange'));
  await world.pass(2_000);
  expect(world.server.asked).toEqual(['openVote']);
  await world.server.answer('openVote', null);
  await world.server.answer('vote', closedVote(open(), world.timing.now() - 60_000));
  await world.happen();
  expect(screen.getByText('Yamato')).toBeTruthy();
});
