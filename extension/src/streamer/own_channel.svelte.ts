// The streamer's own channel: what the server keeps of it, and how it is changed. A change shows at once and is taken
// back where the server refuses it.
import { type Answer, type Refusal, mayHaveHappened } from '../api/answer';
import type { Channel, ChannelSettings, Realm } from '../api/channel';

export interface ChannelCalls {
  setUp(name: string, realm: Realm): Promise<Answer<Channel>>;
  setShipsByHand(name: string, realm: Realm, ships: number[]): Promise<Answer<Channel>>;
  change(settings: Partial<ChannelSettings>): Promise<Answer<Channel>>;
  enableShips(ships: number[], enabled: boolean): Promise<Answer<null>>;
  refreshGarage(signal: AbortSignal): Promise<Answer<Channel>>;
  renewLiveKey(): Promise<Answer<string>>;
}

export type ChannelPhase = 'loading' | 'ready' | 'not_set_up' | 'failed';
type SettingName = keyof ChannelSettings;
type Change = (channel: Channel) => Channel;

export class OwnChannel {
  phase = $state<ChannelPhase>('loading');
  refusal = $state.raw<Refusal | null>(null);
  saving = $state(false);
  // What went wrong with a setting that was changed last, by its name.
  settingRefusals = $state.raw<Partial<Record<SettingName, Refusal>>>({});

  // As the server told it, and what is still on its way there, the oldest first.
  #stored = $state.raw<Channel | null>(null);
  #underWay = $state.raw<readonly Change[]>([]);
  readonly channel: Channel | null = $derived(
    this.#stored && this.#underWay.reduce((channel, change) => change(channel), this.#stored),
  );

  readonly #calls: ChannelCalls;
  readonly #show: () => Promise<Answer<Channel>>;
  // Calls are made one after the other, so that the last change wins and no answer is older than the one before it.
  #queue: Promise<unknown> = Promise.resolve();
  #changes = 0;

  constructor(calls: ChannelCalls, show: () => Promise<Answer<Channel>>) {
    this.#calls = calls;
    this.#show = show;
  }

  load(): Promise<void> {
    if (this.phase === 'failed') this.phase = 'loading';
    return this.#after(() => this.#ask());
  }

  know(channel: Channel): void {
    this.#stored = channel;
    this.phase = 'ready';
    this.refusal = null;
  }

  // The account, as typed; Wargaming's answer to it is what comes back.
  async setUp(name: string, realm: Realm): Promise<Refusal | null> {
    const answer = await this.#save(() => this.#calls.setUp(name, realm));
    const { account, realm: stored } = this.channel ?? {};
    return refusalOf(answer, account?.toLowerCase() === name.toLowerCase() && stored === realm);
  }

  async setShipsByHand(name: string, realm: Realm, ships: number[]): Promise<Refusal | null> {
    return refusalOf(await this.#save(() => this.#calls.setShipsByHand(name, realm, ships)));
  }

  async set<Name extends SettingName>(name: Name, value: ChannelSettings[Name]): Promise<void> {
    if (!this.channel || this.channel.settings[name] === value) return;
    const put: Change = (channel) => ({ ...channel, settings: { ...channel.settings, [name]: value } });
    this.settingRefusals = { ...this.settingRefusals, [name]: undefined };
    const answer = await this.#change(put, () => this.#calls.change({ [name]: value }));
    const refusal = refusalOf(answer, this.channel?.settings[name] === value);
    this.settingRefusals = { ...this.settingRefusals, [name]: refusal ?? undefined };
  }

  // Which ships viewers may vote for.
  async enableShips(ships: readonly number[], enabled: boolean): Promise<Refusal | null> {
    const changed = new Set(ships);
    const put: Change = (channel) => ({
      ...channel,
      ships: channel.ships.map((ship) => (changed.has(ship.id) ? { ...ship, enabled } : ship)),
    });
    const answer = await this.#change(put, () => this.#calls.enableShips([...ships], enabled));
    const isSo = this.channel?.ships.every((ship) => !changed.has(ship.id) || ship.enabled === enabled);
    return refusalOf(answer, isSo);
  }

  // Takes as long as Wargaming does, and holds up no change.
  async refreshGarage(signal: AbortSignal): Promise<Refusal | null> {
    const before = this.#changes;
    const answer = await this.#calls.refreshGarage(signal);
    if (signal.aborted) return null;
    if (answer.ok && before === this.#changes) this.know(answer.value);
    else if (answer.ok || mayHaveHappened(answer.refusal)) await this.load();
    return answer.ok ? null : answer.refusal;
  }

  async renewLiveKey(): Promise<Refusal | null> {
    const answer = await this.#written(() => this.#calls.renewLiveKey());
    if (!answer.ok) return answer.refusal;
    if (this.#stored) this.#stored = { ...this.#stored, liveKey: answer.value };
    return null;
  }

  async #save(call: () => Promise<Answer<Channel>>): Promise<Answer<Channel>> {
    this.saving = true;
    const answer = await this.#written(call);
    this.saving = false;
    if (answer.ok) this.know(answer.value);
    return answer;
  }

  // Shown at once; what the server tells of the channel comes in below what is still under way.
  async #change<Value extends Channel | null>(
    change: Change,
    call: () => Promise<Answer<Value>>,
  ): Promise<Answer<Value>> {
    this.#underWay = [...this.#underWay, change];
    const answer = await this.#written(call);
    if (answer.ok) this.know(answer.value ?? change(this.#stored!));
    this.#underWay = this.#underWay.filter((other) => other !== change);
    return answer;
  }

  // Where nobody knows whether it was done, or what was to be changed has gone, the server is asked what is so.
  #written<Value>(call: () => Promise<Answer<Value>>): Promise<Answer<Value>> {
    return this.#after(async () => {
      const answer = await call();
      this.#changes++;
      if (!answer.ok && (mayHaveHappened(answer.refusal) || answer.refusal.code === 'not_found')) await this.#ask();
      return answer;
    });
  }

  async #ask(): Promise<void> {
    const answer = await this.#show();
    if (answer.ok) return this.know(answer.value);
    this.refusal = answer.refusal;
    const isNew = ['channel_not_found', 'not_found'].includes(answer.refusal.code); // the latter for moderators
    if (isNew) this.phase = 'not_set_up';
    else if (this.phase === 'loading') this.phase = 'failed';
  }

  #after<Value>(call: () => Promise<Value>): Promise<Value> {
    const answer = this.#queue.then(call);
    this.#queue = answer.catch(() => undefined);
    return answer;
  }
}

// `isSo`: the server has what was asked for. Then it was done, though its answer never came.
const refusalOf = (answer: Answer<unknown>, isSo = false): Refusal | null =>
  answer.ok || (isSo && mayHaveHappened(answer.refusal)) ? null : answer.refusal;
