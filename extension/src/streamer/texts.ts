// What streamers read, in config and live config: their own texts, and those of the parts that viewers see too.
import ships from '../texts/ships/en.json';
import streamer from '../texts/streamer/en.json';
import viewer from '../texts/viewer/en.json';
import { type Tables, Texts, joined } from '../texts/texts.svelte';

export type StreamerTexts = Texts<typeof ships & typeof viewer & typeof streamer>;
export type StreamerKey = Parameters<StreamerTexts['t']>[0];

const tables: Tables = {
  de: () =>
    joined(import('../texts/ships/de.json'), import('../texts/viewer/de.json'), import('../texts/streamer/de.json')),
  fr: () =>
    joined(import('../texts/ships/fr.json'), import('../texts/viewer/fr.json'), import('../texts/streamer/fr.json')),
  es: () =>
    joined(import('../texts/ships/es.json'), import('../texts/viewer/es.json'), import('../texts/streamer/es.json')),
  pl: () =>
    joined(import('../texts/ships/pl.json'), import('../texts/viewer/pl.json'), import('../texts/streamer/pl.json')),
  ja: () =>
    joined(import('../texts/ships/ja.json'), import('../texts/viewer/ja.json'), import('../texts/streamer/ja.json')),
  ko: () =>
    joined(import('../texts/ships/ko.json'), import('../texts/viewer/ko.json'), import('../texts/streamer/ko.json')),
  'zh-TW': () =>
    joined(
      import('../texts/ships/zh-TW.json'),
      import('../texts/viewer/zh-TW.json'),
      import('../texts/streamer/zh-TW.json'),
    ),
};

export const streamerTexts = (): StreamerTexts => new Texts({ ...ships, ...viewer, ...streamer }, tables);
