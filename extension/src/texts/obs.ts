// What the page for streaming programs says: some of what viewers read, and one sentence for whoever sets it up.
import obs from './obs/en.json';
import ships from './ships/en.json';
import viewer from './viewer/en.json';
import { type Tables, Texts, joined } from './texts.svelte';

export type ObsTexts = Texts<typeof obs & typeof ships & typeof viewer>;

const tables: Tables = {
  de: () => joined(import('./obs/de.json'), import('./ships/de.json'), import('./viewer/de.json')),
  fr: () => joined(import('./obs/fr.json'), import('./ships/fr.json'), import('./viewer/fr.json')),
  es: () => joined(import('./obs/es.json'), import('./ships/es.json'), import('./viewer/es.json')),
  pl: () => joined(import('./obs/pl.json'), import('./ships/pl.json'), import('./viewer/pl.json')),
  ja: () => joined(import('./obs/ja.json'), import('./ships/ja.json'), import('./viewer/ja.json')),
  ko: () => joined(import('./obs/ko.json'), import('./ships/ko.json'), import('./viewer/ko.json')),
  'zh-TW': () => joined(import('./obs/zh-TW.json'), import('./ships/zh-TW.json'), import('./viewer/zh-TW.json')),
};

export const obsTexts = (): ObsTexts => new Texts({ ...obs, ...ships, ...viewer }, tables);
