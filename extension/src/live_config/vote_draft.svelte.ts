// The vote that is being put together: its ships, picked one by one or drawn by a rule, and its terms. It lives for as
// long as the page, whatever token comes and goes.
import type { Answer, Refusal } from '../api/answer';
import type { Drawn, Preset, PresetContent } from '../api/presets';
import { HIGHEST_TIER, LOWEST_TIER, type Rule } from '../api/rule';
import type { NewVote } from '../api/vote_calls';
import type { Visibility, Vote } from '../live/state';
import { type ShipTraits, anyTraits, toggled } from '../streamer/ship_traits';

export type Draw = (rule: Rule, except: number[], signal?: AbortSignal) => Promise<Answer<Drawn>>;
export type Source = 'pick' | 'rule';

const USUAL_SECONDS = 300;
const USUAL_RULE: Rule = {
  tierFrom: LOWEST_TIER,
  tierTo: HIGHEST_TIER,
  types: [],
  nations: [],
  premium: null,
  notWonInLast: 0,
  draw: 3,
};

export class VoteDraft {
  source = $state<Source>('pick');
  picked = $state.raw<number[]>([]);

  // What is shown to pick from.
  traits = $state.raw<ShipTraits>(anyTraits());
  search = $state('');

  rule = $state.raw<Rule>(USUAL_RULE);
  drawn = $state.raw<Drawn | null>(null);
  // Not wanted this time, though they fit.
  vetoed = $state.raw<number[]>([]);
  drawing = $state(false);
  // How many ships fit by the word of the server, which knows who won lately; null until it has told.
  fitting = $state<number | null>(null);
  drawRefusal = $state.raw<Refusal | null>(null);

  seconds = $state<number | null>(USUAL_SECONDS);
  visibility = $state<Visibility>('live');
  changeAllowed = $state(false);

  // The preset that this began as, to be saved again under the same name.
  preset = $state.raw<Preset | null>(null);

  readonly #draw: Draw;
  readonly #random: () => number;
  #asking: AbortController | undefined;
  #counting: AbortController | undefined;

  constructor(draw: Draw, random: () => number = Math.random) {
    this.#draw = draw;
    this.#random = random;
  }

  get ships(): number[] {
    return this.source === 'pick' ? this.picked : (this.drawn?.ships ?? []);
  }

  // Nothing of another draft stays, but the terms do: they are a habit.
  clear(): void {
    this.#forgetDrawn();
    this.picked = [];
    this.traits = anyTraits();
    this.search = '';
    this.preset = null;
  }

  pick(ships: number[]): void {
    this.picked = [...new Set([...this.picked, ...ships])];
  }

  drop(ships: number[]): void {
    const gone = new Set(ships);
    this.picked = this.picked.filter((ship) => !gone.has(ship));
  }

  togglePick(ship: number): void {
    this.picked = toggled(this.picked, ship);
  }

  // The ships and terms of an earlier vote; only ships that may be voted on now.
  repeat(vote: Vote, votable: ReadonlySet<number>, without: number[] = []): void {
    this.clear();
    this.source = 'pick';
    this.picked = vote.ships.filter((ship) => votable.has(ship) && !without.includes(ship));
    this.seconds = secondsToRepeat(vote);
    this.visibility = vote.visibility;
    this.changeAllowed = vote.change_allowed;
  }

  // A rule draws at once, so that the vote can be opened with the next click.
  async takePreset(preset: Preset, votable: ReadonlySet<number>): Promise<void> {
    this.clear();
    this.preset = preset;
    this.seconds = preset.seconds;
    this.visibility = preset.visibility;
    this.changeAllowed = preset.changeAllowed;
    if (preset.rule) {
      this.source = 'rule';
      this.rule = preset.rule;
      await this.draw();
    } else {
      this.source = 'pick';
      this.picked = preset.ships.filter((ship) => votable.has(ship));
    }
  }

  changeRule(part: Partial<Rule>): void {
    this.#forgetDrawn();
    this.rule = { ...this.rule, ...part };
  }

