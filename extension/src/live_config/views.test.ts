import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { done } from '../api/answer';
import type { Vote } from '../live/state';
import App from './App.svelte';
import ExportPanel from './ExportPanel.svelte';
import HistoryList from './HistoryList.svelte';
import VotePlace from './VotePlace.svelte';
import { DeskForTests, onTheWire } from './desk_for_tests';
import { OPENED, closedVote, openVote } from './sample_votes';

// Roles of a whole page take a busy machine seconds to find.
vi.setConfig({ testTimeout: 60_000 });

let world: DeskForTests;
beforeEach(() => {
  world = new DeskForTests();
  window.scrollTo = () => {};
});
afterEach(() => {
  cleanup();
  world.stop();
});

const button = (name: string | RegExp) => screen.getByRole<HTMLButtonElement>('button', { name });
const press = async (name: string | RegExp) => {
  const pressed = button(name);
  pressed.focus();
  await fireEvent.click(pressed);
  await world.happen();
};
const focused = () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim();
const show = async (role?: string) => {
  await world.begin(role);
  render(VotePlace, { desk: world.desk });
  await world.happen();
};
const open = (part: Partial<Vote> = {}) => {
  world.answers['GET /votes?status=open'] = [onTheWire(openVote(part))];
};

describe('the page', () => {
  it('fetches the channel and the last vote when it is seen again', async () => {
    render(App, { session: world.session });
    world.helper.authorize({ role: 'broadcaster' });
    await world.happen();
    expect(screen.queryByText('As last time')).toBeNull();
    world.helper.show(false);
    await world.happen();
    world.answers['GET /votes?status=closed'] = [onTheWire(closedVote())];
    world.asked = [];
    world.helper.show(true);
    await world.happen();
    screen.getByText('As last time');
    expect(world.asked.filter((asked) => asked === 'GET /settings')).toHaveLength(1);
  });
});

describe('an open vote', () => {
  it('shows its broadcaster a count that viewers do not see', async () => {
    open({ visibility: 'after_close', ballots: 9, counts: [9, 0, 0] });
    await show();
    screen.getByText('9', { selector: '.value' });
    screen.getByText('Only you see the count.');
    screen.getByText('Yamato');
  });

  it.each(['after_ballot', 'after_close'] as const)(
    'shows moderators none where it is hidden: %s',
    async (visibility) => {
      world.answers['GET '] = world.answers['GET /settings'];
      open({ visibility });
      await show('moderator');
      screen.getByText('The streamer hides the count until the vote ends.');
      expect(screen.queryByText('No votes yet.')).toBeNull();
      expect(screen.queryByText('Only you see the count.')).toBeNull();
      expect(screen.queryByText('Yamato')).toBeNull();
      expect(screen.queryByRole('img')).toBeNull();
      expect(document.querySelectorAll('.figure')).toHaveLength(1);
      expect(button('End now')).toBeTruthy();
    },
  );

  it('says to moderators who may not end it why', async () => {
    world.answers['GET '] = world.answers['GET /settings'];
    open();
    await show('moderator');
    world.answers['PATCH /votes/12'] = 'unauthorized';
    await press('1 minute more');
    screen.getByText(/^The streamer does not let moderators run votes/);
  });

  it('can be ended and prolonged though it is over by the server’s clock', async () => {
    open({ ends_at: OPENED - 1_000 });
    world.desk.countdown.until(OPENED - 1_000, true);
    await show();
    expect(screen.queryByText('Time is up. Counting…'), 'this clock may be fast').toBeNull();
    world.session.clock.heardMessage(world.timing.now());
    await world.happen();
    screen.getByText('Time is up. Counting…');
    world.answers['PATCH /votes/12'] = onTheWire(openVote());
    await press('1 minute more');
    expect(world.bodies['PATCH /votes/12']).toEqual({ extend_seconds: 60 });
    expect(button('End now')).toBeTruthy();
  });

  it('says that its numbers are old while the server lets us wait', async () => {
    open();
    await show();
    let answer = () => {};
    world.answers['GET /votes/12'] = new Promise((resolve) => (answer = () => resolve(onTheWire(openVote()))));
    await world.pass(7_000);
    screen.getByText('These numbers are not fresh');
    screen.getByText('The server takes long to answer. We keep asking.');
    answer();
    await world.happen();
    expect(screen.queryByText('These numbers are not fresh')).toBeNull();
  });

  it('says that a draft waits, which goes on after the result', async () => {
    open();
    await show();
    expect(screen.queryByText(/waits until this one is over/)).toBeNull();
    world.desk.composeWithout(closedVote({ ships: [3, 8] }), []);
    await world.happen();
    screen.getByText(/waits until this one is over/);
    world.answers['GET /votes/12'] = onTheWire(closedVote());
    await world.pass(2_000);
    await press('Go on preparing');
    expect(button('Open vote · 2 ships')).toBeTruthy();
  });

  it('leaves a draft behind where a new vote is wanted', async () => {
    open();
    await show();
    world.desk.composeWithout(closedVote({ ships: [3, 8] }), []);
    world.answers['GET /votes/12'] = onTheWire(closedVote());
    await world.pass(2_000);
    await press('New vote');
    expect(screen.queryByRole('button', { name: /Open vote/ })).toBeNull();
    expect(button(/^Pick ships/)).toBeTruthy();
  });
});

