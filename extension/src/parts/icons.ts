// Drawn for a field of 16 by 16, as lines. Here is what viewers see; more_icons.ts adds what only streamers do.
import type { MoreIcon } from './more_icons';

const VIEWERS = {
  check: 'M3 8.5 6.5 12 13 4.5',
  close: 'M4 4l8 8M12 4l-8 8',
  minus: 'M4 8h8',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.5 10.5 14 14',
  alert: 'M8 2 1.8 13.2h12.4ZM8 6.5v3M8 11.4v.1',
  again: 'M13 8a5 5 0 1 1-1.6-3.7M13 2v3h-3',
  anchor: 'M8 5.2v8.6M5 7h6M2.8 9.4c.4 2.6 2.4 4.4 5.2 4.4s4.8-1.8 5.2-4.4M8 2.2a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3',
};

export type IconName = keyof typeof VIEWERS | MoreIcon;
export const ICONS: Partial<Record<IconName, string>> = VIEWERS;
