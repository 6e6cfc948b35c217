// What only the streamer's views draw. Their pages import it; viewers do not load it.
import { ICONS } from './icons';

const MORE = {
  down: 'M3.5 6 8 10.5 12.5 6',
  plus: 'M8 3.5v9M3.5 8h9',
  copy: 'M5.5 5.5h7v8h-7zM3.5 10.5v-8h7',
  download: 'M8 2.5v7.5M4.8 7 8 10.2 11.2 7M3 13.5h10',
  trash: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9',
  dice: 'M3 3h10v10H3zM5.8 5.8v.1M10.2 5.8v.1M8 8v.1M5.8 10.2v.1M10.2 10.2v.1',
  back: 'M10 3.5 5.5 8 10 12.5',
  play: 'M5 3v10l8-5Z',
  stop: 'M4 4h8v8H4z',
  undo: 'M6 3 3 6l3 3M3.5 6H10a3 3 0 0 1 0 7H6.5',
  open: 'M9 2.5h4.5V7M13.5 2.5 7.5 8.5M11.5 9.5v4h-9v-9h4',
  save: 'M4.5 2.5h7v11L8 10.8 4.5 13.5Z',
  hand: 'M2.5 4h2v2h-2zM2.5 10h2v2h-2zM7.5 5h6M7.5 11h6',
  filter: 'M2.5 4h11M4.5 8h7M6.5 12h3',
};

export type MoreIcon = keyof typeof MORE;
Object.assign(ICONS, MORE);
