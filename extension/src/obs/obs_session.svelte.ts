// The page for streaming programs: live messages go in, what is to be shown comes out. Nobody looks at it but the
// stream, so it asks nothing and says nothing that viewers need not see.
import { untrack } from 'svelte';
import { readSegment } from '../live/decode';
import { Fleet } from '../ships/fleet.svelte';
import { chooseLanguage } from '../texts/languages';
import { type ObsTexts, obsTexts } from '../texts/obs';
import { type Timing, systemTiming } from '../timing';
import { ChannelState } from '../vote/channel_state.svelte';
import { Countdown, ServerClock } from '../vote/clock.svelte';
import { Stage } from '../vote/stage.svelte';
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

export class ObsSession {
  readonly address: ObsAddress;
  readonly fleet: Fleet;
  readonly texts: ObsTexts;
  readonly state: ChannelState;
  readonly stage: Stage;
  readonly countdown: Countdown;
  // Nobody has ever answered at this address.
  neverConnected = $state(false);

  readonly #timing: Timing;
  readonly #stream: LiveStream;
  readonly #endings: (() => void)[] = [];
  #wasConnected = false;

  constructor({ address, timing = systemTiming, random = Math.random, fleet, texts, open }: ObsParts) {
    this.address = address;
    this.#timing = timing;
    this.fleet = fleet ?? new Fleet(fetchFleet);
    this.texts = texts ?? obsTexts();
    const clock = new ServerClock(timing);
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

  // Bars and numbers are shown only when every viewer may see them.
  get countsShown(): boolean {
    const { show } = this.stage;
    return show.phase !== 'nothing' && (show.vote.state === 'closed' || show.vote.visibility === 'live');
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
  }

  #connect(): void {
    $effect(() => {
      void [this.state.vote, this.state.lastResult];
      untrack(() => this.stage.update(0));
    });
    const ends = $derived(this.stage.show.phase === 'open' ? this.stage.show.vote.ends_at : null);
    $effect(() => {
      const end = ends;
      untrack(() => this.countdown.until(end, true));
    });
    $effect(() => {
      if (this.stage.show.phase !== 'nothing') void this.fleet.load();
    });
    const language = $derived(chooseLanguage(this.address.language || this.state.settings.language));
    $effect(() => {
      const wanted = language;
      untrack(() => void this.texts.speak(wanted).then(() => (document.documentElement.lang = this.texts.language)));
    });
  }

  #hear(message: string): void {
    const state = readSegment(message); // messages come here as they are, without base64 around them
    if (state) this.state.heardMessage(state);
  }

  #connected(connected: boolean): void {
    if (!connected) return;
    this.#wasConnected = true;
    this.neverConnected = false;
  }
}

// The server's own list of ships: this page is served by it. There are no names in other languages here.
async function fetchFleet(address: string): Promise<unknown> {
  if (address !== './warships.json') return undefined;
  const response = await fetch('/api/warships');
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}
