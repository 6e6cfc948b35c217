import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closedVote, sampleVote } from '../live/sample_states';
import { SHIPS, SessionForTests } from '../vote/session_for_tests';
import App from './App.svelte';
import './panels'; // compiled before the first test that waits for it

let world: SessionForTests;
const ids = SHIPS.map(({ id }) => id);
const open = (change: Parameters<typeof sampleVote>[0] = {}) => {
  const now = world.timing.now();
  return sampleVote({ ships: ids, counts: [1, 5, 2], opened_at: now, ends_at: now + 90_000, ...change });
};
const button = (name: string | RegExp) => screen.getByRole('button', { name });
const press = async (name: string | RegExp) => {
  await fireEvent.click(button(name));
  await world.happen();
};
const choose = async (name: RegExp) => {
  await fireEvent.click(screen.getByRole('radio', { name }));
  await world.happen();
};

async function start(vote = open(), settings = {}) {
  render(App, { session: world.session, timing: world.timing });
  await world.authorize();
  await world.say({ vote }, settings);
  await vi.dynamicImportSettled();
  await world.happen();
}

async function castYamato() {
  await press('Vote now');
  await choose(/Yamato/);
  await press('Vote for Yamato');
}

// Once the first choice was counted.
async function changeToBismarck() {
  await world.server.answer('cast', null);
  await world.happen();
  await choose(/Bismarck/);
  await press('Change to Bismarck');
}

beforeEach(() => {
  localStorage.clear();
  vi.spyOn(document, 'hasFocus').mockReturnValue(true);
  world = new SessionForTests();
});
afterEach(() => {
  cleanup();
  world.session.stop();
  expect(world.timing.waiting).toBe(0);
});

describe('the card', () => {
  it('is not there without a vote', async () => {
    render(App, { session: world.session, timing: world.timing });
    await world.authorize();
    expect(screen.queryByRole('region')).toBeNull();
  });

  it('shows the time left and who leads', async () => {
    await start();
    expect(screen.getByRole('timer').textContent).toBe('1:30');
    expect(screen.getByRole('timer').getAttribute('aria-label')).toBe('Time left: 1 minute, 30 seconds');
    await world.pass(1_000);
    expect(screen.getByRole('timer').textContent).toBe('1:29');
    expect(screen.getAllByRole('listitem').map((item) => item.textContent?.replace(/\s+/g, ' ').trim())).toEqual([
      'Yamato 63%',
      'Bismarck 25%',
      'Zaō 13%',
    ]);
  });

  it('stands in the corner that the streamer chose', async () => {
    await start(open(), { overlay_position: 'bottom_right' });
    expect(screen.getByRole('main').className).toContain('bottom_right');
  });

  it('can be made small and brought back', async () => {
    await start();
    await press('Minimise');
    expect(screen.queryByRole('region')).toBeNull();
    await press(/Show the vote/);
    expect(button('Vote now')).toBeTruthy();
  });

  it('shows no count that is hidden', async () => {
    await start(open({ visibility: 'after_close' }));
    expect(screen.queryByRole('list')).toBeNull();
    expect(screen.getByText('The count stays secret until the end.')).toBeTruthy();
  });

  it('rests while nobody looks', async () => {
    await start();
    world.helper.show(false);
    await world.happen();
    const before = screen.getByRole('timer').textContent;
    await world.pass(5_000);
    expect(screen.getByRole('timer').textContent).toBe(before);
    world.helper.show(true);
    await world.happen();
    expect(screen.getByRole('timer').textContent).toBe('1:25');
  });
});