describe('presets', () => {
  const preset = (id: number, name: string) => ({
    id,
    name,
    ships: [3],
    rule: null,
    duration_seconds: 300,
    visibility: 'live',
    change_allowed: false,
  });
  const removal = (id: number) => (world.answers[`DELETE /presets/${id}`] = {});

  it('leave the focus to a neighbour when they are removed, and take it when they are back', async () => {
    world.answers['GET /presets'] = [preset(1, 'A'), preset(2, 'B'), preset(3, 'C')];
    [1, 2, 3, 4].map(removal);
    await show();
    await press('Remove “B”');
    expect(focused()).toBe('Remove “C”');
    await press('Remove “C”');
    expect(focused()).toBe('Remove “A”');
    world.answers['POST /presets'] = preset(4, 'C');
    await press('Undo');
    expect(focused()).toMatch(/^C/);
    await press('Remove “C”');
    await press('Remove “A”');
    expect(focused()).toBe('New vote');
  });

  it('leave the focus at Undo where that does not help', async () => {
    world.answers['GET /presets'] = [preset(1, 'A')];
    removal(1);
    await show();
    await press('Remove “A”');
    world.answers['POST /presets'] = 'internal';
    await press('Undo');
    expect(focused()).toBe('Undo');
  });
});

describe('picked ships', () => {
  it('leave the focus to a neighbour when they are taken out', async () => {
    await show();
    world.desk.composeNew('pick');
    world.desk.draft.pick([3, 5, 8]);
    await world.happen();
    await press('Take Zaō out');
    expect(focused()).toBe('Take Bismarck out');
    await press('Take Bismarck out');
    expect(focused()).toBe('Take Yamato out');
    await press('Take Yamato out');
    expect(focused()).toBe('Add all 3');
    await press('Add all 3');
    expect(focused()).toBe('Take all 3 out');
    await press('Clear');
    expect(focused()).toBe('Add all 3');
  });
});

