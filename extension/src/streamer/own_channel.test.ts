import { describe, expect, it } from 'vitest';
import { type Answer, done, refused } from '../api/answer';
import { readChannel, type Channel, type ChannelSettings } from '../api/channel';
import { OwnChannel } from './own_channel.svelte';

const stored = readChannel({
  id: 7,
  wows_username: 'Captain',
  wows_realm: 'eu',
  overlay_position: 'top_left',
  ships: [],
});
const withSettings = (part: Partial<ChannelSettings>): Channel => ({
  ...stored,
  settings: { ...stored.settings, ...part },
});

// The server answers when the test says so.
function begin() {
  const waiting: { asked: unknown; answer: (answer: Answer<never>) => void }[] = [];
  const ask = (...asked: unknown[]) =>
    new Promise<Answer<never>>((answer) => {
      waiting.push({ asked, answer });
    });
  const channel = new OwnChannel(
    {
      setUp: (name, realm) => ask('set up', name, realm),
      setShipsByHand: (name) => ask('by hand', name),
      change: (part) => ask(part),
      enableShips: (ships, enabled) => ask(ships, enabled),
      refreshGarage: () => ask('refresh'),
      renewLiveKey: () => ask('renew'),
    },
    () => ask('show'),
  );
  const answer = async (answered: Answer<unknown>) => {
    await Promise.resolve();
    waiting.shift()?.answer(answered as Answer<never>);
    for (let turn = 0; turn < 16; turn++) await Promise.resolve();
  };
  return { channel, waiting, answer };
}

async function loaded() {
  const parts = begin();
  void parts.channel.load();
  await parts.answer(done(stored));
  return parts;
}

describe('OwnChannel', () => {
  it('tells a channel that is new from a server that is away', async () => {
    const { channel, answer } = begin();
    void channel.load();
    await answer(refused('offline'));
    expect(channel).toMatchObject({ phase: 'failed', refusal: { code: 'offline' } });
    void channel.load();
    expect(channel.phase).toBe('loading');
    await answer(refused('channel_not_found', '', 404));
    expect(channel.phase).toBe('not_set_up');
    const setUp = channel.setUp('Captain', 'eu');
    await answer(done(stored));
    expect(await setUp).toBeNull();
    expect(channel).toMatchObject({ phase: 'ready', saving: false, channel: { account: 'Captain' } });
  });

  it('keeps what it knows when an account is refused, or a later load fails', async () => {
    const { channel, answer } = await loaded();
    const setUp = channel.setUp('Nobody', 'na');
    await answer(refused('player_not_found'));
    expect(await setUp).toMatchObject({ code: 'player_not_found' });
    void channel.load();
    await answer(refused('offline'));
    expect(channel).toMatchObject({ phase: 'ready', channel: { account: 'Captain' } });
  });

  it('shows a change at once', async () => {
    const { channel, answer, waiting } = await loaded();
    void channel.set('latency_hold', true);
    expect(channel.channel?.settings.latency_hold).toBe(true);
    await Promise.resolve();
    expect(waiting[0]?.asked).toEqual([{ latency_hold: true }]);
    await answer(done(withSettings({ latency_hold: true })));
    expect(channel.channel?.settings.latency_hold).toBe(true);
  });

  it('takes a change back that is refused, and says why', async () => {
    const { channel, answer } = await loaded();
    void channel.set('show_result_seconds', 30);
    await answer(refused('invalid_settings'));
    expect(channel.channel?.settings.show_result_seconds).toBe(15);
    expect(channel.settingRefusals.show_result_seconds).toMatchObject({ code: 'invalid_settings' });
    void channel.set('show_result_seconds', 20);
    expect(channel.settingRefusals.show_result_seconds).toBeUndefined();
  });

  it('sends changes one after the other, and an older answer does not undo a newer change', async () => {
    const { channel, answer, waiting } = await loaded();
    void channel.set('chat_result', true);
    void channel.set('only_in_game', false);
    await Promise.resolve();
    expect(waiting).toHaveLength(1);
    await answer(done(withSettings({ chat_result: true })));
    expect(channel.channel?.settings).toMatchObject({ chat_result: true, only_in_game: false });
    await answer(done(withSettings({ chat_result: true, only_in_game: false })));
    expect(channel.channel?.settings).toMatchObject({ chat_result: true, only_in_game: false });
  });

  it('shows what is stored after two quick changes of one setting were refused', async () => {
    const { channel, answer } = await loaded();
    void channel.set('show_result_seconds', 30);
    void channel.set('show_result_seconds', 45);
    expect(channel.channel?.settings.show_result_seconds).toBe(45);
    await answer(refused('unauthorized'));
    expect(channel.channel?.settings.show_result_seconds).toBe(45);
    await answer(refused('unauthorized'));
    expect(channel.channel?.settings.show_result_seconds).toBe(15);
    expect(channel.settingRefusals.show_result_seconds).toMatchObject({ code: 'unauthorized' });
  });

  it('has nothing to say against a setting that was refused at first and taken then', async () => {
    const { channel, answer } = await loaded();
    void channel.set('show_result_seconds', 30);
    void channel.set('show_result_seconds', 45);
    await answer(refused('unauthorized'));
    await answer(done(withSettings({ show_result_seconds: 45 })));
    expect(channel.settingRefusals.show_result_seconds).toBeUndefined();
    expect(channel.channel?.settings.show_result_seconds).toBe(45);
  });

  it('asks what is stored where nobody knows whether a change was', async () => {
    const { channel, answer, waiting } = await loaded();
    void channel.set('chat_result', true);
    void channel.set('show_result_seconds', 30);
    await answer(refused('timeout'));
    expect(waiting.map(({ asked }) => asked)).toEqual([['show']]);
    expect(channel.channel?.settings).toMatchObject({ chat_result: true, show_result_seconds: 30 });
    await answer(done(withSettings({ chat_result: true })));
    expect(channel.settingRefusals.chat_result).toBeUndefined();
    await answer(refused('timeout'));
    await answer(done(withSettings({ chat_result: true })));
    expect(channel.channel?.settings).toMatchObject({ chat_result: true, show_result_seconds: 15 });
    expect(channel.settingRefusals.show_result_seconds).toMatchObject({ code: 'timeout' });
  });

  it('knows an account that was taken although the answer got lost', async () => {
    const { channel, answer } = await loaded();
    const setUp = channel.setUp('admiral', 'eu');
    await answer(refused('timeout'));
    await answer(done({ ...stored, account: 'Admiral' }));
    expect(await setUp).toBeNull();
    expect(channel.channel?.account).toBe('Admiral');
  });

  it('renews the key of the OBS address', async () => {
    const { channel, answer } = await loaded();
    const renewing = channel.renewLiveKey();
    await answer(done('other'));
    expect(await renewing).toBeNull();
    expect(channel.channel?.liveKey).toBe('other');
  });
});
