// What a view is told of a channel and its vote, whichever way it was told.

export const OVERLAY_POSITIONS = ['top_left', 'top_right', 'bottom_left', 'bottom_right'] as const;
export type OverlayPosition = (typeof OVERLAY_POSITIONS)[number];

export const VISIBILITIES = ['live', 'after_ballot', 'after_close'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

export const CLOSE_REASONS = [null, 'broadcaster', 'scheduled', 'channel_deleted'] as const;
export type CloseReason = (typeof CLOSE_REASONS)[number];

// "auto": every viewer's own.
export const CHANNEL_LANGUAGES = ['auto', 'en', 'de', 'fr', 'es', 'pl', 'ja', 'ko', 'zh-TW'] as const;
export type ChannelLanguage = (typeof CHANNEL_LANGUAGES)[number];

export interface ChannelSettings {
  id: number;
  overlay_position: OverlayPosition;
  anonymous_may_vote: boolean;
  only_in_game: boolean;
  language: ChannelLanguage;
  show_result_seconds: number;
  latency_hold: boolean;
}

export interface Winner {
  ship: number;
  ballots: number;
  // All ships with as many ballots as the winner, itself among them; empty where nothing was tied.
  tied: number[];
}

// On one vote.
export const MOST_SHIPS = 1000;

// Times are milliseconds since 1970.
export interface Vote {
  id: number;
  state: 'open' | 'closed';
  visibility: Visibility;
  change_allowed: boolean;
  opened_at: number;
  ends_at: number | null;
  closed_at: number | null;
  close_reason: CloseReason;
  // Ascending; counts are parallel to them.
  ships: number[];
  counts: number[];
  // Ships of the vote that are not in `ships`, since there was no room.
  leftover: number;
  ballots: number;
  winner: Winner | null;
}

export interface LiveState {
  server_time: number;
  sequence: number;
  channel: ChannelSettings;
  vote: Vote | null;
  last_result: Vote | null;
}

export const countsAreHidden = (vote: Vote): boolean => vote.state === 'open' && vote.visibility !== 'live';