describe('a rule', () => {
  const compose = async () => {
    await show();
    world.desk.composeNew('rule');
    await world.happen();
  };
  const drawn = (ships: number[], candidates: number[]) => (world.answers['POST /draw'] = { ships, candidates });

  it('counts the ships that fit without asking where recent winners take part', async () => {
    await compose();
    await world.pass(1_000);
    screen.getByText('3 ships fit');
    expect(world.asked).not.toContain('POST /draw');
  });

  it('asks the server for the count where they do not', async () => {
    await compose();
    drawn([5], [5, 8]);
    await fireEvent.change(screen.getByLabelText('Recent winners'), { target: { value: '1' } });
    await world.happen();
    expect(screen.queryByText(/ships? fits?$/)).toBeNull();
    await world.pass(300);
    screen.getByText('2 ships fit');
    expect(button('Draw').disabled).toBe(false);
  });

  it('cannot be drawn by where only recent winners fit', async () => {
    await compose();
    world.answers['POST /draw'] = 'conflict';
    await fireEvent.change(screen.getByLabelText('Recent winners'), { target: { value: '1' } });
    await world.pass(300);
    screen.getByText('0 ships fit');
    expect(button('Draw').disabled).toBe(true);
  });

  it('leaves the focus to a neighbour when a ship is vetoed, and puts vetoed ships back', async () => {
    await compose();
    drawn([3, 5], [3, 5]);
    await press('Draw');
    screen.getByText('2 of 2 that fit');
    await press('Not Yamato');
    expect(focused()).toBe('Not Zaō');
    await press('Not Zaō');
    expect(focused()).toBe('Draw again');
    screen.getByText('0 of 2 that fit');
    expect(screen.queryByText('No ship fits this rule')).toBeNull();
    await press('Put 2 ships back');
    screen.getByText('2 of 2 that fit');
    expect(focused()).toMatch(/^Not /);
    expect(screen.queryByRole('button', { name: /back$/ })).toBeNull();
  });

  it('goes on at the heading when its ships are changed by hand', async () => {
    await compose();
    drawn([3, 5], [3, 5]);
    await press('Draw');
    await press('Change by hand');
    expect(focused()).toBe('New vote');
  });

  it('offers a nation and a class that the garage lacks, to be left again', async () => {
    world.desk.draft.changeRule({ nations: ['italy'], types: ['Submarine'] });
    await compose();
    screen.getByText('0 ships fit');
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Italy' }));
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Submarine' }));
    screen.getByText('3 ships fit');
    expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Italy' }).checked).toBe(false);
  });

  it('can be cleared', async () => {
    await compose();
    expect(screen.queryByRole('button', { name: 'Clear rule' })).toBeNull();
    await fireEvent.change(screen.getByLabelText('From tier'), { target: { value: '10' } });
    screen.getByText('2 ships fit');
    await press('Clear rule');
    screen.getByText('3 ships fit');
    expect(document.activeElement).toBe(screen.getByLabelText('From tier'));
  });
});

describe('the history', () => {
  it('asks for the page that did not come once more', async () => {
    const entry = (id: number) => ({ ...onTheWire(closedVote({ id })), ship_count: 3 });
    world.answers['GET /history?count=20'] = [entry(9), entry(8)];
    world.next = 8;
    await world.begin();
    await world.desk.history.load();
    render(HistoryList, { desk: world.desk });
    world.answers['GET /history?count=20&before=8'] = 'internal';
    await press('Show more');
    screen.getByText('The history could not be loaded');
    expect(screen.getAllByRole('listitem')).toHaveLength(2);
    world.answers['GET /history?count=20&before=8'] = [entry(7)];
    world.next = null;
    await press('Try again');
    expect(screen.getAllByRole('listitem')).toHaveLength(3);
    expect(document.activeElement?.closest('li')).toBe(screen.getAllByRole('listitem')[2]);
  });
});

describe('an export', () => {
  const files: Blob[] = [];
  const copied: string[] = [];
  beforeEach(() => {
    files.length = copied.length = 0;
    URL.createObjectURL = (file: Blob) => `blob:${files.push(file)}`;
    URL.revokeObjectURL = () => {};
    vi.stubGlobal('navigator', { clipboard: { writeText: async (text: string) => void copied.push(text) } });
  });
  afterEach(() => vi.unstubAllGlobals());
  const bytes = (file: Blob | undefined) =>
    new Promise<Uint8Array>((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(new Uint8Array(reader.result as ArrayBuffer));
      reader.readAsArrayBuffer(file ?? new Blob());
    });

  it('as CSV begins with the mark by which spreadsheets know the encoding, and is copied as cells', async () => {
    const load = () => Promise.resolve(done('"ship","ballots"\r\n"Zaō",2\r\n'));
    render(ExportPanel, { load, texts: world.session.texts });
    await press('CSV');
    expect([...(await bytes(files[0]))].slice(0, 4)).toEqual([0xef, 0xbb, 0xbf, 0x22]);
    await press('Copy');
    expect(copied).toEqual(['ship\tballots\r\nZaō\t2\r\n']);
  });

  it('as JSON is what the server told', async () => {
    render(ExportPanel, { load: () => Promise.resolve(done('{"votes":[]}')), texts: world.session.texts });
    await press('JSON');
    expect(await bytes(files[0])).toHaveLength('{"votes":[]}'.length);
    await press('Copy');
    expect(copied).toEqual(['{"votes":[]}']);
  });

  it('is asked for by buttons that are not pressed in for long', async () => {
    render(ExportPanel, { load: () => Promise.resolve(done('[]')), texts: world.session.texts });
    await press('JSON');
    expect(button('JSON').hasAttribute('aria-pressed')).toBe(false);
  });
});
