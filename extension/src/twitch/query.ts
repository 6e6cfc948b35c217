// What Twitch appends to the address of a view.
export interface ViewQuery {
  // The viewer's interface, as "en" or "zh-tw"; empty where it was not told.
  language: string;
  locale: string;
  // A rehearsal may ask for one; Twitch does not.
  theme: 'dark' | 'light' | '';
}

export function readQuery(search: string): ViewQuery {
  const parameters = new URLSearchParams(search);
  const theme = parameters.get('theme');
  return {
    language: parameters.get('language') ?? '',
    locale: parameters.get('locale') ?? '',
    theme: theme === 'dark' || theme === 'light' ? theme : '',
  };
}
