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

export const USUAL_SECONDS = 300;
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
  vetoed = $state.raw<number[]>([]);
  drawing = $state(false);
  drawRefusal = $state.raw<Refusal | null>(null);

  seconds = $state<number | null>(USUAL_SECONDS);
  visibility = $state<Visibility>('live');
  changeAllowed = $state(false);

  // The preset that this began as, to be saved again under the same name.
  preset = $state.raw<Preset | null>(null);

  readonly #draw: Draw;
  readonly #random: () => number;
  #asking: AbortController | undefined;

  constructor(draw: Draw, random: () => number = Math.random) {
    this.#draw = draw;
    this.#random = random;
  }

  get ships(): number[] {
    return this.source === 'pick' ? this.picked : (this.drawn?.ships ?? []);
  }

  // Nothing of another draft stays, but the terms do: they are a habit.
  clear(): void {
    this.#asking?.abort();
    this.drawing = false;
    this.drawRefusal = null;
    this.picked = [];
    this.drawn = null;
    this.vetoed = [];
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
    this.seconds = vote.ends_at === null ? null : roundSeconds(vote.ends_at - vote.opened_at);
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
    this.#asking?.abort();
    this.drawing = false;
    this.rule = { ...this.rule, ...part };
    this.drawn = null;
    this.vetoed = [];
    this.drawRefusal = null;
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

  // How many are left to take the place of a ship that is not wanted.
  get spare(): number[] {
    if (!this.drawn) return [];
    const gone = new Set([...this.drawn.ships, ...this.vetoed]);
    return this.drawn.candidates.filter((ship) => !gone.has(ship));
  }

  // Not this one: another comes by chance in its place, if there is another, and the others stay.
  veto(ship: number): void {
    if (!this.drawn) return;
    const { spare } = this;
    const instead = spare[Math.floor(this.#random() * spare.length)];
    this.vetoed = [...this.vetoed, ship];
    const ships = this.drawn.ships.flatMap((other) => {
      if (other !== ship) return [other];
      return instead === undefined ? [] : [instead];
    });
    this.drawn = { ...this.drawn, ships };
  }

  // What was drawn, to be added to and taken from by hand.
  adjustByHand(): void {
    this.picked = [...this.ships];
    this.source = 'pick';
  }

  toVote(now: number): NewVote {
    return {
      ships: this.ships,
      endsAt: this.seconds === null ? null : now + this.seconds * 1000,
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

// A vote of five minutes lasted a few milliseconds more or less by the server's reckoning.
const roundSeconds = (milliseconds: number): number => Math.max(5, Math.round(milliseconds / 5000) * 5);
