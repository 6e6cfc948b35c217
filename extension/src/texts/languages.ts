// The languages that we speak, and which of them a person is answered in.

export const LANGUAGES = ['en', 'de', 'fr', 'es', 'pl', 'ja', 'ko', 'zh-TW'] as const;
export type Language = (typeof LANGUAGES)[number];

// Each in its own words.
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  pl: 'Polski',
  ja: '日本語',
  ko: '한국어',
  'zh-TW': '繁體中文',
};

// The first that we speak of what Twitch, the browser or a setting names ("de", "pt-br", "zh-tw", "auto"); else English.
// Any Chinese is answered in the one that we have.
export function chooseLanguage(...wanted: (string | undefined)[]): Language {
  for (const name of wanted) {
    const base = (name ?? '').toLowerCase().split(/[-_]/)[0];
    const spoken = LANGUAGES.find((language) => language.toLowerCase().split('-')[0] === base);
    if (spoken) return spoken;
  }
  return 'en';
}