  #forgetDrawn(): void {
    this.#asking?.abort();
    this.#counting?.abort();
    this.drawing = false;
    this.drawRefusal = null;
    this.drawn = null;
    this.vetoed = [];
    this.fitting = null;
  }

  get isUsualRule(): boolean {
    return JSON.stringify(this.rule) === JSON.stringify(USUAL_RULE);
  }

  clearRule(): void {
    this.changeRule(USUAL_RULE);
  }

  // Asks how many ships fit, and draws none. Where there is no answer, the drawing itself will say why.
  async countFitting(): Promise<void> {
    this.#counting?.abort();
    const counting = new AbortController();
    this.#counting = counting;
    const answer = await this.#draw(this.rule, [], counting.signal);
    if (!counting.signal.aborted && answer.ok) this.fitting = answer.value.candidates.length;
  }

  async draw(): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.drawing = true;
    this.drawRefusal = null;
    const answer = await this.#draw(this.rule, this.vetoed, asking.signal);
    if (asking.signal.aborted) return;
    this.drawing = false;
    if (answer.ok) this.drawn = answer.value;
    else this.drawRefusal = answer.refusal;
  }

  // What fits the rule, wanted or not.
  get candidates(): number[] {
    return [...new Set([...(this.drawn?.candidates ?? []), ...this.vetoed])];
  }

  // Which are left to take the place of a ship that is not wanted.
  get spare(): number[] {
    if (!this.drawn) return [];
    const gone = new Set([...this.drawn.ships, ...this.vetoed]);
    return this.candidates.filter((ship) => !gone.has(ship));
  }

  // Not this one: another comes by chance in its place, if there is another, and the others stay.
  veto(ship: number): void {
    if (!this.drawn) return;
    const instead = this.#anySpare();
    this.vetoed = [...this.vetoed, ship];
    const ships = this.drawn.ships.flatMap((other) => {
      if (other !== ship) return [other];
      return instead === undefined ? [] : [instead];
    });
    this.drawn = { ...this.drawn, ships };
  }

  // Those that were not wanted may come again; at once where too few are left.
  putVetoedBack(): void {
    if (!this.drawn) return;
    this.drawn = { ...this.drawn, candidates: this.candidates };
    this.vetoed = [];
    const wanted = this.rule.draw ?? this.drawn.candidates.length;
    for (let next = this.#anySpare(); next !== undefined && this.drawn.ships.length < wanted; next = this.#anySpare()) {
      this.drawn = { ...this.drawn, ships: [...this.drawn.ships, next] };
    }
  }

  #anySpare(): number | undefined {
    return this.spare[Math.floor(this.#random() * this.spare.length)];
  }

  // What was drawn, to be added to and taken from by hand.
  adjustByHand(): void {
    this.picked = [...this.ships];
    this.source = 'pick';
  }

  toVote(): NewVote {
    return {
      ships: this.ships,
      seconds: this.seconds,
      visibility: this.visibility,
      changeAllowed: this.changeAllowed,
    };
  }

  toPreset(name: string): PresetContent {
    const { seconds, visibility, changeAllowed } = this;
    const isRule = this.source === 'rule';
    return {
      name,
      ships: isRule ? [] : this.picked,
      rule: isRule ? this.rule : null,
      seconds,
      visibility,
      changeAllowed,
    };
  }
}

const MINUTE = 60_000;
const LONGEST_MINUTES = 60;
const TOLERANCE = 1_000;

// How long a vote like that one is to be open: whole minutes, as they are offered. Any other length came about when a
// vote without an end was given one, so none was wanted.
export function secondsToRepeat({ opened_at, ends_at }: Vote): number | null {
  const length = ends_at === null ? 0 : ends_at - opened_at;
  const minutes = Math.round(length / MINUTE);
  if (minutes < 1 || Math.abs(length - minutes * MINUTE) > TOLERANCE) return null;
  return Math.min(minutes, LONGEST_MINUTES) * 60;
}
