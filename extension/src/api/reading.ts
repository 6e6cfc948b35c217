// Reads values that come from outside. Throws Unreadable, which the client turns into a refusal, so that nothing that was
// not looked at reaches a view.
//
// A reader that takes Unread<Wire['Vote']> can only ask for fields that the description of the HTTP API knows.
import type { components } from './types';

export class Unreadable extends Error {}

export type Wire = components['schemas'];
export type Fields = Record<string, unknown>;
export type Unread<Shape> = { readonly [Name in keyof Shape]?: unknown };
type NameOf<From> = keyof From & string;

const fail = (name: string, wanted: string): never => {
  throw new Unreadable(`${name} is not ${wanted}`);
};

export function readObject(value: unknown, name = 'the answer'): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail(name, 'an object');
  return value as Fields;
}

export const readAs = <Shape>(value: unknown, name = 'the answer'): Unread<Shape> =>
  readObject(value, name) as Unread<Shape>;

export function readList<Item>(value: unknown, name: string, read: (item: unknown) => Item, most = 10_000): Item[] {
  if (!Array.isArray(value)) return fail(name, 'a list');
  if (value.length > most) return fail(name, `a list of at most ${most}`);
  return value.map(read);
}

export function readText<From extends object>(from: From, name: NameOf<From>, otherwise?: string): string {
  const value: unknown = from[name];
  if (typeof value === 'string') return value;
  return otherwise ?? fail(name, 'a text');
}

export function readCount<From extends object>(from: From, name: NameOf<From>, otherwise?: number): number {
  const value: unknown = from[name];
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  return otherwise ?? fail(name, 'a whole number');
}

export function readFlag<From extends object>(from: From, name: NameOf<From>, otherwise?: boolean): boolean {
  const value: unknown = from[name];
  if (typeof value === 'boolean') return value;
  return otherwise ?? fail(name, 'true or false');
}

export function readChoice<From extends object, Choice extends string>(
  from: From,
  name: NameOf<From>,
  choices: readonly Choice[],
  otherwise?: Choice,
): Choice {
  const value: unknown = from[name];
  const known = choices.find((choice) => choice === value);
  return known ?? otherwise ?? fail(name, `one of ${choices.join(', ')}`);
}

// Milliseconds since 1970; null where there is no time.
export function readTime<From extends object>(from: From, name: NameOf<From>): number | null {
  const value: unknown = from[name];
  if (value === null || value === undefined) return null;
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? fail(name, 'a time') : time;
}

export function readMoment<From extends object>(from: From, name: NameOf<From>): number {
  return readTime(from, name) ?? fail(name, 'a time');
}

const LARGEST_SHIP = 2 ** 32 - 1;

export function readShipId(value: unknown): number {
  const right = typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= LARGEST_SHIP;
  return right ? value : fail('a ship', 'an id');
}
