// A viewer's session with everything around it played by the test.
import { flushSync } from 'svelte';
import { writeMessage } from '../live/encode_for_tests';
import { sampleState } from '../live/sample_states';
import type { ChannelSettings, LiveState } from '../live/state';
import { Fleet } from '../ships/fleet.svelte';
import { GuardedStorage } from '../storage';
import { viewerTexts } from '../texts/viewer';
import { StandingTime } from '../timing';
import { TwitchExtension } from '../twitch/extension.svelte';
import { FakeHelper } from '../twitch/fake_helper';
import { readQuery } from '../twitch/query';
import { FakeServer, settled } from './fake_server';
import { ViewerSession } from './session.svelte';

export const SHIPS = [
  { id: 4179539152, name: 'Zaō', nation: 'japan', type: 'Cruiser', tier: 10 },
  { id: 4276041424, name: 'Yamato', nation: 'japan', type: 'Battleship', tier: 10 },
  { id: 4277090288, name: 'Bismarck', nation: 'germany', type: 'Battleship', tier: 8 },
];

export class SessionForTests {
  readonly timing = new StandingTime();
  readonly helper = new FakeHelper();
  readonly server = new FakeServer();
  readonly session: ViewerSession;

  constructor(search = '', ships: unknown[] | Promise<unknown[]> = SHIPS) {
    const query = readQuery(search);
    const timing = this.timing;
    this.session = new ViewerSession({
      extension: new TwitchExtension({ helper: this.helper, query, timing, random: () => 0 }),
      query,
      server: this.server,
      storage: new GuardedStorage(),
      timing,
      random: () => 0,
      fleet: new Fleet(
        async (file) => (file === './warships.json' ? { data: await ships } : {}),
        timing,
        () => 0.5,
      ),
      texts: viewerTexts(),
    });
    this.session.start();
  }

  async authorize(claims: Record<string, unknown> = {}): Promise<void> {
    this.helper.authorize(claims);
    await this.happen();
  }

  async say(state: Partial<LiveState>, settings: Partial<ChannelSettings> = {}): Promise<void> {
    this.timing.pass(1);
    const now = this.timing.now();
    this.helper.say(writeMessage(sampleState({ server_time: now, sequence: now, ...state }, settings)));
    await this.happen();
  }

  async pass(milliseconds: number): Promise<void> {
    this.timing.pass(milliseconds);
    await this.happen();
  }

  async happen(): Promise<void> {
    flushSync();
    await settled();
    flushSync();
  }
}