describe('the ballot', () => {
  it('is one group of radio buttons, by tier, without filters for few ships', async () => {
    await start();
    await press('Vote now');
    expect(screen.getAllByRole('radio')).toHaveLength(3);
    const tiers = screen.getAllByRole('group').filter((group) => group.className.includes('tier'));
    expect(tiers.map((group) => within(group).getAllByRole('radio').length)).toEqual([2, 1]);
    expect(screen.queryByRole('searchbox')).toBeNull();
    expect((button('Choose a ship') as HTMLButtonElement).disabled).toBe(true);
  });

  it('is confirmed by the server, and folds itself away', async () => {
    await start();
    await castYamato();
    expect(screen.getByRole('button', { name: 'Sending your vote…' })).toBeTruthy();
    await world.server.answer('cast', null);
    await world.happen();
    expect(screen.getAllByText('Your vote: Yamato, counted').length).toBeGreaterThan(0);
    expect(screen.getAllByRole<HTMLInputElement>('radio').every((radio) => radio.matches(':disabled'))).toBe(true);
    await world.pass(2_000);
    expect(screen.queryByRole('radio')).toBeNull();
    expect(button('See all ships')).toBeTruthy();
  });

  it('gives the focus back to who works by keyboard', async () => {
    await start();
    const vote = open();
    button('Vote now').focus();
    await press('Vote now');
    expect(document.activeElement).toBe(button('Hide the ballot'));
    await choose(/Yamato/);
    const cast = button('Vote for Yamato');
    cast.focus();
    await press('Vote for Yamato');
    expect(document.activeElement).toBe(cast);
    expect(cast.textContent).toContain('Sending your vote…');
    await world.server.answer('cast', null);
    await world.happen();
    expect(document.activeElement?.textContent).toContain('Your vote: Yamato, counted');
    await world.pass(2_000);
    expect(document.activeElement).toBe(button('See all ships'));
    await world.say({ vote: closedVote(vote, world.timing.now()) });
    expect(document.activeElement).toBe(button('Close the result'));
  });

  it('gives the focus to the list when time is up while a ship is chosen by keyboard', async () => {
    await start();
    await press('Vote now');
    screen.getByRole('radio', { name: /Yamato/ }).focus();
    await world.pass(90_000);
    expect(document.activeElement).toBe(screen.getByRole('radiogroup'));
  });

  it('sends once, however often the button is pressed', async () => {
    await start();
    await castYamato();
    await press('Sending your vote…');
    expect(world.server.asked.filter((what) => what === 'cast')).toHaveLength(1);
  });

  it('can be changed where the vote allows it', async () => {
    await start(open({ change_allowed: true }));
    await castYamato();
    await changeToBismarck();
    expect(world.server.pending.at(-1)?.values).toEqual([12, ids[2]]);
  });

  it.each(['chooses again', 'looks for another ship'])('stays open for who %s after it was counted', async (doing) => {
    await start(open({ change_allowed: true }));
    await castYamato();
    await world.server.answer('cast', null);
    await world.pass(1_500);
    if (doing === 'chooses again') await fireEvent.input(screen.getByRole('radio', { name: /Bismarck/ }));
    else screen.getByRole('radio', { name: /Bismarck/ }).focus();
    await world.pass(60_000);
    expect(screen.getAllByRole('radio')).toHaveLength(3);
  });

  it('keeps what was chosen when it is folded, when messages come and when the token is swapped', async () => {
    await start();
    await press('Vote now');
    await choose(/Bismarck/);
    await press('Hide the ballot');
    await world.say({ vote: open({ counts: [1, 9, 2] }) });
    await world.authorize();
    await press('Vote now');
    expect(screen.getByRole<HTMLInputElement>('radio', { name: /Bismarck/ }).checked).toBe(true);
  });

  it('says what to do when the network is lost', async () => {
    await start();
    await castYamato();
    await world.server.refuse('cast', 'offline', 0);
    await world.happen();
    expect(screen.getAllByText(/The connection was lost/).length).toBeGreaterThan(0);
    await press('Try again');
    await world.server.answer('cast', null);
    await world.happen();
    expect(screen.getAllByText('Your vote: Yamato, counted').length).toBeGreaterThan(0);
  });

  it('does not say that the first choice still counts while nobody knows', async () => {
    await start(open({ change_allowed: true }));
    await castYamato();
    await changeToBismarck();
    await world.server.refuse('cast', 'timeout', 0);
    await world.happen();
    expect(screen.queryByText(/still counts/)).toBeNull();
    expect(screen.getAllByText(/your change may be missing/).length).toBeGreaterThan(0);
    await press('Try again');
    await world.server.refuse('cast', 'overloaded', 503);
    await world.server.answer('ownBallot', { ship: ids[1], seen: null });
    await world.happen();
    expect(screen.getByText('Your vote for Yamato still counts.')).toBeTruthy();
    expect(screen.getByRole<HTMLInputElement>('radio', { name: /Bismarck/ }).checked).toBe(true);
    expect(button('Try again')).toBeTruthy();
  });

  it('says why it was refused, and offers nothing that would not help', async () => {
    await start();
    await castYamato();
    await world.server.refuse('cast', 'vote_closed');
    await world.happen();
    expect(screen.getAllByText(/This vote is over/).length).toBeGreaterThan(0);
    expect(screen.queryByRole('button', { name: /Vote for|Try again/ })).toBeNull();
  });

  it.each([
    ['offline', 'Not confirmed'],
    ['overloaded', 'Not counted'],
  ])('that was folded away after %s says so, and is sent again with one press', async (code, note) => {
    await start();
    await castYamato();
    await world.server.refuse('cast', code, 0);
    await press('Hide the ballot');
    expect(screen.getByText(note)).toBeTruthy();
    await press('Try again');
    expect(button('Sending your vote…')).toBeTruthy();
    await world.server.answer('cast', null);
    await world.happen();
    expect(screen.getAllByText('Your vote: Yamato, counted').length).toBeGreaterThan(0);
  });

  it('is closed to who is not logged in, unless the streamer lets everybody vote', async () => {
    render(App, { session: world.session, timing: world.timing });
    await world.authorize({ opaque_user_id: 'Anobody' });
    await world.say({ vote: open() });
    await vi.dynamicImportSettled();
    await press('See all ships');
    expect(screen.getByText('To vote here, log in to Twitch.')).toBeTruthy();
    await world.say({ vote: open() }, { anonymous_may_vote: true });
    expect(button('Choose a ship')).toBeTruthy();
  });

  it('shows the counts that came with its answer', async () => {
    await start(open({ visibility: 'after_ballot', counts: [0, 0, 0], ballots: 0 }));
    expect(screen.queryByRole('list')).toBeNull();
    await castYamato();
    await world.server.answer('cast', { counts: new Map([[ids[1]!, 3]]), ballots: 4 });
    await world.pass(2_000);
    expect(screen.getByRole('list').textContent).toContain('75%');
  });

  it('can be searched when there are many ships', async () => {
    const many = Array.from({ length: 40 }, (_, place) => ({ ...SHIPS[0]!, id: 5_000 + place, name: `Ship ${place}` }));
    world.session.stop();
    world = new SessionForTests('', [...SHIPS, ...many]);
    const ships = [...many.map(({ id }) => id), ...ids];
    await start(open({ ships, counts: ships.map(() => 0) }));
    await press('Vote now');
    expect(screen.getAllByRole('radio')).toHaveLength(43);
    await fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'zao' } });
    await world.happen();
    expect(screen.getAllByRole('radio')).toHaveLength(1);
    await press('Show all ships');
    await fireEvent.change(screen.getByRole('combobox', { name: 'Nation' }), { target: { value: 'germany' } });
    await world.happen();
    expect(screen.getAllByRole('radio')).toHaveLength(1);
  });

  it('calls a ship that nobody knows a new one', async () => {
    await start(open({ ships: [99, ...ids], counts: [0, 0, 0, 0] }));
    await press('Vote now');
    expect(screen.getByRole('radio', { name: /New ship/ })).toBeTruthy();
  });
});

