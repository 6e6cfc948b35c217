// The streamer's own channel: what the server keeps of it, and how it is changed. A change shows at once and is taken
// back where the server refuses it.
import type { Answer, Refusal } from '../api/answer';
import type { Channel, ChannelSettings, Realm } from '../api/channel';

export interface ChannelCalls {
  setUp(name: string, realm: Realm): Promise<Answer<Channel>>;
  setShipsByHand(name: string, realm: Realm, ships: number[]): Promise<Answer<Channel>>;
  change(settings: Partial<ChannelSettings>): Promise<Answer<Channel>>;
  renewLiveKey(): Promise<Answer<string>>;
}

export type ChannelPhase = 'loading' | 'ready' | 'not_set_up' | 'failed';
type SettingName = keyof ChannelSettings;

export class OwnChannel {
  phase = $state<ChannelPhase>('loading');
  channel = $state.raw<Channel | null>(null);
  refusal = $state.raw<Refusal | null>(null);
  saving = $state(false);
  // What went wrong with a setting that was changed last, by its name.
  settingRefusals = $state.raw<Partial<Record<SettingName, Refusal>>>({});

  readonly #calls: ChannelCalls;
  readonly #show: (signal?: AbortSignal) => Promise<Answer<Channel>>;
  // Changes are sent one after the other, so that the last one wins.
  #queue: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(calls: ChannelCalls, show: (signal?: AbortSignal) => Promise<Answer<Channel>>) {
    this.#calls = calls;
    this.#show = show;
  }

  async load(signal?: AbortSignal): Promise<void> {
    if (this.phase === 'failed') this.phase = 'loading';
    const answer = await this.#show(signal);
    if (signal?.aborted) return;
    if (answer.ok) return this.know(answer.value);
    this.refusal = answer.refusal;
    const isNew = answer.refusal.code === 'channel_not_found';
    if (isNew) this.phase = 'not_set_up';
    else if (this.phase === 'loading') this.phase = 'failed';
  }

  know(channel: Channel): void {
    this.channel = channel;
    this.phase = 'ready';
    this.refusal = null;
  }

  // The account, as typed; Wargaming's answer to it is what comes back.
  setUp(name: string, realm: Realm): Promise<Refusal | null> {
    return this.#save(() => this.#calls.setUp(name, realm));
  }

  setShipsByHand(name: string, realm: Realm, ships: number[]): Promise<Refusal | null> {
    return this.#save(() => this.#calls.setShipsByHand(name, realm, ships));
  }

  async set<Name extends SettingName>(name: Name, value: ChannelSettings[Name]): Promise<void> {
    const before = this.channel?.settings[name];
    if (!this.channel || before === value) return;
    this.#put({ [name]: value });
    this.settingRefusals = { ...this.settingRefusals, [name]: undefined };
    this.#waiting++;
    const answer = await this.#after(() => this.#calls.change({ [name]: value }));
    this.#waiting--;
    if (answer.ok) {
      // What is still on its way is newer than this answer.
      if (this.#waiting === 0) this.know(answer.value);
      return;
    }
    if (this.channel.settings[name] === value) this.#put({ [name]: before });
    this.settingRefusals = { ...this.settingRefusals, [name]: answer.refusal };
  }

  async renewLiveKey(): Promise<Refusal | null> {
    const answer = await this.#after(() => this.#calls.renewLiveKey());
    if (!answer.ok) return answer.refusal;
    if (this.channel) this.channel = { ...this.channel, liveKey: answer.value };
    return null;
  }

  async #save(call: () => Promise<Answer<Channel>>): Promise<Refusal | null> {
    this.saving = true;
    const answer = await this.#after(call);
    this.saving = false;
    if (!answer.ok) return answer.refusal;
    this.know(answer.value);
    return null;
  }

  #after<Value>(call: () => Promise<Answer<Value>>): Promise<Answer<Value>> {
    const answer = this.#queue.then(call);
    this.#queue = answer.catch(() => undefined);
    return answer;
  }

  #put(part: object): void {
    const { channel } = this;
    if (channel) this.channel = { ...channel, settings: { ...channel.settings, ...part } };
  }
}
