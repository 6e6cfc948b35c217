import { describe, expect, it, vi } from 'vitest';
import { StandingTime } from '../timing';
import { TwitchExtension } from './extension.svelte';
import { FakeHelper, sampleToken } from './fake_helper';
import { readQuery } from './query';

function started(helper: FakeHelper | undefined, search = '') {
  const timing = new StandingTime();
  const extension = new TwitchExtension({ helper, query: readQuery(search), timing, random: () => 0.5 });
  extension.start();
  return { extension, timing };
}

describe('who we are', () => {
  it('is what the token says, and the newest token counts', () => {
    const helper = new FakeHelper();
    const { extension } = started(helper);
    expect(extension.auth).toBeNull();
    helper.authorize({ role: 'broadcaster' });
    expect(extension.auth).toMatchObject({
      channelId: '4711',
      role: 'broadcaster',
      opaqueId: 'Uviewer',
      loggedIn: true,
    });
    const token = sampleToken({ opaque_user_id: 'Anobody' });
    helper.authorize({}, token);
    expect(extension.auth).toMatchObject({ token, opaqueId: 'Anobody', loggedIn: false, role: 'viewer' });
  });

  it('is a viewer where the token is not to be read', () => {
    const helper = new FakeHelper();
    const { extension } = started(helper);
    helper.authorize({}, 'nonsense');
    expect(extension.auth).toMatchObject({ role: 'viewer', opaqueId: 'Uviewer' });
  });
});

describe('the context', () => {
  it('is taken where it is right and left where it is not', () => {
    const helper = new FakeHelper();
    const { extension } = started(helper);
    helper.tell({
      theme: 'light',
      game: 'World of Warships',
      hlsLatencyBroadcaster: 4.5,
    });
    helper.tell({ theme: 'purple', game: 7, hlsLatencyBroadcaster: 4.5 });
    expect(extension).toMatchObject({ theme: 'light', game: 'World of Warships', latency: 4.5 });
  });

  it.each([{}, { hlsLatencyBroadcaster: 'soon' }])('without a latency (%j) leaves none', (context) => {
    const helper = new FakeHelper();
    const { extension } = started(helper);
    helper.tell({ hlsLatencyBroadcaster: 4.5 });
    helper.tell({ theme: 'dark', ...context });
    expect(extension.latency).toBeUndefined();
  });

  it('starts with the theme of the address', () => {
    expect(started(undefined, '?theme=light').extension.theme).toBe('light');
  });
});

describe('a helper that does not do what it should', () => {
  it('may be missing', () => {
    const { extension } = started(undefined);
    expect(extension.visible).toBe(true);
    expect(() => extension.listen('broadcast', () => {})()).not.toThrow();
  });

  it('never gets an exception of ours', () => {
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => {});
    const helper = new FakeHelper();
    const { extension } = started(helper);
    const heard: string[] = [];
    extension.listen('broadcast', () => {
      throw new Error('ours');
    });
    extension.listen('broadcast', (message) => heard.push(message));
    expect(() => helper.say('hello')).not.toThrow();
    expect(heard).toEqual(['hello']);
    quiet.mockRestore();
  });

  it('may throw itself', () => {
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => {});
    const helper = new FakeHelper();
    helper.onContext = () => {
      throw new Error('theirs');
    };
    const { extension } = started(helper);
    helper.authorize();
    expect(extension.auth).not.toBeNull();
    quiet.mockRestore();
  });

  it('is asked to listen again after it failed, and hears once', () => {
    const helper = new FakeHelper();
    const { extension, timing } = started(helper);
    const heard: string[] = [];
    extension.listen('broadcast', (message) => heard.push(message));
    helper.listeners = [];
    helper.fail();
    helper.fail();
    timing.pass(7_500);
    helper.say('again');
    expect(heard).toEqual(['again']);
    extension.stop();
    helper.fail();
    extension.stop();
    expect(helper.listeners).toEqual([]);
    expect(timing.waiting).toBe(0);
  });
});

describe('the segment', () => {
  it('is read when it comes', () => {
    const helper = new FakeHelper();
    const { extension } = started(helper);
    expect(extension.segment).toBeNull();
    helper.configure('{"live":"x"}');
    expect(extension.segment).toBe('{"live":"x"}');
  });

  it('is read with the token where its own callback never comes', () => {
    const helper = new FakeHelper();
    const { extension } = started(helper);
    helper.configuration.developer = { content: 'late' };
    helper.authorize();
    expect(extension.segment).toBe('late');
  });
});
