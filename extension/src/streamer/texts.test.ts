import { describe, expect, it } from 'vitest';
import english from '../texts/streamer/en.json';
import { LANGUAGES } from '../texts/languages';
import type { Table, Text } from '../texts/texts.svelte';
import { refused } from '../api/answer';
import changes from './settings/change_log.json';
import { streamerTexts } from './texts';
import { refusalText } from './words';

const tables = import.meta.glob<Table>('../texts/streamer/*.json', { eager: true, import: 'default' });
const of = (language: string): Table => tables[`../texts/streamer/${language}.json`] ?? {};

const forms = (text: Text): string[] => (typeof text === 'string' ? [text] : Object.values(text));
const places = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

describe('what streamers read', () => {
  it('is there in every language that we speak', () => {
    expect(Object.keys(tables)).toHaveLength(LANGUAGES.length);
  });

  it.each(LANGUAGES)('has all keys in %s, and the same places to fill in', (language) => {
    const table = of(language);
    expect(Object.keys(table).sort()).toEqual(Object.keys(english).sort());
    for (const [key, text] of Object.entries<Text>(english)) {
      const wanted = [...new Set(forms(text).flatMap(places))].sort();
      for (const form of forms(table[key] ?? '')) {
        expect(form.trim(), `${language} ${key}`).not.toBe('');
        const missing = places(form).filter((place) => !wanted.includes(place));
        expect(missing, `${language} ${key}`).toEqual([]);
        if (typeof text === 'string') expect(places(form), `${language} ${key}`).toEqual(places(text));
      }
    }
  });

  it.each(LANGUAGES)('has in %s the plural forms that the language has', (language) => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const [key, text] of Object.entries(of(language))) {
      if (typeof text === 'string') continue;
      expect(typeof english[key as keyof typeof english], `${language} ${key}`).toBe('object');
      for (const category of categories) expect(Object.keys(text), `${language} ${key}`).toContain(category);
    }
  });

  it.each(LANGUAGES)('tells in %s what is new, line by line', (language) => {
    for (const { changes: lines } of changes) expect(lines[language]).toHaveLength(lines.en.length);
  });

  it('says what to do where trying again does not help', () => {
    const texts = streamerTexts();
    const told = refusalText(texts, refused('limit_reached', '', 409).refusal);
    expect(told).toBe(texts.t('refusal.limit_reached'));
    expect(told).not.toMatch(/try again/i);
  });

  it('is spoken as soon as it has come', async () => {
    const texts = streamerTexts();
    expect(texts.t('compose.open', { count: 1 })).toBe('Open vote · 1 ship');
    await texts.speak('pl');
    expect([1, 2, 5].map((count) => texts.t('rule.fitting', { count }))).toEqual([
      'Pasuje 1 okręt',
      'Pasują 2 okręty',
      'Pasuje 5 okrętów',
    ]);
  });
});
