import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { LANGUAGES, chooseLanguage } from './languages';
import { type Table, type Text, Texts } from './texts.svelte';

const folder = 'src/texts';
const areas = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const table = (area: string, language: string) =>
  JSON.parse(readFileSync(`${folder}/${area}/${language}.json`, 'utf8')) as Table;

const variants = (text: Text): string[] => (typeof text === 'string' ? [text] : Object.values(text));
const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
const allOf = (text: Text) => [...new Set(variants(text).flatMap(placeholders))].sort();

describe.each(areas.map(({ name }) => name))('%s', (area) => {
  const english = table(area, 'en');

  it.each(LANGUAGES)('says everything in %s, and nothing else', (language) => {
    expect(Object.keys(table(area, language)).sort()).toEqual(Object.keys(english).sort());
  });

  it.each(LANGUAGES)('fills in the same in %s', (language) => {
    const texts = table(area, language);
    const differing = Object.keys(english).filter(
      (key) => String(allOf(texts[key] ?? '')) !== String(allOf(english[key] ?? '')),
    );
    expect(differing).toEqual([]);
  });

  it.each(LANGUAGES)('has words for every number in %s, and no empty text', (language) => {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const lacking = Object.entries(table(area, language)).filter(([, text]) => {
      if (typeof text === 'string') return text.trim() === '';
      // "many" is for millions in French and Spanish, which say "other" then.
      const wanted = needed.filter((category) => category !== 'many' || language === 'pl');
      return wanted.some((category) => !(text as Record<string, string>)[category]?.trim());
    });
    expect(lacking).toEqual([]);
  });
});

describe('texts', () => {
  const english = { hello: 'Hello {name}', ships: { one: '{count} ship', other: '{count} ships' }, only: 'Only here' };
  const polish = {
    hello: 'Cześć {name}',
    ships: { one: '{count} okręt', few: '{count} okręty', many: '{count} okrętów', other: '{count} okrętu' },
  };
  const texts = () => new Texts(english, { pl: async () => polish, fr: () => Promise.reject(new Error('lost')) });

  it('fill in names and numbers as the language writes them', () => {
    const t = texts();
    expect(t.t('hello', { name: 'Ada' })).toBe('Hello Ada');
    expect(t.t('ships', { count: 1 })).toBe('1 ship');
    expect(t.t('ships', { count: 12_345 })).toBe('12,345 ships');
    expect(t.percent(0.4211)).toBe('42%');
  });

  it('decline', async () => {
    const t = texts();
    await t.speak('pl');
    expect([1, 3, 5].map((count) => t.t('ships', { count }))).toEqual(['1 okręt', '3 okręty', '5 okrętów']);
  });

  it('speak the language that was wanted last, whichever comes first', async () => {
    let german = (_: Table) => {};
    const t = new Texts(english, {
      de: () => new Promise((resolve) => (german = resolve)),
      pl: async () => polish,
    });
    const first = t.speak('de');
    expect(t.settled).toBe(false);
    await t.speak('en');
    expect(t.settled).toBe(true);
    german({ hello: 'Hallo {name}' });
    await first;
    expect(t.language).toBe('en');
    expect(t.t('hello', { name: 'Ada' })).toBe('Hello Ada');
  });

  it.each([
    [0, '0 seconds'],
    [1, '1 second'],
    [90, '1 minute, 30 seconds'],
    [120, '2 minutes'],
    [3_723, '1 hour, 2 minutes, 3 seconds'],
  ])('tell %i seconds as %s', (seconds, told) => expect(texts().duration(seconds)).toBe(told));

  it('tell a duration in the words of the language', async () => {
    const t = texts();
    await t.speak('pl');
    expect(t.duration(125)).toBe('2 minuty i 5 sekund');
  });

  it('stay English where there is no other, and where it cannot be had', async () => {
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => {});
    const t = texts();
    await t.speak('pl');
    expect(t.t('only')).toBe('Only here');
    await t.speak('fr');
    expect(t.language).toBe('pl');
    expect(t.settled).toBe(true);
    await t.speak('en');
    expect(t.t('hello', { name: 'x' })).toBe('Hello x');
    quiet.mockRestore();
  });
});

describe('the language', () => {
  it.each([
    [['auto', 'pt-br', 'de-AT'], 'de'],
    [['zh-tw'], 'zh-TW'],
    [['zh-CN'], 'zh-TW'],
    [[undefined, '', 'ko-KR'], 'ko'],
    [['tlh'], 'en'],
    [[], 'en'],
  ])('of %j is %s', (wanted, language) => expect(chooseLanguage(...wanted)).toBe(language));
});
