import { cleanup, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { writeSegment } from '../live/encode_for_tests';
import { closedVote, sampleState, sampleVote } from '../live/sample_states';
import Announcer from '../parts/Announcer.svelte';
import { SHIPS, SessionForTests } from './session_for_tests';

let world: SessionForTests;
const [, yamato] = SHIPS.map(({ id }) => id);
const told = () => screen.getByRole('status').textContent;
const open = (seconds = 90) => {
  const now = world.timing.now();
  const ships = SHIPS.map(({ id }) => id);
  return sampleVote({ ships, counts: [1, 5, 2], opened_at: now, ends_at: now + seconds * 1000 });
};

async function begin(search = '', ships?: ConstructorParameters<typeof SessionForTests>[1]) {
  world = new SessionForTests(search, ships);
  render(Announcer, { session: world.session });
  await world.authorize();
}

async function castAndCount() {
  void world.session.ballot.cast(yamato!);
  await world.happen();
  await world.server.answer('cast', null);
  await world.happen();
}

beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  world.session.stop();
});

it('who has voted is told of the last half minute and of the winner too', async () => {
  await begin();
  await world.say({ vote: open() });
  await castAndCount();
  expect(told()).toBe('Your vote: Yamato, counted');
  await world.pass(60_000);
  expect(told()).toBe('30 seconds left to vote.');
  await world.say({ vote: closedVote(open(), world.timing.now()) });
  expect(told()).toBe('Yamato has won the vote with 63%.');
});

it('half a minute is not said to be left when less is', async () => {
  await begin();
  await world.say({ vote: open(24) });
  await world.pass(1_000);
  expect(told()).toMatch(/^A vote has opened.* to choose from\.$/);
});

it('what is told at once is told together', async () => {
  await begin();
  await world.say({ vote: open(28) });
  expect(told()).toMatch(/^A vote has opened.* 30 seconds left to vote\.$/);
});

it('ships are called by their names, which may come later', async () => {
  let come = (_: typeof SHIPS) => {};
  await begin('', new Promise((resolve) => (come = resolve)));
  await world.say({ vote: open() });
  await castAndCount();
  expect(told()).toBe('Sending your vote…');
  come(SHIPS);
  await world.happen();
  expect(told()).toBe('Your vote: Yamato, counted');
});

it('ships are called new ones where there are no names to be had', async () => {
  const quiet = vi.spyOn(console, 'error').mockImplementation(() => {});
  await begin('', Promise.reject(new Error('lost')));
  await world.say({ vote: open() });
  await castAndCount();
  expect(told()).toBe('Your vote: New ship, counted');
  quiet.mockRestore();
});

it('a ballot that nobody answered is told of at the close, after the winner', async () => {
  await begin();
  await world.say({ vote: open() });
  void world.session.ballot.cast(yamato!);
  await world.happen();
  await world.server.refuse('cast', 'timeout', 0);
  await world.say({ vote: closedVote(open(), world.timing.now()) });
  expect(told()).toMatch(/^Yamato has won.*may not have been counted\.$/);
  await world.server.answer('ownBallot', { ship: null, seen: null });
  await world.happen();
  expect(told()).toMatch(/^This vote is over/);
});

it('nothing is said in English to who reads another language', async () => {
  world = new SessionForTests('?language=de');
  world.helper.configure(writeSegment(sampleState({ vote: open() })));
  render(Announcer, { session: world.session });
  await world.happen();
  expect(told()).toBe('');
  await vi.dynamicImportSettled();
  await world.happen();
  expect(told()).toMatch(/^Eine Abstimmung/);
});
