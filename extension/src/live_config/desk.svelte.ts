// The streamer's desk: what lies on it, and what is looked at.
import type { Refusal } from '../api/answer';
import type { GarageShip } from '../api/garage_ship';
import { HistoryCalls } from '../api/history';
import { type Preset, PresetCalls } from '../api/presets';
import { VoteCalls } from '../api/vote_calls';
import type { Vote } from '../live/state';
import { inOrder } from '../ships/order';
import { NO_FILTER, findShips } from '../ships/search';
import type { StreamerSession } from '../streamer/session.svelte';
import { Feedback } from '../streamer/settings/feedback.svelte';
import { Countdown } from '../vote/clock.svelte';
import { History } from './history.svelte';
import { Presets } from './presets.svelte';
import { VoteConsole } from './vote_console.svelte';
import { VoteDraft } from './vote_draft.svelte';

export type Place = 'vote' | 'history' | 'settings';

const ASK_AGAIN = 5_000;
const LONGEST_PAUSE = 60_000;

export class Desk {
  place = $state<Place>('vote');
  composing = $state(false);
  // The newest closed vote, for "as last time".
  lastVote = $state.raw<Vote | null>(null);
  // Why the vote was not opened, prolonged or ended.
  refusal = $state.raw<Refusal | null>(null);

  readonly session: StreamerSession;
  readonly console: VoteConsole;
  readonly draft: VoteDraft;
  readonly presets: Presets;
  readonly history: History;
  readonly feedback: Feedback;
  readonly countdown: Countdown;
  readonly #votes: VoteCalls;
  #watched = true;
  #asking: AbortController | undefined;
  #callOff: (() => void) | undefined;

  constructor(session: StreamerSession) {
    const { client, channelId, clock, timing, settings } = session;
    const presets = new PresetCalls(client, channelId);
    this.session = session;
    this.#votes = new VoteCalls(client, channelId);
    const history = new HistoryCalls(client, channelId);
    const votes = this.#votes;
    this.console = new VoteConsole(
      {
        open: (signal) => votes.open(signal),
        show: (id, signal) => votes.show(id, signal),
        start: (vote) => votes.start(vote),
        close: (id) => votes.close(id),
        extend: (id, seconds) => votes.extend(id, seconds),
        story: (id) => history.story(id),
      },
      () => clock.now(),
      timing,
    );
    this.draft = new VoteDraft((rule, except, signal) => presets.draw(rule, except, signal));
    this.presets = new Presets(presets);
    const named = (name: string) => findShips(session.fleet.all, { ...NO_FILTER, name }).map(({ id }) => id);
    this.history = new History(history, named, timing);
    this.feedback = new Feedback((message) => settings.giveFeedback(message));
    this.countdown = new Countdown(clock, timing);
  }

  // What may be put to a vote, by the names of the language at hand.
  readonly ships: GarageShip[] = $derived.by(() => {
    const ships = (this.session.own.channel?.ships ?? []).filter((ship) => ship.enabled);
    return inOrder(ships.map((ship) => ({ ...ship, name: this.session.ship(ship.id).name || ship.name })));
  });
  readonly votable: ReadonlySet<number> = $derived(new Set(this.ships.map((ship) => ship.id)));

  // How many ships of the last vote can be voted on again.
  readonly repeatable = $derived(this.lastVote?.ships.filter((ship) => this.votable.has(ship)).length ?? 0);

  // A vote is being put together, and another one comes first.
  get draftWaits(): boolean {
    return this.composing && (this.console.phase === 'open' || this.console.phase === 'result');
  }

  begin(): void {
    this.lastVote = null;
    void this.console.ask();
    void this.presets.load();
    void this.#loadLastVote();
  }

  stop(): void {
    this.console.stop();
    this.history.stop();
    this.countdown.stop();
    this.#leaveLastVote();
  }

  // Whether somebody looks. What may have changed meanwhile is fetched quietly: what is shown stays until it has come.
  watched(watched: boolean): void {
    if (watched === this.#watched) return;
    this.#watched = watched;
    this.console.watched(watched);
    this.#leaveLastVote();
    if (!watched || !this.session.extension.auth) return;
    void this.session.own.load();
    void this.#loadLastVote();
    this.#refreshHistory();
  }

  // A vote has come to its end.
  closed(vote: Vote): void {
    if (vote.id >= (this.lastVote?.id ?? 0)) this.lastVote = vote;
    this.#refreshHistory();
  }

  #refreshHistory(): void {
    if (this.place === 'history') void this.history.load();
  }

  // Asked for until it has come, less and less often.
  async #loadLastVote(pause = ASK_AGAIN): Promise<void> {
    this.#leaveLastVote();
    const asking = new AbortController();
    this.#asking = asking;
    const answer = await this.#votes.closed(asking.signal);
    if (asking.signal.aborted) return;
    if (answer.ok) {
      const newest = answer.value.at(-1);
      if (newest && newest.id >= (this.lastVote?.id ?? 0)) this.lastVote = newest;
    } else {
      const next = Math.min(pause * 2, LONGEST_PAUSE);
      this.#callOff = this.session.timing.after(pause, () => void this.#loadLastVote(next));
    }
  }

  #leaveLastVote(): void {
    this.#callOff?.();
    this.#asking?.abort();
  }

  composeNew(source: 'pick' | 'rule'): void {
    this.draft.clear();
    this.draft.source = source;
    this.#compose();
  }

  composeAsLastTime(): void {
    if (!this.lastVote) return;
    this.draft.repeat(this.lastVote, this.votable);
    this.#compose();
  }

  composeFrom(preset: Preset): void {
    void this.draft.takePreset(preset, this.votable);
    this.#compose();
  }

  composeWithout(vote: Vote, without: number[]): void {
    this.draft.repeat(vote, this.votable, without);
    this.console.leaveResult();
    this.#compose();
  }

  leaveComposing(): void {
    this.composing = false;
    this.refusal = null;
  }

  async open(): Promise<void> {
    this.refusal = null;
    this.refusal = await this.console.start(this.draft.toVote());
    // Where somebody else has opened one before, the draft waits.
    if (this.refusal === null && this.console.phase === 'open') this.composing = false;
  }

  async end(): Promise<void> {
    this.refusal = await this.console.close();
  }

  async addMinute(): Promise<void> {
    this.refusal = await this.console.addMinute();
  }

  // The page of a vote in the history.
  look(vote: Vote): void {
    this.place = 'history';
    void this.history.select(vote.id);
    void this.history.load();
  }

  #compose(): void {
    this.refusal = null;
    this.composing = true;
    this.place = 'vote';
  }
}
