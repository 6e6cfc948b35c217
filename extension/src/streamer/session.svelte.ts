// What config and live config have in common: who Twitch says we are, the channel, the server, the texts, the fleet.
import { untrack } from 'svelte';
import type { Refusal } from '../api/answer';
import { backendAddresses } from '../api/backend';
import { Client } from '../api/client';
import { SettingsCalls } from '../api/settings_calls';
import { readMessage, readSegment } from '../live/decode';
import { Fleet } from '../ships/fleet.svelte';
import { type Ship, shipName } from '../ships/ship';
import { type Language, chooseLanguage } from '../texts/languages';
import { type Timing, systemTiming } from '../timing';
import { TwitchExtension } from '../twitch/extension.svelte';
import { pageHelper } from '../twitch/helper';
import { type ViewQuery, readQuery } from '../twitch/query';
import { ServerClock } from '../vote/clock.svelte';
import { OwnChannel } from './own_channel.svelte';
import { type StreamerTexts, streamerTexts } from './texts';
import { refusalText } from './words';

export interface SessionParts {
  extension: TwitchExtension;
  query: ViewQuery;
  client: Client;
  fleet: Fleet;
  texts: StreamerTexts;
  timing: Timing;
  // shipvote-web, for addresses that people copy.
  web: string;
}

const SILENT_AFTER = 10_000;

export class StreamerSession {
  readonly extension: TwitchExtension;
  readonly client: Client;
  readonly fleet: Fleet;
  readonly texts: StreamerTexts;
  readonly timing: Timing;
  readonly clock: ServerClock;
  readonly settings: SettingsCalls;
  readonly own: OwnChannel;
  readonly web: string;
  // Twitch has not said who we are, though it had time to.
  silent = $state(false);

  readonly #query: ViewQuery;
  readonly #endings: (() => void)[] = [];
  #heard: () => void = () => {};

  constructor(parts: SessionParts) {
    this.extension = parts.extension;
    this.client = parts.client;
    this.fleet = parts.fleet;
    this.texts = parts.texts;
    this.timing = parts.timing;
    this.web = parts.web;
    this.#query = parts.query;
    this.clock = new ServerClock(parts.timing);
    this.settings = new SettingsCalls(parts.client, this.channelId);
    const { settings } = this;
    this.own = new OwnChannel(settings, () => (this.isModerator ? settings.showPublic() : settings.show()));
  }

  channelId = (): string => this.extension.auth?.channelId ?? '0';

  // Who may run votes, where the streamer lets moderators, and change nothing else.
  get isModerator(): boolean {
    return this.extension.auth?.role === 'moderator';
  }

  refusalText = (refusal: Refusal): string =>
    this.isModerator && refusal.code === 'unauthorized'
      ? this.texts.t('refusal.moderator')
      : refusalText(this.texts, refusal);

  // A ship by its name in the language at hand. The garage knows ships that the list in the bundle does not.
  ship = (id: number): Ship => {
    const listed = this.fleet.ship(id);
    return listed.name === '' ? (this.#garage.get(id) ?? listed) : listed;
  };

  nameOf = (id: number): string => shipName(this.ship(id), this.texts);

  readonly #garage = $derived.by(() => new Map((this.own.channel?.ships ?? []).map((ship) => [ship.id, ship])));

  // `heard`: something was told about the channel.
  start(heard: () => void = () => {}): void {
    this.#heard = heard;
    this.extension.start();
    this.#endings.push(
      this.extension.listen('broadcast', (message) => this.#hear(message)),
      this.timing.after(SILENT_AFTER, () => (this.silent = this.extension.auth === null)),
      $effect.root(() => this.#connect()),
    );
    void this.fleet.load();
  }

  stop(): void {
    for (const end of this.#endings.splice(0)) end();
    this.extension.stop();
  }

  #connect(): void {
    const channel = $derived(this.extension.auth?.channelId);
    $effect(() => {
      if (channel === undefined) return;
      this.silent = false;
      untrack(() => void this.own.load());
    });
    $effect(() => {
      document.documentElement.dataset.theme = this.extension.theme;
    });
    $effect(() => {
      const state = this.extension.segment === null ? null : readSegment(this.extension.segment);
      if (state) this.clock.readSegment(state.server_time);
    });
    const language = this.#language();
    untrack(() => void this.#speak(language));
  }

  #language(): Language {
    const { language, locale } = this.#query;
    return chooseLanguage(language, locale, navigator.language);
  }

  async #speak(language: Language): Promise<void> {
    void this.fleet.speak(language);
    await this.texts.speak(language);
    document.documentElement.lang = this.texts.language;
  }

  #hear(message: string): void {
    const state = readMessage(message);
    if (!state) return;
    this.clock.heardMessage(state.server_time);
    this.#heard();
  }
}

// The session of a real page.
export function pageSession(): StreamerSession {
  const query = readQuery(window.location.search);
  const extension = new TwitchExtension({ helper: pageHelper(), query });
  const addresses = backendAddresses();
  return new StreamerSession({
    extension,
    query,
    client: new Client({ addresses, token: () => extension.auth?.token }),
    fleet: new Fleet(),
    texts: streamerTexts(),
    timing: systemTiming,
    web: addresses.web || window.location.origin,
  });
}
