// What viewers read, in overlay and mobile view.
import ships from './ships/en.json';
import viewer from './viewer/en.json';
import { type Tables, Texts, joined } from './texts.svelte';

export type ViewerTexts = Texts<typeof ships & typeof viewer>;
// What the parts that show ships need, whichever area's texts they are handed.
export type ShipTexts = Texts<typeof ships>;

const tables: Tables = {
  de: () => joined(import('./ships/de.json'), import('./viewer/de.json')),
  fr: () => joined(import('./ships/fr.json'), import('./viewer/fr.json')),
  es: () => joined(import('./ships/es.json'), import('./viewer/es.json')),
  pl: () => joined(import('./ships/pl.json'), import('./viewer/pl.json')),
  ja: () => joined(import('./ships/ja.json'), import('./viewer/ja.json')),
  ko: () => joined(import('./ships/ko.json'), import('./viewer/ko.json')),
  'zh-TW': () => joined(import('./ships/zh-TW.json'), import('./viewer/zh-TW.json')),
};

export const viewerTexts = (): ViewerTexts => new Texts({ ...ships, ...viewer }, tables);
