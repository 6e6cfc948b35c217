// Says at once, while a name is being typed, what Wargaming has to say about it. What is typed further calls off the
// question that is still on its way, so that an old answer never stands beside a new name.
import type { Answer, Refusal } from '../api/answer';
import type { Realm } from '../api/channel';
import type { FoundAccount } from '../api/settings_calls';
import { type Timing, systemTiming } from '../timing';

export type LookUp = (name: string, realm: Realm, signal: AbortSignal) => Promise<Answer<FoundAccount>>;

export type CheckState =
  | { kind: 'empty' }
  | { kind: 'current' } // what is stored already
  | { kind: 'short' } // may become a name
  | { kind: 'malformed' } // can never become one
  | { kind: 'asking' }
  | { kind: 'found'; account: FoundAccount }
  | { kind: 'hidden'; account: FoundAccount }
  | { kind: 'not_found' }
  | { kind: 'wargaming_down' }
  | { kind: 'failed'; refusal: Refusal };

const PAUSE = 450;
const LEAST = 3;
const NAME = /^\w{0,24}$/;

const WARGAMING_DOWN = ['wargaming_unavailable', 'wargaming_limit'];

export class AccountCheck {
  name = $state('');
  realm = $state<Realm>('eu');
  state = $state.raw<CheckState>({ kind: 'empty' });
  // Why what stands in the form was not saved.
  notSaved = $state.raw<Refusal | null>(null);

  readonly #lookUp: LookUp;
  readonly #timing: Timing;
  #stored: { name: string; realm: Realm } | null = null;
  #callOff: (() => void) | undefined;
  #asking: AbortController | undefined;

  constructor(lookUp: LookUp, timing: Timing = systemTiming) {
    this.#lookUp = lookUp;
    this.#timing = timing;
  }

  // What is stored; it fills the form, unless somebody is typing.
  know(name: string, realm: Realm): void {
    if (this.#stored?.name === name && this.#stored.realm === realm) return;
    const untouched = this.name === '' || this.state.kind === 'current';
    this.#stored = { name, realm };
    if (untouched) {
      this.name = name;
      this.realm = realm;
    }
    this.#begin();
  }

  type(name: string): void {
    this.name = name.trim();
    this.#begin();
  }

  chooseRealm(realm: Realm): void {
    this.realm = realm;
    this.#begin();
  }

  again(): void {
    this.#begin(0);
  }

  // It was to be saved, and was not.
  refuse(refusal: Refusal): void {
    if (refusal.code !== 'profile_hidden') {
      this.notSaved = refusal;
      return;
    }
    // Found, but it shows its ships to nobody: the same advice as while typing.
    this.stop();
    this.state = stateOf({ ok: false, refusal }, this.name);
  }

  stop(): void {
    this.#callOff?.();
    this.#callOff = undefined;
    this.#asking?.abort();
    this.#asking = undefined;
  }

  // Whether it makes sense to save what stands in the form.
  get worthSaving(): boolean {
    return this.state.kind === 'found' || this.state.kind === 'wargaming_down';
  }

  #begin(pause = PAUSE): void {
    this.stop();
    this.notSaved = null;
    const settled = this.#withoutAsking();
    this.state = settled ?? { kind: 'asking' };
    if (!settled) this.#callOff = this.#timing.after(pause, () => void this.#ask());
  }

  #withoutAsking(): CheckState | null {
    if (this.name === '') return { kind: 'empty' };
    if (!NAME.test(this.name)) return { kind: 'malformed' };
    const same = this.#stored?.name.toLowerCase() === this.name.toLowerCase() && this.#stored.realm === this.realm;
    if (same) return { kind: 'current' };
    return this.name.length < LEAST ? { kind: 'short' } : null;
  }

  async #ask(): Promise<void> {
    const asking = new AbortController();
    this.#asking = asking;
    const answer = await this.#lookUp(this.name, this.realm, asking.signal);
    if (asking.signal.aborted) return;
    this.state = stateOf(answer, this.name);
  }
}

function stateOf(answer: Answer<FoundAccount>, name: string): CheckState {
  if (answer.ok) return { kind: answer.value.hidden ? 'hidden' : 'found', account: answer.value };
  const { refusal } = answer;
  if (refusal.code === 'profile_hidden') return { kind: 'hidden', account: { name, ships: 0, hidden: true } };
  if (refusal.code === 'player_not_found') return { kind: 'not_found' };
  if (refusal.code === 'invalid_settings') return { kind: 'malformed' };
  return WARGAMING_DOWN.includes(refusal.code) ? { kind: 'wargaming_down' } : { kind: 'failed', refusal };
}
