// What Twitch appends to the address of a view.
export interface ViewQuery {
  // The viewer's interface, as "en" or "zh-tw"; empty where it was not told.
  language: string;
  locale: string;
  platform: 'web' | 'mobile';
  mode: 'viewer' | 'dashboard' | 'config';
  anchor: 'video_overlay' | 'component' | 'panel' | '';
  popout: boolean;
  // A rehearsal may ask for one; Twitch does not.
  theme: 'dark' | 'light' | '';
}

export function readQuery(search: string): ViewQuery {
  const parameters = new URLSearchParams(search);
  const one = <Name extends string>(name: string, names: readonly Name[], otherwise: Name): Name =>
    names.find((known) => known === parameters.get(name)) ?? otherwise;
  return {
    language: parameters.get('language') ?? '',
    locale: parameters.get('locale') ?? '',
    platform: one('platform', ['web', 'mobile'], 'web'),
    mode: one('mode', ['viewer', 'dashboard', 'config'], 'viewer'),
    anchor: one('anchor', ['video_overlay', 'component', 'panel', ''], ''),
    popout: parameters.get('popout') === 'true',
    theme: one('theme', ['dark', 'light', ''], ''),
  };
}
