import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StreamerForTests, refusing, telling } from '../streamer/streamer_for_tests';
import App from './App.svelte';

const ship = (id: number, name: string, tier: number) => ({ id, name, tier, nation: 'japan', type: 'Cruiser' });
const FLEET = [ship(1, 'Zao', 10), ship(2, 'Ibuki', 9), ship(3, 'Mogami', 8)];
const GARAGE = FLEET.map((one) => ({ ...one, enabled: true }));
const CHANNEL = {
  id: 4711,
  wows_username: 'Captain',
  wows_realm: 'eu',
  overlay_position: 'top_left',
  live_key: 'key',
  garage_by_hand: false,
  garage_refreshed_at: '2026-11-23T11:00:00Z' as string | null,
  ships: GARAGE,
};

const button = (name: string | RegExp) => screen.getByRole<HTMLButtonElement>('button', { name });
const box = (name: RegExp) => screen.getByRole<HTMLInputElement>('checkbox', { name });
const card = () => screen.getByRole('region', { name: 'Your account' });
const account = () => within(card());

// The config page of a channel that is set up, or (with null) is not.
async function begin(channel: typeof CHANNEL | null = CHANNEL) {
  const server = { channel, saved: refusing(503, 'internal'), refreshed: telling(CHANNEL), found: found('Somebody') };
  const streamer = new StreamerForTests((asked, body) => {
    if (asked === 'GET /api/warships') return telling(FLEET.map((one) => ({ ...one, votable: true, vanished: false })));
    if (asked.endsWith('/account')) return server.found;
    if (asked.endsWith('/garage/refresh')) return server.refreshed;
    if (asked === 'POST /api/settings/channels') return server.saved;
    if (asked.endsWith('/ships/enabled')) return { body: { ok: true } };
    if (asked.startsWith('PATCH')) Object.assign(server.channel ?? {}, body.channel);
    return server.channel ? telling(server.channel) : refusing(404, 'channel_not_found');
  }, FLEET);
  render(App, { session: streamer.session });
  await streamer.authorize();
  const press = async (element: HTMLElement) => {
    element.focus();
    await fireEvent.click(element);
    await streamer.happen();
  };
  const type = async (name: string) => {
    await fireEvent.input(screen.getByRole('textbox', { name: 'World of Warships name' }), { target: { value: name } });
    await streamer.happen();
  };
  const look = async (name: string) => {
    await type(name);
    await streamer.pass(450);
  };
  return { streamer, server, press, type, look };
}

const found = (name: string, ships = 12) => telling({ wows_username: name, ships, hidden: false });

