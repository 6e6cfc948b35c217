// What the views say. One table per language and area (viewer, streamer); English stands in until another table has
// come, and for whatever it lacks.
import type { Language } from './languages';

// Where a number decides the words, one text per plural category of Intl.PluralRules; it is asked with `count`.
export type Text = string | { one?: string; few?: string; many?: string; other: string };
export type Table = Readonly<Record<string, Text>>;
export type Values = Readonly<Record<string, string | number>>;

// Fetches the table of another language than English.
export type Tables = Partial<Record<Language, () => Promise<Table>>>;

// One table of several modules.
export async function joined(...modules: Promise<{ default: Table }>[]): Promise<Table> {
  const tables = await Promise.all(modules);
  return Object.assign({}, ...tables.map((module) => module.default)) as Table;
}

export class Texts<English extends Table = Table> {
  language = $state<Language>('en');
  #wanted = $state<Language>('en');
  #table = $state.raw<Table>({});
  readonly #english: English;
  readonly #tables: Tables;

  constructor(english: English, tables: Tables = {}) {
    this.#english = english;
    this.#tables = tables;
  }

  // Whether no other language is on its way.
  get settled(): boolean {
    return this.language === this.#wanted;
  }

  // Speaks that language as soon as its texts are there, unless another is wanted by then. Never throws: without them it
  // stays as it is.
  async speak(language: Language): Promise<void> {
    if (language === this.#wanted) return;
    this.#wanted = language;
    try {
      const table = language === 'en' ? {} : ((await this.#tables[language]?.()) ?? {});
      if (language !== this.#wanted) return;
      this.#table = table;
      this.language = language;
    } catch (error) {
      if (language === this.#wanted) this.#wanted = this.language;
      console.error('Shipvote: no texts in', language, error);
    }
  }

  // Bound, so that a component may take it out: const { t } = texts.
  t = (key: keyof English & string, values: Values = {}): string =>
    fill(this.#chosen(this.#table[key] ?? this.#english[key] ?? key, values), values, this.number);

  // Whether there is such a text at all; for keys that are made of what the server says.
  has = (key: string): boolean => key in this.#english;

  number = (value: number): string => numbers(this.language).format(value);

  // 0.421 as "42 %"; a tenth where small shares would all be alike.
  percent = (share: number, digits = 0): string => percents(this.language, digits).format(share);

  date = (milliseconds: number, options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(this.language, options).format(milliseconds);

  list = (items: string[], type: 'conjunction' | 'unit' = 'conjunction'): string =>
    new Intl.ListFormat(this.language, { type }).format(items);

  // 90 as "1 minute, 30 seconds".
  duration = (seconds: number): string => {
    const minutes = Math.floor(seconds / 60);
    const values = { hour: Math.floor(minutes / 60), minute: minutes % 60, second: seconds % 60 };
    const told = Object.entries(values).filter(([unit, value]) => value > 0 || (unit === 'second' && seconds === 0));
    return this.list(
      told.map(([unit, value]) => units(this.language, unit).format(value)),
      'unit',
    );
  };

  #chosen(text: Text, values: Values): string {
    if (typeof text === 'string') return text;
    const category = plurals(this.language).select(Number(values.count ?? 0));
    return (text as Record<string, string | undefined>)[category] ?? text.other;
  }
}

export const fill = (text: string, values: Values, number: (value: number) => string): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return typeof value === 'number' ? number(value) : (value ?? whole);
  });

function remembered<Parts extends unknown[], Made>(make: (...parts: Parts) => Made): (...parts: Parts) => Made {
  const made = new Map<string, Made>();
  return (...parts) => {
    const key = parts.join();
    const known = made.get(key) ?? make(...parts);
    made.set(key, known);
    return known;
  };
}

const units = remembered(
  (language: string, unit: string) => new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }),
);
const numbers = remembered((language: string) => new Intl.NumberFormat(language));
const plurals = remembered((language: string) => new Intl.PluralRules(language));
const percents = remembered(
  (language: string, digits: number) =>
    new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: digits }),
);
