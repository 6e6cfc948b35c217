// Made by "npm run types" from docs/openapi.yaml. Change that file, not this one.

export interface paths {
  '/live/{channel_id}/{live_key}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A channel's state as it changes
     * @description Server-Sent Events for the streamer's own programs. The data of an event is the JSON object that a live message is the
     *     base64 of (docs/live-messages.md), its id the sequence number in it. The first event is the present state: the open vote, or
     *     the last one that was closed. Openings and closes are told at once, counts and settings at most once a second; a comment
     *     comes when nothing happened for 15 seconds. Counts that viewers may not see yet are left out. A listener that comes back
     *     with `Last-Event-ID` is not told again what it has heard. The stream ends when the key is renewed, the channel deleted or
     *     the server stopped. At most 50 may listen to a channel, and 5,000 to a server: 503 beyond, to be tried again later.
     */
    get: operations['listenToChannel'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/channels/{channel_id}/live_key': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Gives the channel's event stream a new key
     * @description From the answer on the old key opens nothing, and the streams that it opened have ended. The body is ignored.
     */
    post: operations['renewLiveKey'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/channels/{channel_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What every viewer may know of a channel */
    get: operations['showChannel'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/channels/{channel_id}/votes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Votes of a channel
     * @description - `status=open`: the open vote, or an empty list.
     *     - `status=closed`: the five last closed, oldest first.
     *     - without `status`: the newest 50, newest first.
     */
    get: operations['listChannelVotes'];
    put?: never;
    /**
     * Opens a vote
     * @description A channel has at most one open vote. Every ship is known, votable and named once. With `duration_seconds` the vote ends so
     *     long after its opening, whatever the client's clock says; with `scheduled_end` at that time, which lies ahead, at most 24
     *     hours. Never both; with neither the vote stays open until the broadcaster closes it. For the broadcaster, and for
     *     moderators where the channel's `moderators_may_control` says so.
     */
    post: operations['openVote'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/channels/{channel_id}/votes/{vote_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One vote of a channel */
    get: operations['showVote'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * Moves the end of a running vote
     * @description With `extend_seconds` by so much, from where the end is, or from now where there is none, whatever the client's clock says.
     *     Or to a `scheduled_end`: a time that lies ahead; `null` takes the end away. Never both, and at most 24 hours from now.
     *     Views are told at once. For the broadcaster, and for moderators where the channel's `moderators_may_control` says so.
     */
    patch: operations['moveVoteEnd'];
    trace?: never;
  };
  '/api/channels/{channel_id}/votes/{vote_id}/ballot': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What the viewer whose token this is has voted for
     * @description With every ballot that was answered before. The counts are those that this viewer may see: of a closed vote, of one with the
     *     visibility `live`, and with `after_ballot` once the viewer has voted; otherwise they are empty and 0.
     */
    get: operations['showOwnBallot'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/channels/{channel_id}/votes/{vote_id}/submit': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Casts the ballot of the viewer whose token this is
     * @description Once per viewer and vote. Where the vote's `change_allowed` says so, a further ballot takes the place of the earlier one: it is
     *     the one that counts. The same ship again is answered 200 and changes nothing. After 50 changes of one viewer the answer is
     *     `already_voted`. Viewers who are not logged in to Twitch (opaque ids that begin with `A`) may vote only where
     *     the channel's `anonymous_may_vote` says so.
     */
    post: operations['castBallot'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/channels/{channel_id}/votes/{vote_id}/status': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * Closes a vote for good
     * @description For the broadcaster, and for moderators where the channel's `moderators_may_control` says so.
     */
    patch: operations['closeVote'];
    trace?: never;
  };
  '/api/channels/{channel_id}/presets': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The channel's presets, by name
     * @description For the broadcaster, and for moderators where the channel's `moderators_may_control` says so.
     */
    get: operations['listPresets'];
    put?: never;
    /**
     * Keeps a new preset
     * @description At most 50 a channel, each with a name of its own (capital and small letters are the same). Either `ships` or `rule` is given.
     *     For the broadcaster, and for moderators where the channel's `moderators_may_control` says so.
     */
    post: operations['addPreset'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/channels/{channel_id}/presets/{preset_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Replaces a preset
     * @description For the broadcaster, and for moderators where the channel's `moderators_may_control` says so.
     */
    put: operations['changePreset'];
    post?: never;
    /**
     * Deletes a preset
     * @description For the broadcaster, and for moderators where the channel's `moderators_may_control` says so.
     */
    delete: operations['deletePreset'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/channels/{channel_id}/draw': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * The ships that a rule gives
     * @description Ships of the garage that are enabled, known and votable, fit the rule and are not in `exclude`; with `draw` so many of them by
     *     chance. Asked again it draws anew.
     *     For the broadcaster, and for moderators where the channel's `moderators_may_control` says so.
     */
    post: operations['drawShips'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/channels/{channel_id}/history': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Closed votes, newest first
     * @description A page at a time: `next` is the `before` of the next page, null at the end. `search` and `ships[]` keep votes that had a ship
     *     on them whose name, as the server knows it, contains the text, or that is one of these ships; a client that shows names of
     *     another language finds the ships itself and names both. Only letters and digits of a text count, without regard to capitals
     *     and accents. One page then looks at 2,000 votes at most, and may have fewer entries than `count` and still a `next`.
     *     For the broadcaster, and for moderators where the channel's `moderators_may_control` says so.
     */
    get: operations['listHistory'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/channels/{channel_id}/history/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A file with the closed votes
     * @description The newest 10,000, a line each. Nothing in it is about single viewers.
     *     For the broadcaster, and for moderators where the channel's `moderators_may_control` says so.
     */
    get: operations['exportHistory'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/channels/{channel_id}/history/{vote_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One vote, and how its counts came about
     * @description Also of the open vote; its curve may be five seconds old.
     *     For the broadcaster, and for moderators where the channel's `moderators_may_control` says so.
     */
    get: operations['showHistory'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/channels/{channel_id}/history/{vote_id}/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A file with one vote
     * @description As CSV a line for each ship, as JSON with the curve. Nothing in it is about single viewers.
     *     For the broadcaster, and for moderators where the channel's `moderators_may_control` says so.
     */
    get: operations['exportVote'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/votes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * All open votes of all channels
     * @description For `shipvote-api`, which holds the internal secret; no view calls it.
     */
    get: operations['listOpenVotes'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/warships': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** All warships, or the ones asked for */
    get: operations['listWarships'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/warships/{ship_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One warship */
    get: operations['showWarship'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/settings/channels': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Sets up the own channel, or sets it up anew
     * @description The account is looked up by its exact name, told back as Wargaming spells it, and its ships become the channel's garage.
     *     Whatever Wargaming cannot give empties nothing that is stored.
     */
    post: operations['setUpChannel'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/settings/channels/{channel_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The own channel's settings */
    get: operations['showSettings'];
    /**
     * Changes the settings that are named
     * @description Settings that are not named stay as they are; `PUT` and `PATCH` do the same.
     */
    put: operations['replaceSettings'];
    post?: never;
    /**
     * Deletes the own channel
     * @description Also where it was gone already.
     */
    delete: operations['deleteChannel'];
    options?: never;
    head?: never;
    /**
     * Changes the settings that are named
     * @description Settings that are not named stay as they are; `PUT` and `PATCH` do the same.
     */
    patch: operations['changeSettings'];
    trace?: never;
  };
  '/api/settings/channels/{channel_id}/account': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Looks up an account of World of Warships
     * @description Asks Wargaming, and changes nothing.
     */
    get: operations['findAccount'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/settings/channels/{channel_id}/garage/refresh': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Fetches the account's ships anew
     * @description Where Wargaming gives none, the stored ones stay. Asked for again within ten seconds, nothing is fetched.
     */
    post: operations['refreshGarage'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/settings/channels/{channel_id}/garage': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Names the ships by hand
     * @description For an account that hides its ships. They stay until Wargaming lists any for the account. Sets the channel up when it is new.
     */
    put: operations['nameGarage'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/settings/channels/{channel_id}/ships/enabled': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Says whether ships of the garage may be voted on
     * @description All of them, or none when one is not in the garage.
     */
    put: operations['enableShips'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/settings/channels/{channel_id}/ships/{ship_id}/enabled': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Says whether a ship of the garage may be voted on */
    put: operations['enableShip'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/settings/channels/{channel_id}/feedback': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Tells the operator something */
    post: operations['sendFeedback'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/_health': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** That the server runs, and its version */
    get: operations['showVersion'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    ChannelId: number;
    VoteId: number;
    /** @description As Wargaming numbers ships. Real ones are above 2^31, so a signed 32-bit number cannot hold them. */
    ShipId: number;
    /** @description A number of ballots. */
    Ballots: number;
    /** Format: date-time */
    Time: string;
    /** @enum {string} */
    VoteStatus: 'open' | 'closed';
    /**
     * @description When viewers see counts: at once, after their own ballot, or after the close. The broadcaster always sees them.
     * @enum {string}
     */
    Visibility: 'live' | 'after_ballot' | 'after_close';
    /**
     * @description The corner of the video in which the overlay shows itself.
     * @enum {string}
     */
    OverlayPosition: 'top_left' | 'top_right' | 'bottom_left' | 'bottom_right';
    /**
     * @description What the views speak; `auto` is the viewer's own language. Lines in the chat are in English then.
     * @enum {string}
     */
    Language: 'auto' | 'en' | 'de' | 'fr' | 'es' | 'pl' | 'ja' | 'ko' | 'zh-TW';
    /** @description Whether the overlay shows itself only while the category of the stream is World of Warships. */
    OnlyInGame: boolean;
    /** @description For how long the overlay shows the result of a vote. */
    ShowResultSeconds: number;
    /** @description Whether views hold a result back until the viewer's picture has caught up with it. */
    LatencyHold: boolean;
    /** @description Whether one line with the result goes to the channel's chat when a vote closes. */
    ChatResult: boolean;
    /** @description Whether moderators of the channel may open and close votes. */
    ModeratorsMayControl: boolean;
    /** @description Opens the channel's event stream, `/live/{channel_id}/{live_key}`, to whoever has it: a secret of the broadcaster. */
    LiveKey: string;
    /** @enum {string} */
    Realm: 'eu' | 'na' | 'asia';
    /** @description Words that may be shown to a person. */
    Message: string;
    /** @description For every field that is wrong, what is wrong with it. */
    FieldErrors: {
      [key: string]: string[];
    };
    /**
     * @description What every refusal looks like. The codes: `already_voted`, `channel_not_found`, `header_too_large`, `internal`,
     *     `invalid_request`, `invalid_settings`, `limit_reached`, `login_required`, `method_not_allowed`, `not_found`,
     *     `outcome_unknown`, `overloaded`, `payload_too_large`, `player_not_found`, `profile_hidden`, `request_timeout`,
     *     `ship_not_on_vote`, `storage_failed`, `unauthorized`, `unsupported_media_type`, `vote_already_open`, `vote_closed`,
     *     `vote_not_found`, `wargaming_limit`, `wargaming_unavailable`.
     */
    Refusal: {
      /** @constant */
      ok: false;
      /** @description Stable over releases. */
      code: string;
      message: components['schemas']['Message'];
      errors?: components['schemas']['FieldErrors'];
    };
    BallotAnswer: {
      /** @constant */
      ok: true;
      data?: {
        votes: components['schemas']['Counts'];
        ballots: number;
      };
    };
    Done: {
      /** @constant */
      ok: true;
    };
    Winner: {
      ship_id: components['schemas']['ShipId'];
      ballots: components['schemas']['Ballots'];
      /** @description The ships with the most ballots where they are several, in ascending order; empty otherwise. */
      tied: components['schemas']['ShipId'][];
      /** @description How the winner was found among the tied; null where nothing was tied. */
      rule: string | null;
    };
    /** @description Ballots by ship id; only ships that have ballots. Empty while viewers may not see counts. */
    Counts: {
      [key: string]: number;
    };
    Vote: {
      id: components['schemas']['VoteId'];
      channel_id: components['schemas']['ChannelId'];
      status: components['schemas']['VoteStatus'];
      ships: components['schemas']['ShipId'][];
      votes: components['schemas']['Counts'];
      /** @description All ballots of this vote; 0 while viewers may not see counts. */
      ballots: number;
      visibility: components['schemas']['Visibility'];
      change_allowed: components['schemas']['ChangeAllowed'];
      /** @description When the server closes the vote by itself. */
      ends_at: null | components['schemas']['Time'];
      closed_at: null | components['schemas']['Time'];
      /**
       * @description Null while it is open.
       * @enum {unknown}
       */
      close_reason: 'broadcaster' | 'scheduled' | 'channel_deleted' | null;
      /** @description Of a closed vote; null without ballots. */
      winner: null | components['schemas']['Winner'];
      created_at: components['schemas']['Time'];
      updated_at: components['schemas']['Time'];
    };
    /** @description A vote without its ships. */
    BriefVote: {
      id: components['schemas']['VoteId'];
      channel_id: components['schemas']['ChannelId'];
      status: components['schemas']['VoteStatus'];
      votes: components['schemas']['Counts'];
      /** @description All ballots of this vote; 0 while viewers may not see counts. */
      ballots: number;
      visibility: components['schemas']['Visibility'];
      change_allowed: components['schemas']['ChangeAllowed'];
      /** @description When the server closes the vote by itself. */
      ends_at: null | components['schemas']['Time'];
      closed_at: null | components['schemas']['Time'];
      /**
       * @description Null while it is open.
       * @enum {unknown}
       */
      close_reason: 'broadcaster' | 'scheduled' | 'channel_deleted' | null;
      /** @description Of a closed vote; null without ballots. */
      winner: null | components['schemas']['Winner'];
      created_at: components['schemas']['Time'];
      updated_at: components['schemas']['Time'];
    };
    /** @description Whether a viewer's later ballot takes the place of the earlier one. */
    ChangeAllowed: boolean;
    PresetId: number;
    Ships: components['schemas']['ShipId'][];
    /** @enum {unknown} */
    ShipType: 'Destroyer' | 'Cruiser' | 'Battleship' | 'AirCarrier' | 'Submarine';
    Tier: number;
    /** @description Which ships of the garage may be voted on. */
    Rule: {
      /** @description Codes such as `japan`; empty for any. */
      nations: string[];
      /** @description Empty for any. */
      types: components['schemas']['ShipType'][];
      tier_from: components['schemas']['Tier'];
      tier_to: components['schemas']['Tier'];
      /** @enum {unknown} */
      premium: 'any' | 'only' | 'without';
      /** @description Leaves out ships that won one of so many last votes of the channel. */
      not_won_in_last: number;
      /** @description So many by chance; null for all. */
      draw: number | null;
    };
    /** @description What is left out allows everything. */
    RuleRequest: {
      nations?: string[] | null;
      types?: components['schemas']['ShipType'][] | null;
      tier_from?: number | null;
      tier_to?: number | null;
      /** @enum {unknown} */
      premium?: 'any' | 'only' | 'without' | null;
      not_won_in_last?: number | null;
      draw?: number | null;
    };
    /** @description How a streamer likes to open votes. Either `ships` or `rule` is null. */
    Preset: {
      id: components['schemas']['PresetId'];
      name: string;
      ships: null | components['schemas']['Ships'];
      rule: null | components['schemas']['Rule'];
      /** @description How long the vote runs; null for no end. */
      duration_seconds: number | null;
      visibility: components['schemas']['Visibility'];
      change_allowed: components['schemas']['ChangeAllowed'];
      created_at: components['schemas']['Time'];
      updated_at: components['schemas']['Time'];
    };
    PresetAnswer: {
      /** @constant */
      ok: true;
      data: components['schemas']['Preset'];
    };
    PresetsAnswer: {
      /** @constant */
      ok: true;
      data: components['schemas']['Preset'][];
    };
    PresetRequest: {
      /** @description 1 to 60 characters in one line; spaces around it do not count. */
      name: string;
      ships?: components['schemas']['ShipId'][] | null;
      rule?: null | components['schemas']['RuleRequest'];
      duration_seconds?: number | null;
      visibility?: components['schemas']['Visibility'];
      change_allowed?: boolean | null;
    };
    DrawRequest: {
      rule: components['schemas']['RuleRequest'];
      /** @description Ships that the streamer does not want this time. */
      exclude?: components['schemas']['ShipId'][] | null;
    };
    DrawAnswer: {
      /** @constant */
      ok: true;
      /** @description Both in the fleet's order (by tier, type, nation, name). */
      data: {
        ships: components['schemas']['Ships'];
        candidates: components['schemas']['Ships'];
      };
    };
    /** @description A closed vote without the list of its ships. */
    HistoryEntry: {
      id: components['schemas']['VoteId'];
      channel_id: components['schemas']['ChannelId'];
      /** @constant */
      status: 'closed';
      ship_count: number;
      ballots: number;
      /** @description The three ships with the most ballots, at most. */
      leading: {
        ship_id: components['schemas']['ShipId'];
        ballots: components['schemas']['Ballots'];
      }[];
      visibility: components['schemas']['Visibility'];
      change_allowed: components['schemas']['ChangeAllowed'];
      ends_at: null | components['schemas']['Time'];
      closed_at: components['schemas']['Time'];
      /** @enum {unknown} */
      close_reason: 'broadcaster' | 'scheduled' | 'channel_deleted';
      winner: null | components['schemas']['Winner'];
      created_at: components['schemas']['Time'];
      updated_at: components['schemas']['Time'];
    };
    HistoryAnswer: {
      /** @constant */
      ok: true;
      data: components['schemas']['HistoryEntry'][];
      next: null | components['schemas']['VoteId'];
    };
    /** @description What counted at the end of each bucket. Not a sum that only grows where ballots may change. */
    BallotSeries: number[];
    /** @description How the counts came about. All series are of the same length; the last number of each is the tally. */
    Curve: {
      from: components['schemas']['Time'];
      bucket_seconds: number;
      /** @description The 50 ships with the most ballots, at most, leading ones first. */
      ships: {
        ship_id: components['schemas']['ShipId'];
        ballots: components['schemas']['BallotSeries'];
      }[];
      others: components['schemas']['BallotSeries'];
      ballots: components['schemas']['BallotSeries'];
    };
    HistoryVoteAnswer: {
      /** @constant */
      ok: true;
      data: {
        vote: components['schemas']['Vote'];
        curve: components['schemas']['Curve'];
      };
    };
    /** @description Nation, type, tier and premium of ships that are known. */
    ExportedShip: {
      id: components['schemas']['ShipId'];
      name: string;
      nation?: string;
      type?: components['schemas']['ShipType'];
      tier?: components['schemas']['Tier'];
      premium?: boolean;
      ballots: number;
    };
    ExportedVote: {
      /** @description A vote whose `ships` have names and ballots, most ballots first. */
      vote: {
        id: components['schemas']['VoteId'];
        channel_id?: components['schemas']['ChannelId'];
        status?: components['schemas']['VoteStatus'];
        ships: components['schemas']['ExportedShip'][];
        ballots: number;
        visibility?: components['schemas']['Visibility'];
        change_allowed?: components['schemas']['ChangeAllowed'];
        ends_at?: null | components['schemas']['Time'];
        closed_at?: null | components['schemas']['Time'];
        /** @enum {unknown} */
        close_reason?: 'broadcaster' | 'scheduled' | 'channel_deleted' | null;
        winner: null | components['schemas']['Winner'];
        created_at: components['schemas']['Time'];
        updated_at?: components['schemas']['Time'];
      };
      curve: components['schemas']['Curve'];
    };
    ExportedVotes: {
      votes: components['schemas']['HistoryEntry'][];
    };
    OwnBallotAnswer: {
      /** @constant */
      ok: true;
      data: {
        /** @description Null for a viewer who has not voted. */
        ship_id: null | components['schemas']['ShipId'];
        votes: components['schemas']['Counts'];
        /** @description All ballots of the vote; 0 while this viewer may not see counts. */
        ballots: number;
      };
    };
    VoteAnswer: {
      /** @constant */
      ok: true;
      data: components['schemas']['Vote'];
    };
    VoteOrBriefVoteAnswer: {
      /** @constant */
      ok: true;
      data: components['schemas']['Vote'] | components['schemas']['BriefVote'];
    };
    VotesAnswer: {
      /** @constant */
      ok: true;
      data: components['schemas']['Vote'][];
    };
    Warship: {
      id: components['schemas']['ShipId'];
      name: string;
      /** @description The code that Wargaming gives, such as `japan` or `pan_asia`. */
      nation: string;
      /** @enum {string} */
      type: 'Destroyer' | 'Cruiser' | 'Battleship' | 'AirCarrier' | 'Submarine';
      /** @description 11 is a supership. */
      tier: number;
      premium: boolean;
      /** @description An https URL, or empty. */
      image: string;
      /** @description False for clan copies and test ships. */
      votable: boolean;
      /** @description Wargaming no longer lists it; votes may still name it. */
      vanished: boolean;
    };
    /** @description A warship as a ship of a channel. */
    GarageShip: {
      id: components['schemas']['ShipId'];
      name: string;
      /** @description The code that Wargaming gives, such as `japan` or `pan_asia`. */
      nation: string;
      /** @enum {string} */
      type: 'Destroyer' | 'Cruiser' | 'Battleship' | 'AirCarrier' | 'Submarine';
      /** @description 11 is a supership. */
      tier: number;
      premium: boolean;
      /** @description An https URL, or empty. */
      image: string;
      /** @description False for clan copies and test ships. */
      votable: boolean;
      /** @description Wargaming no longer lists it; votes may still name it. */
      vanished: boolean;
      /** @description The streamer's own choice. */
      enabled: boolean;
    };
    WarshipAnswer: {
      data: components['schemas']['Warship'];
    };
    WarshipsAnswer: {
      data: components['schemas']['Warship'][];
    };
    PublicChannel: {
      id: components['schemas']['ChannelId'];
      overlay_position: components['schemas']['OverlayPosition'];
      anonymous_may_vote: boolean;
      only_in_game: components['schemas']['OnlyInGame'];
      language: components['schemas']['Language'];
      show_result_seconds: components['schemas']['ShowResultSeconds'];
      latency_hold: components['schemas']['LatencyHold'];
      ships: components['schemas']['GarageShip'][];
    };
    PublicChannelAnswer: {
      data: components['schemas']['PublicChannel'];
    };
    Channel: {
      id: components['schemas']['ChannelId'];
      wows_username: components['schemas']['AccountName'];
      wows_account_id: number;
      wows_realm: components['schemas']['Realm'];
      overlay_position: components['schemas']['OverlayPosition'];
      /** @description Whether viewers may vote who are not logged in to Twitch. */
      anonymous_may_vote: boolean;
      only_in_game: components['schemas']['OnlyInGame'];
      language: components['schemas']['Language'];
      show_result_seconds: components['schemas']['ShowResultSeconds'];
      latency_hold: components['schemas']['LatencyHold'];
      chat_result: components['schemas']['ChatResult'];
      moderators_may_control: components['schemas']['ModeratorsMayControl'];
      live_key: components['schemas']['LiveKey'];
      /** @description When Wargaming last told the ships of the account. */
      garage_refreshed_at: null | components['schemas']['Time'];
      /** @description Whether the ships were named by hand, because the account hides its own. */
      garage_by_hand: boolean;
      ships: components['schemas']['GarageShip'][];
      /** @description The ships of the newest vote. */
      recent_ships: components['schemas']['ShipId'][];
    };
    AccountAnswer: {
      data: {
        wows_username: components['schemas']['AccountName'];
        /** @description How many of its ships can be voted for; 0 when they are hidden. */
        ships: number;
        /** @description Whether the account shows its ships to nobody. */
        hidden: boolean;
      };
    };
    NameGarageRequest: {
      wows_username: components['schemas']['AccountName'];
      wows_realm: components['schemas']['Realm'];
      ships: components['schemas']['ShipId'][];
    };
    EnableShipsRequest: {
      ships: components['schemas']['ShipId'][];
      enabled: boolean;
    };
    ChannelAnswer: {
      data: components['schemas']['Channel'];
    };
    LiveKeyAnswer: {
      /** @constant */
      ok: true;
      data: {
        live_key: components['schemas']['LiveKey'];
      };
    };
    FeedbackAnswer: {
      data: {
        id: number;
        message: string;
      };
    };
    OpenVoteRequest: {
      vote: {
        ships: components['schemas']['ShipId'][];
        /**
         * @description May be left out; nothing but `open` can be asked for.
         * @constant
         */
        status?: 'open';
        /**
         * Format: date-time
         * @description When the server closes the vote by itself; not together with `duration_seconds`.
         */
        scheduled_end?: string | null;
        /** @description How long after its opening the server closes the vote by itself. */
        duration_seconds?: number | null;
        visibility?: components['schemas']['Visibility'];
        /** @description Whether a viewer's later ballot takes the place of the earlier one; no where it is left out. */
        change_allowed?: boolean | null;
      };
    };
    /** @description One of the two. */
    MoveVoteEndRequest: {
      /**
       * Format: date-time
       * @description When the server closes the vote by itself; null for no end.
       */
      scheduled_end?: string | null;
      /** @description By how much the end moves. */
      extend_seconds?: number;
    };
    CloseVoteRequest: {
      /** @constant */
      status: 'closed';
    };
    BallotRequest: {
      ship_id: components['schemas']['ShipId'];
    };
    SetUpChannelRequest: {
      /** @description The own channel, as text or as a number. */
      id: string | components['schemas']['ChannelId'];
      /** @description Needed the first time. */
      wows_username?: components['schemas']['AccountName'];
      /** @description Needed the first time. */
      wows_realm?: components['schemas']['Realm'];
      overlay_position?: components['schemas']['OverlayPosition'];
      anonymous_may_vote?: boolean;
      only_in_game?: components['schemas']['OnlyInGame'];
      language?: components['schemas']['Language'];
      show_result_seconds?: components['schemas']['ShowResultSeconds'];
      latency_hold?: components['schemas']['LatencyHold'];
      chat_result?: components['schemas']['ChatResult'];
      moderators_may_control?: components['schemas']['ModeratorsMayControl'];
      /** @description Sent by older views and ignored; the garage comes from Wargaming. */
      ships?: unknown[];
    };
    ChangeChannelRequest: {
      channel: {
        wows_username?: components['schemas']['AccountName'];
        wows_realm?: components['schemas']['Realm'];
        overlay_position?: components['schemas']['OverlayPosition'];
        anonymous_may_vote?: boolean;
        only_in_game?: components['schemas']['OnlyInGame'];
        language?: components['schemas']['Language'];
        show_result_seconds?: components['schemas']['ShowResultSeconds'];
        latency_hold?: components['schemas']['LatencyHold'];
        chat_result?: components['schemas']['ChatResult'];
        moderators_may_control?: components['schemas']['ModeratorsMayControl'];
      };
    };
    /** @description The exact name of a World of Warships account; case does not matter. */
    AccountName: string;
    EnableShipRequest: {
      enabled: boolean;
    };
    FeedbackRequest: {
      feedback: {
        /** @description Up to 4,000 bytes. */
        message: string;
      };
    };
  };
  responses: {
    /** @description What `If-None-Match` names is still right. */
    NotModified: {
      headers: {
        ETag: components['headers']['ETag'];
        [name: string]: unknown;
      };
      content?: never;
    };
    /** @description The request is malformed: its syntax, an id, a query, or a field that is missing or of the wrong type. */
    Malformed: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'invalid_request';
        };
      };
    };
    /** @description `errors` names every field that is wrong and what is allowed there. */
    VoteNotAllowed: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'invalid_request';
        };
      };
    };
    /** @description The request is malformed; or `profile_hidden`: that account shows its ships to nobody. */
    SettingsRefused: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'invalid_request' | 'profile_hidden';
        };
      };
    };
    /** @description Not counted; `code` says why. */
    BallotRefused: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'already_voted' | 'vote_closed' | 'ship_not_on_vote' | 'invalid_request';
        };
      };
    };
    /** @description `vote_closed`: it is over. `invalid_request`: the end does not lie ahead, or more than 24 hours from now. */
    EndRefused: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'vote_closed' | 'invalid_request';
        };
      };
    };
    /** @description `vote_closed`: it was closed before and its result stands. `invalid_request`: only `closed` can be asked for. */
    CloseRefused: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'vote_closed' | 'invalid_request';
        };
      };
    };
    /** @description Something is missing or not allowed; `errors` names it, fields of a rule as `rule.<field>`. */
    PresetRefused: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'invalid_request';
        };
      };
    };
    /** @description The name is taken, or the channel has 50 presets. */
    PresetConflict: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'conflict' | 'limit_reached';
        };
      };
    };
    /** @description The server keeps no more of these; trying again does not help. */
    LimitReached: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'limit_reached';
        };
      };
    };
    /** @description No ship of the garage fits the rule. */
    NoShipFits: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'conflict';
        };
      };
    };
    /** @description No valid token, or not this channel's, or not of the role that is needed. */
    Unauthorized: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'unauthorized';
        };
      };
    };
    /** @description The channel takes ballots of viewers who are logged in to Twitch only. */
    LoginRequired: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'login_required';
        };
      };
    };
    /** @description There is no such thing. */
    NotFound: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'not_found';
        };
      };
    };
    /** @description No such channel is set up. */
    ChannelNotFound: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'channel_not_found' | 'not_found';
        };
      };
    };
    /** @description No such channel is set up, or the ship is not in its garage. */
    ChannelOrShipNotFound: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'channel_not_found' | 'not_found';
        };
      };
    };
    /** @description That channel has no such vote. */
    VoteNotFound: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'vote_not_found' | 'not_found';
        };
      };
    };
    /** @description Wargaming knows no account of exactly that name in that realm. */
    PlayerNotFound: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'player_not_found';
        };
      };
    };
    /** @description No such channel is set up, or Wargaming knows no account of that name in that realm. */
    ChannelOrPlayerNotFound: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'channel_not_found' | 'player_not_found' | 'not_found';
        };
      };
    };
    /** @description The request took too long to arrive. The connection is closed. */
    TooSlow: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'request_timeout';
        };
      };
    };
    /** @description The channel has an open vote already. */
    VoteAlreadyOpen: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'vote_already_open';
        };
      };
    };
    /** @description The body is larger than 64 KiB. */
    BodyTooLarge: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'payload_too_large';
        };
      };
    };
    /** @description The body is not said to be `application/json`. */
    NotJson: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'unsupported_media_type';
        };
      };
    };
    /** @description `errors` names every field that is wrong and what is allowed there. */
    InvalidSettings: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'invalid_settings';
        };
      };
    };
    /** @description `errors` names what is wrong with the message. */
    InvalidFeedback: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'invalid_settings';
        };
      };
    };
    /** @description The head of the request is larger than 8 KiB. The connection is closed. */
    HeadersTooLarge: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'header_too_large';
        };
      };
    };
    /** @description The server's own fault. It is logged. */
    Internal: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'internal';
        };
      };
    };
    /**
     * @description `overloaded`: too much waits; try again. `storage_failed`: the disk or database failed and nothing was stored.
     *     `outcome_unknown`: it may have been done or not; look again, or try again where that does no harm: a ballot counts
     *     once.
     */
    Unavailable: {
      headers: {
        'Retry-After': components['headers']['RetryAfter'];
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'overloaded' | 'storage_failed' | 'outcome_unknown';
        };
      };
    };
    /** @description As everywhere, and: Wargaming did not answer, or has been asked too often. What is stored stays. */
    SettingsUnavailable: {
      headers: {
        'Retry-After': components['headers']['RetryAfter'];
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Refusal'] & {
          /** @enum {unknown} */
          code?: 'overloaded' | 'storage_failed' | 'outcome_unknown' | 'wargaming_unavailable' | 'wargaming_limit';
        };
      };
    };
  };
  parameters: {
    /** @description The Twitch id of the broadcaster, in digits. */
    ChannelId: components['schemas']['ChannelId'];
    VoteId: components['schemas']['VoteId'];
    ShipId: components['schemas']['ShipId'];
    /** @description The channel's secret key, from its settings. */
    LiveKey: components['schemas']['LiveKey'];
    /** @description The id of the last event that was heard. */
    LastEventId: string;
    VoteStatus: components['schemas']['VoteStatus'];
    OpenStatus: 'open';
    PresetId: components['schemas']['PresetId'];
    /** @description Only votes with lower ids. */
    Before: components['schemas']['VoteId'];
    Search: string;
    /** @description Repeated, up to 250 times. */
    SearchedShips: components['schemas']['ShipId'][];
    /** @description How many votes; 20 where it is left out. */
    Count: number;
    /** @description `csv` where it is left out. */
    Format: 'csv' | 'json';
    /** @description Whether the ships of the vote are listed. */
    Full: boolean;
    /** @description Repeated, up to 1,000 times. */
    ShipIds: components['schemas']['ShipId'][];
  };
  requestBodies: never;
  headers: {
    /** @description Names these bytes; send it back as `If-None-Match`. */
    ETag: string;
    /** @description Where the channel's settings are. */
    Location: string;
    /** @description An attachment with a file name. */
    ContentDisposition: string;
    /** @description Seconds to wait before trying again. */
    RetryAfter: number;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  listenToChannel: {
    parameters: {
      query?: never;
      header?: {
        /** @description The id of the last event that was heard. */
        'Last-Event-ID'?: components['parameters']['LastEventId'];
      };
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
        /** @description The channel's secret key, from its settings. */
        live_key: components['parameters']['LiveKey'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The stream. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': string;
        };
      };
      400: components['responses']['Malformed'];
      404: components['responses']['NotFound'];
      408: components['responses']['TooSlow'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  renewLiveKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The new key, which the channel's settings tell as well. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LiveKeyAnswer'];
        };
      };
      400: components['responses']['Malformed'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['ChannelNotFound'];
      408: components['responses']['TooSlow'];
      413: components['responses']['BodyTooLarge'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  showChannel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The channel. */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PublicChannelAnswer'];
        };
      };
      304: components['responses']['NotModified'];
      400: components['responses']['Malformed'];
      404: components['responses']['NotFound'];
      408: components['responses']['TooSlow'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  listChannelVotes: {
    parameters: {
      query?: {
        status?: components['parameters']['VoteStatus'];
      };
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The votes, or an empty list. */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['VotesAnswer'];
        };
      };
      304: components['responses']['NotModified'];
      400: components['responses']['Malformed'];
      404: components['responses']['NotFound'];
      408: components['responses']['TooSlow'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  openVote: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "vote": {
         *         "ships": [
         *           4282267344,
         *           3763255248
         *         ],
         *         "status": "open",
         *         "duration_seconds": 180,
         *         "visibility": "live"
         *       }
         *     }
         */
        'application/json': components['schemas']['OpenVoteRequest'];
      };
    };
    responses: {
      /** @description The vote is open. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['VoteAnswer'];
        };
      };
      400: components['responses']['VoteNotAllowed'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['ChannelNotFound'];
      408: components['responses']['TooSlow'];
      409: components['responses']['VoteAlreadyOpen'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['NotJson'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  showVote: {
    parameters: {
      query?: {
        /** @description Whether the ships of the vote are listed. */
        full?: components['parameters']['Full'];
      };
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
        vote_id: components['parameters']['VoteId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The vote, without `ships` where `full=false`. */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['VoteOrBriefVoteAnswer'];
        };
      };
      304: components['responses']['NotModified'];
      400: components['responses']['Malformed'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['VoteNotFound'];
      408: components['responses']['TooSlow'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  moveVoteEnd: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
        vote_id: components['parameters']['VoteId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "extend_seconds": 60
         *     }
         */
        'application/json': components['schemas']['MoveVoteEndRequest'];
      };
    };
    responses: {
      /** @description The vote with its new end. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['VoteAnswer'];
        };
      };
      400: components['responses']['EndRefused'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['VoteNotFound'];
      408: components['responses']['TooSlow'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['NotJson'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  showOwnBallot: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
        vote_id: components['parameters']['VoteId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The ballot, or null. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OwnBallotAnswer'];
        };
      };
      400: components['responses']['Malformed'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['VoteNotFound'];
      408: components['responses']['TooSlow'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  castBallot: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
        vote_id: components['parameters']['VoteId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "ship_id": 4282267344
         *     }
         */
        'application/json': components['schemas']['BallotRequest'];
      };
    };
    responses: {
      /**
       * @description The ballot is on disk and counted. Of a vote with the visibility `after_ballot` the answer has the counts, this ballot
       *     included (an edge's are up to a second old); of others it is `{"ok":true}` and nothing else.
       */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BallotAnswer'];
        };
      };
      400: components['responses']['BallotRefused'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['LoginRequired'];
      404: components['responses']['VoteNotFound'];
      408: components['responses']['TooSlow'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['NotJson'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  closeVote: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
        vote_id: components['parameters']['VoteId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "status": "closed"
         *     }
         */
        'application/json': components['schemas']['CloseVoteRequest'];
      };
    };
    responses: {
      /** @description The vote with its final counts and winner. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['VoteAnswer'];
        };
      };
      400: components['responses']['CloseRefused'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['VoteNotFound'];
      408: components['responses']['TooSlow'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['NotJson'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  listPresets: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The presets, or an empty list. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PresetsAnswer'];
        };
      };
      400: components['responses']['Malformed'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      408: components['responses']['TooSlow'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  addPreset: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "Cruisers of the East",
         *       "rule": {
         *         "nations": [
         *           "japan",
         *           "pan_asia"
         *         ],
         *         "types": [
         *           "Cruiser"
         *         ],
         *         "tier_from": 8,
         *         "tier_to": 10,
         *         "draw": 3
         *       },
         *       "duration_seconds": 180
         *     }
         */
        'application/json': components['schemas']['PresetRequest'];
      };
    };
    responses: {
      /** @description The preset with its id. */
      201: {
        headers: {
          Location: components['headers']['Location'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PresetAnswer'];
        };
      };
      400: components['responses']['PresetRefused'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['ChannelNotFound'];
      408: components['responses']['TooSlow'];
      409: components['responses']['PresetConflict'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['NotJson'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  changePreset: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
        preset_id: components['parameters']['PresetId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PresetRequest'];
      };
    };
    responses: {
      /** @description The preset as it is now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PresetAnswer'];
        };
      };
      400: components['responses']['PresetRefused'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      408: components['responses']['TooSlow'];
      409: components['responses']['PresetConflict'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['NotJson'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  deletePreset: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
        preset_id: components['parameters']['PresetId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is gone, or was gone before. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['Malformed'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      408: components['responses']['TooSlow'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  drawShips: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "rule": {
         *         "types": [
         *           "Cruiser"
         *         ],
         *         "tier_from": 8,
         *         "tier_to": 10,
         *         "not_won_in_last": 5,
         *         "draw": 3
         *       },
         *       "exclude": [
         *         4282267344
         *       ]
         *     }
         */
        'application/json': components['schemas']['DrawRequest'];
      };
    };
    responses: {
      /** @description The ships, and all that could have been drawn. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DrawAnswer'];
        };
      };
      400: components['responses']['PresetRefused'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['ChannelNotFound'];
      408: components['responses']['TooSlow'];
      409: components['responses']['NoShipFits'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['NotJson'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  listHistory: {
    parameters: {
      query?: {
        /** @description Only votes with lower ids. */
        before?: components['parameters']['Before'];
        search?: components['parameters']['Search'];
        /** @description Repeated, up to 250 times. */
        'ships[]'?: components['parameters']['SearchedShips'];
        /** @description How many votes; 20 where it is left out. */
        count?: components['parameters']['Count'];
      };
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The page, or an empty list. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HistoryAnswer'];
        };
      };
      400: components['responses']['PresetRefused'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      408: components['responses']['TooSlow'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  exportHistory: {
    parameters: {
      query?: {
        /** @description `csv` where it is left out. */
        format?: components['parameters']['Format'];
      };
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The file. */
      200: {
        headers: {
          'Content-Disposition': components['headers']['ContentDisposition'];
          [name: string]: unknown;
        };
        content: {
          'text/csv': string;
          'application/json': components['schemas']['ExportedVotes'];
        };
      };
      400: components['responses']['PresetRefused'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      408: components['responses']['TooSlow'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  showHistory: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
        vote_id: components['parameters']['VoteId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The vote with its curve. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HistoryVoteAnswer'];
        };
      };
      400: components['responses']['Malformed'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['VoteNotFound'];
      408: components['responses']['TooSlow'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  exportVote: {
    parameters: {
      query?: {
        /** @description `csv` where it is left out. */
        format?: components['parameters']['Format'];
      };
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
        vote_id: components['parameters']['VoteId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The file. */
      200: {
        headers: {
          'Content-Disposition': components['headers']['ContentDisposition'];
          [name: string]: unknown;
        };
        content: {
          'text/csv': string;
          'application/json': components['schemas']['ExportedVote'];
        };
      };
      400: components['responses']['PresetRefused'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['VoteNotFound'];
      408: components['responses']['TooSlow'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  listOpenVotes: {
    parameters: {
      query: {
        status: components['parameters']['OpenStatus'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The open votes. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['VotesAnswer'];
        };
      };
      400: components['responses']['Malformed'];
      401: components['responses']['Unauthorized'];
      408: components['responses']['TooSlow'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  listWarships: {
    parameters: {
      query?: {
        /** @description Repeated, up to 1,000 times. */
        'ids[]'?: components['parameters']['ShipIds'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The warships; ids that are not known are left out. */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WarshipsAnswer'];
        };
      };
      304: components['responses']['NotModified'];
      400: components['responses']['Malformed'];
      408: components['responses']['TooSlow'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  showWarship: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        ship_id: components['parameters']['ShipId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The warship. */
      200: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WarshipAnswer'];
        };
      };
      304: components['responses']['NotModified'];
      400: components['responses']['Malformed'];
      404: components['responses']['NotFound'];
      408: components['responses']['TooSlow'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  setUpChannel: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "id": "4711",
         *       "wows_username": "Captain_Example",
         *       "wows_realm": "eu",
         *       "ships": []
         *     }
         */
        'application/json': components['schemas']['SetUpChannelRequest'];
      };
    };
    responses: {
      /** @description The channel existed and is updated. */
      200: {
        headers: {
          Location: components['headers']['Location'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChannelAnswer'];
        };
      };
      /** @description The channel is set up. */
      201: {
        headers: {
          Location: components['headers']['Location'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChannelAnswer'];
        };
      };
      400: components['responses']['SettingsRefused'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['PlayerNotFound'];
      408: components['responses']['TooSlow'];
      409: components['responses']['LimitReached'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['NotJson'];
      422: components['responses']['InvalidSettings'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['SettingsUnavailable'];
    };
  };
  showSettings: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The channel. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChannelAnswer'];
        };
      };
      400: components['responses']['Malformed'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['ChannelNotFound'];
      408: components['responses']['TooSlow'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  replaceSettings: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "channel": {
         *         "overlay_position": "top_right"
         *       }
         *     }
         */
        'application/json': components['schemas']['ChangeChannelRequest'];
      };
    };
    responses: {
      /** @description The channel as it is now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChannelAnswer'];
        };
      };
      400: components['responses']['SettingsRefused'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['ChannelOrPlayerNotFound'];
      408: components['responses']['TooSlow'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['NotJson'];
      422: components['responses']['InvalidSettings'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['SettingsUnavailable'];
    };
  };
  deleteChannel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The channel, its garage and feedback are gone; an open vote is closed. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['Malformed'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['NotFound'];
      408: components['responses']['TooSlow'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  changeSettings: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "channel": {
         *         "overlay_position": "top_right"
         *       }
         *     }
         */
        'application/json': components['schemas']['ChangeChannelRequest'];
      };
    };
    responses: {
      /** @description The channel as it is now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChannelAnswer'];
        };
      };
      400: components['responses']['SettingsRefused'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['ChannelOrPlayerNotFound'];
      408: components['responses']['TooSlow'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['NotJson'];
      422: components['responses']['InvalidSettings'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['SettingsUnavailable'];
    };
  };
  findAccount: {
    parameters: {
      query: {
        wows_username: components['schemas']['AccountName'];
        wows_realm: components['schemas']['Realm'];
      };
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The account, as Wargaming spells it. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AccountAnswer'];
        };
      };
      400: components['responses']['Malformed'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['PlayerNotFound'];
      408: components['responses']['TooSlow'];
      422: components['responses']['InvalidSettings'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['SettingsUnavailable'];
    };
  };
  refreshGarage: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The channel with its ships. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChannelAnswer'];
        };
      };
      400: components['responses']['SettingsRefused'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['ChannelOrPlayerNotFound'];
      408: components['responses']['TooSlow'];
      413: components['responses']['BodyTooLarge'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['SettingsUnavailable'];
    };
  };
  nameGarage: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "wows_username": "Captain_Example",
         *       "wows_realm": "eu",
         *       "ships": [
         *         4282267344
         *       ]
         *     }
         */
        'application/json': components['schemas']['NameGarageRequest'];
      };
    };
    responses: {
      /** @description The channel with these ships. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChannelAnswer'];
        };
      };
      /** @description The channel is set up with these ships. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChannelAnswer'];
        };
      };
      400: components['responses']['SettingsRefused'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['PlayerNotFound'];
      408: components['responses']['TooSlow'];
      409: components['responses']['LimitReached'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['NotJson'];
      422: components['responses']['InvalidSettings'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['SettingsUnavailable'];
    };
  };
  enableShips: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "ships": [
         *         4282267344
         *       ],
         *       "enabled": false
         *     }
         */
        'application/json': components['schemas']['EnableShipsRequest'];
      };
    };
    responses: {
      /** @description Stored. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Done'];
        };
      };
      400: components['responses']['Malformed'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['ChannelOrShipNotFound'];
      408: components['responses']['TooSlow'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['NotJson'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  enableShip: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
        ship_id: components['parameters']['ShipId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "enabled": false
         *     }
         */
        'application/json': components['schemas']['EnableShipRequest'];
      };
    };
    responses: {
      /** @description Stored. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Done'];
        };
      };
      400: components['responses']['Malformed'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['ChannelOrShipNotFound'];
      408: components['responses']['TooSlow'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['NotJson'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  sendFeedback: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The Twitch id of the broadcaster, in digits. */
        channel_id: components['parameters']['ChannelId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "feedback": {
         *         "message": "The overlay covers the minimap."
         *       }
         *     }
         */
        'application/json': components['schemas']['FeedbackRequest'];
      };
    };
    responses: {
      /** @description Stored. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FeedbackAnswer'];
        };
      };
      400: components['responses']['Malformed'];
      401: components['responses']['Unauthorized'];
      404: components['responses']['ChannelNotFound'];
      408: components['responses']['TooSlow'];
      409: components['responses']['LimitReached'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['NotJson'];
      422: components['responses']['InvalidFeedback'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  showVersion: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The version. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
      400: components['responses']['Malformed'];
      408: components['responses']['TooSlow'];
      431: components['responses']['HeadersTooLarge'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
}
