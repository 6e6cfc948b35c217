// Everything that a viewer's view is made of, put together: what Twitch and the server tell goes in, what is to be shown
// comes out. Overlay and mobile view differ only in how they show it.
import { untrack } from 'svelte';
import { backendAddresses } from '../api/backend';
import { Client } from '../api/client';
import { readMessage, readSegment } from '../live/decode';
import { type Vote, countsAreHidden } from '../live/state';
import { Fleet } from '../ships/fleet.svelte';
import { GuardedStorage } from '../storage';
import { chooseLanguage } from '../texts/languages';
import { type ViewerTexts, viewerTexts } from '../texts/viewer';
import { type Timing, systemTiming } from '../timing';
import { TwitchExtension } from '../twitch/extension.svelte';
import { pageHelper } from '../twitch/helper';
import { type ViewQuery, readQuery } from '../twitch/query';
import { Ballot } from './ballot.svelte';
import { CatchUp } from './catch_up';
import { ChannelState } from './channel_state.svelte';
import { Countdown, ServerClock } from './clock.svelte';
import { BallotMemory } from './memory';
import { type Show, Stage, timeIsUp } from './stage.svelte';
import { withCounts } from './standing';
import { type ViewerServer, viewerServer } from './viewer_calls';

export interface SessionParts {
  extension: TwitchExtension;
  query: ViewQuery;
  server: ViewerServer;
  storage: GuardedStorage;
  timing: Timing;
  random: () => number;
  fleet: Fleet;
  texts: ViewerTexts;
}

export class ViewerSession {
  readonly extension: TwitchExtension;
  readonly fleet: Fleet;
  readonly texts: ViewerTexts;
  readonly state: ChannelState;
  readonly ballot: Ballot;
  readonly stage: Stage;
  readonly countdown: Countdown;

  readonly #query: ViewQuery;
  readonly #clock: ServerClock;
  readonly #catchUp: CatchUp;
  readonly #endings: (() => void)[] = [];
  #startedAt = 0;
  #watched = $state(true);

  constructor(parts: SessionParts) {
    const { timing, server } = parts;
    this.extension = parts.extension;
    this.fleet = parts.fleet;
    this.texts = parts.texts;
    this.#query = parts.query;
    this.#clock = new ServerClock(timing);
    this.state = new ChannelState(this.#clock);
    this.ballot = new Ballot(server, new BallotMemory(parts.storage), () => this.extension.auth);
    this.stage = new Stage(this.state, this.#clock, timing);
    this.countdown = new Countdown(this.#clock, timing);
    this.#catchUp = new CatchUp({ server, state: this.state, timing, random: parts.random });
  }

  // The vote on show, with the counts that this viewer may see.
  get vote(): Vote | null {
    const show: Show = this.stage.show;
    if (show.phase === 'nothing') return null;
    const { seen } = this.ballot;
    return seen && countsAreHidden(show.vote) ? withCounts(show.vote, seen.counts, seen.ballots) : show.vote;
  }

  // Whether bars and numbers may be shown.
  get countsShown(): boolean {
    const { vote } = this;
    return vote !== null && (!countsAreHidden(vote) || this.ballot.seen !== null);
  }

  // The end has come, its result has not.
  get timeIsUp(): boolean {
    return timeIsUp(this.stage.show, this.countdown);
  }

  // Whether this viewer would have to log in to Twitch first.
  get loginNeeded(): boolean {
    const { auth } = this.extension;
    return auth !== null && !auth.loggedIn && !this.state.settings.anonymous_may_vote;
  }

  get #votersSeeCounts(): boolean {
    const { vote } = this;
    return vote?.state === 'open' && vote.visibility === 'after_ballot';
  }

  start(): void {
    this.#startedAt = this.#clock.now();
    this.extension.start();
    this.#endings.push(
      this.extension.listen('broadcast', (message) => this.#hear(message)),
      $effect.root(() => this.#connect()),
    );
    const seen = () => this.#looked();
    document.addEventListener('visibilitychange', seen);
    this.#endings.push(() => document.removeEventListener('visibilitychange', seen));
  }

  stop(): void {
    for (const end of this.#endings.splice(0)) end();
    this.extension.stop();
    this.ballot.stop();
    this.stage.stop();
    this.countdown.stop();
    this.#catchUp.stop();
  }

  #connect(): void {
    $effect(() => {
      const { segment } = this.extension;
      if (segment !== null) untrack(() => this.#readSegment(segment));
    });
    const channel = $derived(this.extension.auth?.channelId);
    $effect(() => {
      if (channel !== undefined) untrack(() => this.#catchUp.begin());
    });
    $effect(() => {
      void [this.state.vote, this.state.lastResult];
      untrack(() => this.stage.update(this.extension.latency));
    });
    const viewer = $derived(this.extension.auth?.opaqueId);
    const voteId = $derived(this.vote?.id ?? null);
    $effect(() => {
      void viewer;
      const id = voteId;
      untrack(() => void this.ballot.follow(id, (this.vote?.opened_at ?? 0) < this.#startedAt, this.#votersSeeCounts));
    });
    const closed = $derived(['waiting', 'result'].includes(this.stage.show.phase));
    $effect(() => {
      if (closed) untrack(() => void this.ballot.settle());
    });
    this.#connectLooks(() => voteId);
  }

  #connectLooks(voteId: () => number | null): void {
    const ends = $derived(this.stage.show.phase === 'open' ? this.stage.show.vote.ends_at : null);
    $effect(() => this.countdown.until(ends, this.#watched));
    $effect(() => {
      if (voteId() !== null || this.state.lastResult) void this.fleet.load();
    });
    const language = $derived(this.#language());
    $effect(() => {
      const wanted = language;
      untrack(() => {
        void this.texts.speak(wanted).then(() => (document.documentElement.lang = this.texts.language));
        void this.fleet.speak(wanted);
      });
    });
    $effect(() => {
      document.documentElement.dataset.theme = this.extension.theme;
    });
    $effect(() => {
      void this.extension.visible;
      untrack(() => this.#looked());
    });
  }

  #language() {
    const { language } = this.state.settings;
    const { language: told, locale } = this.#query;
    return chooseLanguage(language === 'auto' ? undefined : language, told, locale, navigator.language);
  }

  #hear(message: string): void {
    const state = readMessage(message);
    if (!state) return;
    if (this.state.heardMessage(state)) this.#catchUp.heard();
  }

  #readSegment(content: string): void {
    const state = readSegment(content);
    if (state && this.state.readSegment(state)) this.#catchUp.heard();
  }

  #looked(): void {
    const watched = this.extension.visible && !document.hidden;
    this.#watched = watched;
    this.#catchUp.watched(watched);
    this.stage.watched(watched);
  }
}

// The session of a real page.
export function pageSession(): ViewerSession {
  const query = readQuery(window.location.search);
  const extension = new TwitchExtension({ helper: pageHelper(), query });
  const client = new Client({ addresses: backendAddresses(), token: () => extension.auth?.token });
  return new ViewerSession({
    extension,
    query,
    server: viewerServer(client, () => extension.auth?.channelId ?? '0'),
    storage: new GuardedStorage(),
    timing: systemTiming,
    random: Math.random,
    fleet: new Fleet(),
    texts: viewerTexts(),
  });
}
