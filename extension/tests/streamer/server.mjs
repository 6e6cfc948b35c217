// The server as the streamer's pages see it, in memory: for looking at states that are hard to bring about with the real
// one. What it answers has the form of docs/openapi.yaml.
const MINUTE = 60_000;
const iso = (time) => (time === null ? null : new Date(time).toISOString());

const json = (status, body) => ({ status, contentType: 'application/json', body: JSON.stringify(body) });
const data = (value, more = {}) => json(200, { ok: true, data: value, ...more });
export const refusal = (status, code) => json(status, { ok: false, code, message: code });

const EXPORTED = { status: 200, contentType: 'text/csv', body: 'ship,ballots\nYamato,12\n' };

function entryOf({ ships, votes, ...vote }) {
  const leading = Object.entries(votes).map(([ship, ballots]) => ({ ship_id: Number(ship), ballots }));
  leading.sort((one, other) => other.ballots - one.ballots);
  return { ...vote, ship_count: ships.length, leading: leading.slice(0, 3) };
}

// A rush at the beginning, and another one at the end.
function curveOf(vote) {
  const from = Date.parse(vote.created_at);
  const to = vote.closed_at === null ? Date.now() : Date.parse(vote.closed_at);
  const bucket_seconds = Math.max(1, Math.round((to - from) / 30_000));
  const shares = Array.from({ length: 30 }, (_, place) => {
    const part = (place + 1) / 30;
    return 0.7 * (1 - (1 - part) ** 4) + 0.3 * part ** 6;
  });
  const series = (sum) => shares.map((share) => Math.round(sum * share));
  const ships = entryOf(vote).leading.map(({ ship_id, ballots }) => ({ ship_id, ballots: series(ballots) }));
  return { from: vote.created_at, bucket_seconds, ships, others: series(0), ballots: series(vote.ballots) };
}

export class Server {
  asked = [];
  // Answers in the place of others: "GET /api/…" to a function, an answer, "offline" or "never".
  faults = new Map();

  constructor(fleet, { account = 'SeaCaptain', ships = 60, votes = [], presets = [], settings = {}, role } = {}) {
    this.fleet = fleet;
    this.role = role; // of whoever asks, where that is not the broadcaster
    this.votes = votes; // the newest last
    this.presets = presets;
    this.channel = account === null ? null : this.channelOf(account, fleet.slice(0, ships), settings);
  }

  channelOf(account, ships, settings = {}) {
    return {
      id: 4711,
      wows_username: account,
      wows_account_id: 501_234_567,
      wows_realm: 'eu',
      overlay_position: 'top_left',
      anonymous_may_vote: false,
      only_in_game: true,
      language: 'auto',
      show_result_seconds: 15,
      latency_hold: false,
      chat_result: true,
      moderators_may_control: false,
      live_key: 'Zm9yLXRoZS1waWN0dXJl00',
      garage_refreshed_at: iso(Date.now() - 130 * MINUTE),
      recent_ships: [],
      ...settings,
      ships: ships.map((ship) => ({ votable: true, vanished: false, enabled: true, ...ship })),
    };
  }

  vote({ ships, minutesAgo = 2, minutes = 5, counts = [], open = false, winner, tied = [], ...more }) {
    const opened = Date.now() - minutesAgo * MINUTE;
    const ballots = counts.reduce((sum, count) => sum + count, 0);
    const best = Math.max(...counts, 0);
    const won = winner ?? ships[counts.indexOf(best)];
    return {
      id: this.votes.length + 1,
      channel_id: 4711,
      status: open ? 'open' : 'closed',
      ships,
      votes: Object.fromEntries(
        ships.map((ship, place) => [ship, counts[place] ?? 0]).filter(([, count]) => count > 0),
      ),
      ballots,
      visibility: 'live',
      change_allowed: false,
      ends_at: minutes === null ? null : iso(opened + minutes * MINUTE),
      closed_at: open ? null : iso(opened + (minutes ?? 5) * MINUTE),
      close_reason: open ? null : 'scheduled',
      winner:
        open || ballots === 0 ? null : { ship_id: won, ballots: best, tied, rule: tied.length > 0 ? 'draw' : null },
      created_at: iso(opened),
      updated_at: iso(opened),
      ...more,
    };
  }

  add(vote) {
    const added = this.vote(vote);
    this.votes.push(added);
    return added;
  }

  get openVote() {
    return this.votes.find(({ status }) => status === 'open');
  }

  answer(method, path, query, body) {
    this.asked.push(`${method} ${path}`);
    const fault = this.faults.get(`${method} ${path}`) ?? this.faults.get('*');
    if (fault) return typeof fault === 'function' ? fault(body) : fault;
    if (path.startsWith('/api/settings/')) {
      return this.role ? refusal(401, 'unauthorized') : this.#settings(method, path, query, body);
    }
    if (path === '/api/channels/4711') return this.channel ? data(this.channel) : refusal(404, 'not_found');
    const rest = path.replace('/api/channels/4711', '');
    const [, room, id, part] = rest.split('/');
    if (path === '/api/warships') return data(this.fleet.map((ship) => ({ votable: true, vanished: false, ...ship })));
    if (room === 'votes') return this.#votes(method, id && Number(id), part, query, body);
    if (room === 'presets') return this.#presets(method, id && Number(id), body);
    if (room === 'draw') return this.#draw(body);
    if (room === 'history') return this.#history(id === 'export' ? id : id && Number(id), part, query);
    if (room === 'live_key') return data({ live_key: 'YW5vdGhlci1rZXktaGVyZQ' });
    return refusal(404, 'not_found');
  }

