// The page for streaming programs: live messages go in, what is to be shown comes out. Nobody looks at it but the
// stream, so it asks nothing and says nothing that viewers need not see.
import { untrack } from 'svelte';
import { readSegment } from '../live/decode';
import { countsAreHidden } from '../live/state';
import { Fleet } from '../ships/fleet.svelte';
import { type Language, chooseLanguage } from '../texts/languages';
import { type ObsTexts, obsTexts } from '../texts/obs';
import { type Timing, systemTiming } from '../timing';
import { ChannelState } from '../vote/channel_state.svelte';
import { Countdown, ServerClock } from '../vote/clock.svelte';
import { type Show, Stage, timeIsUp } from '../vote/stage.svelte';
import type { ObsAddress } from './address';
import { type EventSourceLike, LiveStream } from './live_stream';

export interface ObsParts {
  address: ObsAddress;
  timing?: Timing;
  random?: () => number;
  fleet?: Fleet;
  texts?: ObsTexts;
  open?: (address: string) => EventSourceLike;
}

// After so long without ever having been connected, whoever sets the source up is told; viewers never are.
const TELLS_AFTER = 5_000;
// An open vote of which nothing is heard any more leaves the picture: so long after its end, or, where it has none, after
// the connection was lost.
const LEAVES_AFTER_END = 30_000;
const LEAVES_AFTER_LOSS = 120_000;

export class ObsSession {
  readonly address: ObsAddress;
  readonly fleet: Fleet;
  readonly texts: ObsTexts;
  readonly state: ChannelState;
  readonly stage: Stage;
  readonly countdown: Countdown;
  // Nobody has ever answered at this address.
  neverConnected = $state(false);
  // What was last heard of an open vote is too old to be shown.
  #outdated = $state(false);
  #lostAt = $state<number | null>(null);

  readonly #timing: Timing;
  readonly #stream: LiveStream;
  readonly #clock: ServerClock;
  readonly #endings: (() => void)[] = [];
  #callOffLeaving: (() => void) | undefined;
  #wasConnected = false;

  constructor({ address, timing = systemTiming, random = Math.random, fleet, texts, open }: ObsParts) {
    this.address = address;
    this.#timing = timing;
    this.fleet = fleet ?? new Fleet(fetchFleet);
    this.texts = texts ?? obsTexts();
    const clock = new ServerClock(timing);
    this.#clock = clock;
    this.state = new ChannelState(clock);
    this.stage = new Stage(this.state, clock, timing);
    this.countdown = new Countdown(clock, timing);
    this.#stream = new LiveStream({
      address: address.stream,
      heard: (message) => this.#hear(message),
      connected: (connected) => this.#connected(connected),
      timing,
      random,
      ...(open && { open }),
    });
  }

  readonly show: Show = $derived.by(() => {
    const { show } = this.stage;
    return show.phase === 'open' && this.#outdated ? { phase: 'nothing' } : show;
  });

  // Bars and numbers are shown only when every viewer may see them.
  get countsShown(): boolean {
    const { show } = this;
    return show.phase !== 'nothing' && !countsAreHidden(show.vote);
  }

  get timeIsUp(): boolean {
    return timeIsUp(this.show, this.countdown);
  }

  start(): void {
    if (this.address.stream) this.#stream.start();
    this.#endings.push(
      this.#timing.after(TELLS_AFTER, () => (this.neverConnected = !this.#wasConnected)),
      $effect.root(() => this.#connect()),
    );
  }

  stop(): void {
    for (const end of this.#endings.splice(0)) end();
    this.#stream.stop();
    this.stage.stop();
    this.countdown.stop();
    this.#callOffLeaving?.();
  }

  #connect(): void {
    $effect(() => {
      void [this.state.vote, this.state.lastResult];
      untrack(() => this.stage.update(0));
    });
    const ends = $derived(this.stage.show.phase === 'open' ? this.stage.show.vote.ends_at : null);
    $effect(() => this.countdown.until(ends, true));
    $effect(() => {
      const [lostAt, end] = [this.#lostAt, ends];
      untrack(() => this.#leaveInTime(lostAt, end));
    });
    $effect(() => {
      if (this.show.phase !== 'nothing') void this.fleet.load();
    });
    const language = $derived(chooseLanguage(this.address.language || this.state.settings.language));
    $effect(() => {
      const wanted = language;
      untrack(() => void this.#speak(wanted));
    });
  }

  async #speak(language: Language): Promise<void> {
    void this.fleet.speak(language);
    await this.texts.speak(language);
    document.documentElement.lang = this.texts.language;
  }

  #leaveInTime(lostAt: number | null, end: number | null): void {
    this.#callOffLeaving?.();
    this.#outdated = false;
    if (lostAt === null) return;
    const wait =
      end === null ? lostAt + LEAVES_AFTER_LOSS - this.#timing.now() : end + LEAVES_AFTER_END - this.#clock.now();
    this.#callOffLeaving = this.#timing.after(Math.max(0, wait), () => (this.#outdated = true));
  }

  #hear(message: string): void {
    const state = readSegment(message); // messages come here as they are, without base64 around them
    if (!state) return;
    this.#lostAt = null;
    this.state.heardMessage(state);
  }

  #connected(connected: boolean): void {
    // Once more connected is not yet told what has become of the vote.
    if (!connected) {
      this.#lostAt ??= this.#timing.now();
      return;
    }
    this.#wasConnected = true;
    this.neverConnected = false;
  }
}

// The server's own list of ships: this page is served by it. Names in other languages lie beside the page.
async function fetchFleet(address: string, signal: AbortSignal): Promise<unknown> {
  const from = address === './warships.json' ? '/api/warships' : address.replace('./', '/obs/');
  const response = await fetch(from, { signal });
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}
