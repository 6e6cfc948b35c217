// The streamer's own channel as the server tells it.
import { CHANNEL_LANGUAGES, OVERLAY_POSITIONS, type ChannelLanguage, type OverlayPosition } from '../live/state';
import { type Wire, readAs, readChoice, readCount, readFlag, readList, readText, readTime } from './reading';
import { type GarageShip, readGarageShip } from './garage_ship';

export const REALMS = ['eu', 'na', 'asia'] as const;
export type Realm = (typeof REALMS)[number];

// What a streamer sets, under the names of the wire, so that a change is the part of it that changes.
export interface ChannelSettings {
  overlay_position: OverlayPosition;
  anonymous_may_vote: boolean;
  only_in_game: boolean;
  language: ChannelLanguage;
  show_result_seconds: number; // 5 to 60
  latency_hold: boolean;
  chat_result: boolean;
  moderators_may_control: boolean;
}

export interface Channel {
  id: number;
  account: string;
  realm: Realm;
  refreshedAt: number | null;
  ships: GarageShip[];
  liveKey: string; // empty where there is none
  byHand: boolean; // the ships were picked by the streamer, because the account hides them
  settings: ChannelSettings;
}

const MOST_SHIPS = 2000;

// Also of what everybody may know of a channel, which is less.
export function readChannel(value: unknown): Channel {
  const from = readAs<Wire['Channel']>(value, 'a channel');
  return {
    id: readCount(from, 'id'),
    account: readText(from, 'wows_username', ''),
    realm: readChoice(from, 'wows_realm', REALMS, 'eu'),
    refreshedAt: readTime(from, 'garage_refreshed_at'),
    ships: readList(from.ships, 'ships', readGarageShip, MOST_SHIPS).filter((ship) => ship !== null),
    liveKey: readText(from, 'live_key', ''),
    byHand: readFlag(from, 'garage_by_hand', false),
    settings: {
      overlay_position: readChoice(from, 'overlay_position', OVERLAY_POSITIONS),
      anonymous_may_vote: readFlag(from, 'anonymous_may_vote', false),
      only_in_game: readFlag(from, 'only_in_game', true),
      language: readChoice(from, 'language', CHANNEL_LANGUAGES, 'auto'),
      show_result_seconds: readCount(from, 'show_result_seconds', 15),
      latency_hold: readFlag(from, 'latency_hold', false),
      chat_result: readFlag(from, 'chat_result', false),
      moderators_may_control: readFlag(from, 'moderators_may_control', false),
    },
  };
}
