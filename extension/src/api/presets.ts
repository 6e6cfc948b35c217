// Votes that the streamer keeps under a name, and drawing ships by a rule.
import { type Answer, done } from './answer';
import type { Client } from './client';
import {
  type Fields,
  type Wire,
  readAs,
  readChoice,
  readCount,
  readFlag,
  readList,
  readShipId,
  readText,
} from './reading';
import { type Rule, readRule, ruleToWire } from './rule';
import { VISIBILITIES, type Visibility } from '../live/state';

export interface PresetContent {
  name: string;
  ships: number[]; // empty where a rule draws them
  rule: Rule | null;
  seconds: number | null; // how long the vote is open; null: until it is ended
  visibility: Visibility;
  changeAllowed: boolean;
}

export interface Preset extends PresetContent {
  id: number;
}

function readPreset(value: unknown): Preset {
  const from = readAs<Wire['Preset']>(value, 'a preset');
  return {
    id: readCount(from, 'id'),
    name: readText(from, 'name'),
    ships: readList(from.ships ?? [], 'ships', readShipId, 1000),
    rule: from.rule === null || from.rule === undefined ? null : readRule(from.rule),
    seconds: typeof from.duration_seconds === 'number' ? from.duration_seconds : null,
    visibility: readChoice(from, 'visibility', VISIBILITIES, 'live'),
    changeAllowed: readFlag(from, 'change_allowed', false),
  };
}

function presetToWire(preset: PresetContent): Wire['PresetRequest'] {
  const { name, ships, rule, seconds, visibility, changeAllowed } = preset;
  return {
    name,
    ships: rule ? null : ships,
    rule: rule && ruleToWire(rule),
    duration_seconds: seconds,
    visibility,
    change_allowed: changeAllowed,
  };
}

export interface Drawn {
  ships: number[]; // what was drawn
  candidates: number[]; // what it was drawn from
}

function readDrawn(answer: Fields): Drawn {
  const from = readAs<Wire['DrawAnswer']['data']>(answer.data, 'what was drawn');
  return {
    ships: readList(from.ships, 'ships', readShipId, 1000),
    candidates: readList(from.candidates, 'candidates', readShipId, 2000),
  };
}

export class PresetCalls {
  readonly #client: Client;
  readonly #channel: () => string;

  constructor(client: Client, channel: () => string) {
    this.#client = client;
    this.#channel = channel;
  }

  get #path(): string {
    return `/api/channels/${this.#channel()}`;
  }

  list(signal?: AbortSignal): Promise<Answer<Preset[]>> {
    return this.#client.call({
      method: 'GET',
      path: `${this.#path}/presets`,
      read: (answer) => readList(answer.data, 'presets', readPreset, 200),
      signal,
    });
  }

  add(preset: PresetContent): Promise<Answer<Preset>> {
    const body = presetToWire(preset);
    const read = (answer: Fields) => readPreset(answer.data);
    return this.#client.call({ method: 'POST', path: `${this.#path}/presets`, body, read });
  }

  replace(id: number, preset: PresetContent): Promise<Answer<Preset>> {
    const body = presetToWire(preset);
    const read = (answer: Fields) => readPreset(answer.data);
    return this.#client.call({ method: 'PUT', path: `${this.#path}/presets/${id}`, body, read });
  }

  remove(id: number): Promise<Answer<null>> {
    return this.#client.call({ method: 'DELETE', path: `${this.#path}/presets/${id}`, read: () => null });
  }

  // Ships that the streamer does not want this time are left out. Where no ship fits, none was drawn.
  async draw(rule: Rule, exclude: number[], signal?: AbortSignal): Promise<Answer<Drawn>> {
    const body: Wire['DrawRequest'] = { rule: ruleToWire(rule), exclude };
    const path = `${this.#path}/draw`;
    const answer = await this.#client.call({ method: 'POST', path, body, read: readDrawn, signal });
    return !answer.ok && answer.refusal.code === 'conflict' ? done({ ships: [], candidates: [] }) : answer;
  }
}