describe('the end', () => {
  it('says that time is up until the result is there', async () => {
    await start();
    await world.pass(90_000);
    expect(screen.getByText('Time is up. Counting…')).toBeTruthy();
  });

  it('shows the winner, and then leaves', async () => {
    await start();
    await world.say({ vote: closedVote(open(), world.timing.now()) });
    const result = screen.getByRole('region', { name: 'The next ship' });
    expect(result.textContent).toMatch(/Yamato.*63% of 8 votes.*3 votes ahead of Bismarck/s);
    await world.pass(15_000);
    expect(screen.queryByRole('region')).toBeNull();
  });

  it('does not call nobody the next ship', async () => {
    await start();
    await world.say({ vote: closedVote(open({ counts: [0, 0, 0] }), world.timing.now()) });
    expect(screen.getByRole('region', { name: 'The vote is over' }).textContent).toContain('Nobody voted this time.');
    expect(screen.queryByText('The next ship')).toBeNull();
  });

  it('tells what became of a ballot that nobody answered', async () => {
    await start();
    void world.session.ballot.cast(ids[1]!);
    await world.happen();
    await world.server.refuse('cast', 'timeout', 0);
    await world.say({ vote: closedVote(open(), world.timing.now()) });
    const result = screen.getByRole('region', { name: 'The next ship' });
    expect(result.textContent).toContain('may not have been counted');
    await world.server.answer('ownBallot', { ship: null, seen: null });
    await world.happen();
    expect(result.textContent).toContain('This vote is over. Yours came too late to be counted.');
  });

  it('explains a tie', async () => {
    await start(open({ counts: [4, 4, 1] }));
    await world.say({ vote: closedVote(open({ counts: [4, 4, 1] }), world.timing.now(), ids[1]!) });
    expect(screen.getByText('Zaō and Yamato were level with 4 votes each. Yamato won the draw.')).toBeTruthy();
  });
});

describe('the game', () => {
  it('other than World of Warships hides everything, where the streamer wants that', async () => {
    await start(open(), { only_in_game: true });
    world.helper.tell({ game: 'Just Chatting' });
    await world.happen();
    expect(screen.queryByRole('region')).toBeNull();
    world.helper.tell({ game: 'World of Warships' });
    await world.happen();
    expect(screen.getByRole('region')).toBeTruthy();
  });

  it('that is never told hides nothing for long', async () => {
    await start(open(), { only_in_game: true });
    expect(screen.queryByRole('region')).toBeNull();
    await world.pass(3_000);
    expect(screen.getByRole('region')).toBeTruthy();
  });
});

describe('a screen reader', () => {
  const told = () => screen.getAllByRole('status')[0]!.textContent;

  it('is told of the opening, of the last half minute and of the winner, and of nothing else', async () => {
    await start();
    expect(told()).toContain('A vote has opened');
    await world.say({ vote: open({ counts: [9, 9, 9] }) });
    await world.pass(30_000);
    expect(told()).toContain('A vote has opened');
    await world.pass(30_000);
    expect(told()).toBe('30 seconds left to vote.');
    await world.say({ vote: closedVote(open(), world.timing.now()) });
    expect(told()).toBe('Yamato has won the vote with 63%.');
  });
});