  #settings(method, path, query, body) {
    const name = body?.wows_username ?? query.get('wows_username');
    if (path.endsWith('/account')) {
      if (/^hidden/i.test(name)) return data({ wows_username: name, ships: 0, hidden: true });
      if (/^nobody/i.test(name)) return refusal(404, 'player_not_found');
      if (/^storm/i.test(name)) return refusal(503, 'wargaming_unavailable');
      return data({ wows_username: name, ships: 143, hidden: false });
    }
    if (method === 'POST' && path === '/api/settings/channels') {
      this.channel = this.channelOf(name, this.fleet.slice(0, 143));
      return data(this.channel);
    }
    if (path.endsWith('/feedback')) return data({ id: 1, message: body.feedback.message });
    if (!this.channel && !path.endsWith('/garage')) return refusal(404, 'channel_not_found');
    if (path.endsWith('/ships/enabled')) return this.#enable(body.ships, body.enabled);
    if (path.endsWith('/garage/refresh')) {
      Object.assign(this.channel, { garage_refreshed_at: iso(Date.now()), garage_by_hand: false });
    }
    if (path.endsWith('/garage')) {
      const ships = this.fleet.filter(({ id }) => body.ships.includes(id));
      this.channel = { ...this.channelOf(body.wows_username, ships), garage_by_hand: true };
    }
    if (method === 'PATCH') Object.assign(this.channel, body.channel);
    return data(this.channel);
  }

  #enable(ships, enabled) {
    for (const ship of this.channel.ships) if (ships.includes(ship.id)) ship.enabled = enabled;
    return json(200, { ok: true });
  }

  #votes(method, id, part, query, body) {
    if (method === 'POST') {
      if (this.openVote) return refusal(409, 'vote_already_open');
      const { ships, duration_seconds, visibility, change_allowed } = body.vote;
      const minutes = duration_seconds && duration_seconds / 60;
      return data(this.add({ ships, open: true, minutesAgo: 0, minutes, visibility, change_allowed }));
    }
    if (id === undefined) {
      if (query.get('status') === 'open') return data(this.openVote ? [this.#told(this.openVote)] : []);
      return data(this.votes.filter(({ status }) => status === 'closed').slice(-5));
    }
    const vote = this.votes.find((one) => one.id === id);
    if (!vote) return refusal(404, 'vote_not_found');
    if (part === 'status') this.close(vote);
    else if (method === 'PATCH') {
      vote.ends_at = iso((vote.ends_at ? Date.parse(vote.ends_at) : Date.now()) + body.extend_seconds * 1000);
    }
    return data(this.#told(vote));
  }

  #told(vote) {
    const isHidden = this.role && vote.status === 'open' && vote.visibility !== 'live';
    return isHidden ? { ...vote, votes: {}, ballots: 0 } : vote;
  }

  close(vote) {
    const [ship, ballots] = Object.entries(vote.votes).sort(([, one], [, other]) => other - one)[0] ?? [];
    const winner = ship ? { ship_id: Number(ship), ballots, tied: [], rule: null } : null;
    Object.assign(vote, { status: 'closed', close_reason: 'broadcaster', closed_at: iso(Date.now()), winner });
  }

  #presets(method, id, body) {
    if (method === 'GET') return data(this.presets);
    this.presets = this.presets.filter((preset) => preset.id !== id);
    if (method === 'DELETE') return { status: 204, body: '' };
    const preset = { ...body, id: id ?? Math.max(0, ...this.presets.map((one) => one.id)) + 1 };
    this.presets.push(preset);
    return data(preset);
  }

  #draw({ rule, exclude }) {
    const among = (list, value) => list.length === 0 || list.includes(value);
    const last = this.votes.filter(({ status }) => status === 'closed').slice(-rule.not_won_in_last);
    const winners = rule.not_won_in_last > 0 ? last.map(({ winner }) => winner?.ship_id) : [];
    const candidates = this.channel.ships.filter(
      (ship) =>
        ship.enabled &&
        ship.tier >= rule.tier_from &&
        ship.tier <= rule.tier_to &&
        among(rule.types, ship.type) &&
        among(rule.nations, ship.nation) &&
        (rule.premium === 'any' || (rule.premium === 'only') === ship.premium) &&
        !winners.includes(ship.id) &&
        !exclude.includes(ship.id),
    );
    if (candidates.length === 0) return refusal(409, 'conflict');
    const ids = candidates.map(({ id }) => id);
    return data({ ships: ids.slice(0, rule.draw ?? ids.length), candidates: ids });
  }

  #history(id, part, query) {
    const closed = this.votes.filter(({ status }) => status === 'closed').reverse();
    if (id === undefined) {
      const before = Number(query.get('before') ?? Infinity);
      const search = (query.get('search') ?? '').toLowerCase();
      const names = new Map(this.fleet.map((ship) => [ship.id, ship.name.toLowerCase()]));
      const found = closed.filter(
        (vote) => vote.id < before && vote.ships.some((ship) => names.get(ship)?.includes(search)),
      );
      const page = found.slice(0, Number(query.get('count')));
      return data(page.map(entryOf), { next: found.length > page.length ? page.at(-1).id : null });
    }
    if (id === 'export') return EXPORTED;
    const vote = this.votes.find((one) => one.id === id);
    if (!vote) return refusal(404, 'vote_not_found');
    if (part === 'export') return EXPORTED;
    return data({ vote, curve: curveOf(vote) });
  }
}