beforeEach(() => {
  vi.spyOn(document, 'hasFocus').mockReturnValue(true);
  vi.stubGlobal('navigator', { ...navigator, language: 'en', userActivation: { hasBeenActive: true } });
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('the account', () => {
  it('that was found stays found when something else of the channel changes', async () => {
    const { streamer, press, look } = await begin();
    await look('Somebody');
    expect(account().getByText('Found as Somebody')).toBeTruthy();
    await press(screen.getByRole('switch', { name: /^Announce the winner/ }));
    await streamer.pass(1000);
    expect(account().getByText('Found as Somebody')).toBeTruthy();
    expect(streamer.requests.filter((asked) => asked.endsWith('/account'))).toHaveLength(1);
  });

  it.each([
    [CHANNEL, 'Use this account'],
    [null, 'Connect this account'],
  ])('that was found is used with the button that is named (%#)', async (channel, name) => {
    const { look } = await begin(channel);
    await look('Somebody');
    expect(account().getByText(`12 ships. Press “${name}” to go on.`)).toBeTruthy();
    expect(button(name)).toBeTruthy();
  });

  it('that was not saved has nothing to say about the next name', async () => {
    const { press, look } = await begin();
    await look('Somebody');
    await press(button('Use this account'));
    expect(account().getByText('Not saved')).toBeTruthy();
    await look('Another');
    expect(account().queryByText('Not saved')).toBeNull();
  });

  it('is read out when it is answered, and not at every letter', async () => {
    const { streamer, type } = await begin(null);
    const [region, ...others] = account().getAllByRole('status');
    expect(others).toHaveLength(0);
    expect(card().querySelector('[aria-live]')).toBeNull();
    for (const name of ['S', 'So', 'Som', 'Some body']) {
      await type(name);
      expect(region?.textContent?.trim()).toBe('');
    }
    await type('Somebody');
    await streamer.pass(450);
    expect(region?.textContent).toContain('Found as Somebody');
    expect(within(region!).queryAllByRole('status')).toHaveLength(0);
    expect(within(region!).queryAllByRole('alert')).toHaveLength(0);
  });

  it('keeps the focus beside a button that goes', async () => {
    const { server, press, look } = await begin();
    server.found = refusing(503, 'wargaming_unavailable');
    await look('Somebody');
    await press(button('Try again'));
    expect(document.activeElement?.textContent?.trim()).toBe('Asking Wargaming for Somebody…');
  });
});

describe('the garage', () => {
  it('of an account that hides its ships by now says what to do, and can be picked by hand', async () => {
    const { server, press } = await begin();
    server.refreshed = refusing(422, 'profile_hidden');
    await press(button('Refresh'));
    const notice = within(screen.getByRole('alert'));
    expect(notice.getByText('Captain hides its ships')).toBeTruthy();
    expect(notice.getAllByRole('listitem')).toHaveLength(3);
    await press(notice.getByRole('button', { name: 'Check again' }));
    expect(document.activeElement).toBe(button('Refresh'));
    await press(button('Pick by hand'));
    expect(screen.getByText('3 ships ticked')).toBeTruthy();
  });

  it('that was picked by hand can be fetched again', async () => {
    const { press } = await begin({ ...CHANNEL, garage_by_hand: true, garage_refreshed_at: null });
    expect(screen.getByText('Picked by hand')).toBeTruthy();
    await press(button('Refresh'));
    expect(screen.queryByText('Picked by hand')).toBeNull();
  });

  it('keeps the focus where a ship is no longer among those that are listed', async () => {
    const { press } = await begin();
    await press(screen.getByRole('radio', { name: 'In' }));
    await press(box(/Zao/));
    expect(document.activeElement).toBe(box(/Ibuki/));
    await press(box(/Mogami/));
    expect(document.activeElement).toBe(box(/Ibuki/));
    await press(box(/Ibuki/));
    expect(document.activeElement?.tagName).toBe('UL');
  });

  it('goes on where a change was made that is undone', async () => {
    const { press } = await begin();
    await press(box(/Ibuki/));
    await press(button('Undo'));
    expect(document.activeElement).toBe(box(/Ibuki/));
    await press(box(/Ibuki/));
    await press(button('Close'));
    expect(document.activeElement).toBe(box(/Ibuki/));
  });

  it('goes on beside a button that has nothing more to do', async () => {
    const { press } = await begin();
    await press(button('Exclude all'));
    expect(document.activeElement).toBe(button('Include all'));
  });
});

describe('picking by hand', () => {
  const heading = (name: RegExp | string) => screen.getByRole('heading', { name });

  it('has the focus when it opens, and gives it to the garage', async () => {
    const { press } = await begin({ ...CHANNEL, garage_by_hand: true });
    await press(button('Change ships'));
    expect(document.activeElement).toBe(heading(/^Pick the ships of/));
    await press(button('Cancel'));
    expect(document.activeElement).toBe(heading('Your ships'));
  });

  it('gives the focus back to the account where there is no garage', async () => {
    const { server, press, look } = await begin(null);
    server.found = telling({ wows_username: 'Somebody', ships: 0, hidden: true });
    await look('Somebody');
    await press(button('Pick by hand'));
    expect(document.activeElement).toBe(heading(/^Pick the ships of/));
    await press(button('Cancel'));
    expect(document.activeElement?.id).toMatch(/answer$/);
  });
});

describe('the address for streaming programs', () => {
  it('carries the look that is chosen', async () => {
    const { press } = await begin();
    const address = () => screen.getByLabelText<HTMLInputElement>('Address for OBS').value;
    expect(address()).toBe('https://web.example/obs/4711/key');
    const look = within(screen.getByText('Look').closest('details')!);
    for (const name of ['Bottom right', 'Large', 'Light', 'Plain colour']) await press(look.getByLabelText(name));
    await fireEvent.change(look.getByLabelText('Ships shown at most'), { target: { value: '3' } });
    await fireEvent.change(look.getByLabelText('Language'), { target: { value: 'de' } });
    const search = '?corner=bottom_right&size=140&theme=light&background=solid&ships=3&language=de';
    expect(address()).toBe(`https://web.example/obs/4711/key${search}`);
    const writeText = vi.fn(() => Promise.resolve());
    vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } });
    await press(button('Copy address'));
    expect(writeText).toHaveBeenCalledWith(address());
  });

  it('keeps the focus when it is made', async () => {
    const { streamer, server, press } = await begin({ ...CHANNEL, live_key: '' });
    server.channel = null;
    vi.spyOn(streamer.session.settings, 'renewLiveKey').mockResolvedValue({ ok: true, value: 'new' });
    await press(button('Make an address'));
    expect(document.activeElement).toBe(screen.getByLabelText('Address for OBS'));
  });
});
