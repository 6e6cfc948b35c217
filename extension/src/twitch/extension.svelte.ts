// Twitch's helper, as the views see it: state that changes, instead of callbacks that may never come.
//
// The helper keeps one callback of each kind, and what is thrown in one may stop all others, so everything is registered
// here, once, and guarded. Nothing waits for a callback: a view paints with what it has.
import { type Timing, systemTiming } from '../timing';
import type { Helper, HelperContext, Listener } from './helper';
import type { ViewQuery } from './query';
import { type Auth, readAuth } from './token';

export type { Auth, Role } from './token';

export interface ExtensionParts {
  helper: Helper | undefined;
  query: ViewQuery;
  timing?: Timing;
  random?: () => number;
}

const LISTEN_AGAIN = 5_000;

export class TwitchExtension {
  // The newest token and what it says; null until Twitch has told. Read it at the time of use: it is swapped every hour.
  auth = $state.raw<Auth | null>(null);
  theme = $state<'dark' | 'light'>('dark');
  // The category as Twitch calls it in some language; empty while it is not known.
  game = $state('');
  // Seconds by which this viewer's picture is behind the broadcaster, as told: may be nonsense.
  latency = $state<number | undefined>(undefined);
  visible = $state(true);
  // What the developer segment of the channel's configuration holds; null until it has come, if it comes.
  segment = $state.raw<string | null>(null);

  readonly #helper: Helper | undefined;
  readonly #timing: Timing;
  readonly #random: () => number;
  #listeners: { target: string; listener: Listener }[] = [];
  #callOff: (() => void) | undefined;

  constructor({ helper, query, timing = systemTiming, random = Math.random }: ExtensionParts) {
    this.#helper = helper;
    this.#timing = timing;
    this.#random = random;
    if (query.theme) this.theme = query.theme;
  }

  start(): void {
    const helper = this.#helper;
    if (!helper) return;
    guarded(() => helper.onAuthorized?.(guardedCall((told) => this.#authorized(told))));
    guarded(() => helper.onContext?.(guardedCall((context) => this.#contextTold(context))));
    guarded(() => helper.onVisibilityChanged?.(guardedCall((visible, context) => this.#shown(visible, context))));
    guarded(() => helper.onError?.(guardedCall(() => this.#listenAgain())));
    guarded(() => helper.configuration?.onChanged?.(guardedCall(() => this.#readSegment())));
    guarded(() => this.#readSegment());
  }

  stop(): void {
    for (const { target, listener } of this.#listeners) this.#unlisten(target, listener);
    this.#listeners = [];
    this.#callOff?.();
    this.#callOff = undefined;
  }

  // Every message to that target ("broadcast", "global" or "whisper-<opaque id>") until the answer is called.
  listen(target: string, heard: (message: string) => void): () => void {
    const listener = guardedCall((_: string, __: string, message: string) => heard(message));
    const entry = { target, listener };
    this.#listeners.push(entry);
    this.#listen(target, listener);
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== entry);
      this.#unlisten(target, listener);
    };
  }

  #authorized(told: Parameters<typeof readAuth>[0]): void {
    const auth = readAuth(told);
    if (auth) this.auth = auth;
    this.#readSegment();
  }

  #contextTold(context: HelperContext | null | undefined): void {
    if (typeof context !== 'object' || context === null) return;
    if (context.theme === 'dark' || context.theme === 'light') this.theme = context.theme;
    if (typeof context.game === 'string') this.game = context.game;
    // Twitch hands over the whole context each time: what is not in it is no longer known.
    const latency = context.hlsLatencyBroadcaster;
    this.latency = typeof latency === 'number' ? latency : undefined;
  }

  #shown(visible: boolean, context: HelperContext | null | undefined): void {
    this.visible = visible !== false;
    this.#contextTold(context);
  }

  #readSegment(): void {
    const content = this.#helper?.configuration?.developer?.content;
    if (typeof content === 'string') this.segment = content;
  }

  #listen(target: string, listener: Listener): void {
    guarded(() => this.#helper?.listen?.(target, listener));
  }

  #unlisten(target: string, listener: Listener): void {
    guarded(() => this.#helper?.unlisten?.(target, listener));
  }

  // A listener that could not be bound is dropped without a word, and the error does not say which. The same function
  // is kept once, so listening again harms none that is bound.
  #listenAgain(): void {
    this.#callOff ??= this.#timing.after(LISTEN_AGAIN * (1 + this.#random()), () => {
      this.#callOff = undefined;
      for (const { target, listener } of this.#listeners) this.#listen(target, listener);
    });
  }
}

function guarded(action: () => void): void {
  try {
    action();
  } catch (error) {
    console.error('Shipvote:', error);
  }
}

function guardedCall<Values extends unknown[]>(action: (...values: Values) => void): (...values: Values) => void {
  return (...values) => guarded(() => action(...values));
}
