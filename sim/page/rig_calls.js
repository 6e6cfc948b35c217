// Calls over HTTP: to the simulator as a tester makes them, and to the server as a streamer's view does.

export class Refused extends Error {
  constructor(status, code, words) {
    super(words);
    this.status = status;
    this.code = code;
  }
}

export async function call(url, { method = 'GET', body, token, headers = {} } = {}) {
  const sent = { ...headers };
  if (body !== undefined) sent['Content-Type'] = 'application/json';
  if (token) sent.Authorization = `Bearer ${token}`;
  const answer = await fetch(url, {
    method,
    headers: sent,
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await answer.text();
  let json = null;
  try {
    json = text ? JSON.parse(text) : null;
  } catch {
    /* the status tells */
  }
  if (!answer.ok) throw new Refused(answer.status, json?.code ?? '', json?.message ?? answer.statusText);
  return json;
}

// A token as Twitch makes it, and the opaque id that it names.
export const mint = (wish) => call('/mint', { method: 'POST', body: wish });

// What the owner's back end would do at Helix, done for a view that asks for it.
export async function helix(setup, path, { method, channel, body }) {
  const { token } = await mint({ channel_id: channel, role: 'external', user_id: setup.owner_user_id });
  return call(`/helix${path}`, { method, token, body, headers: { 'Client-Id': setup.client_id } });
}

// The channel of the rig, as its broadcaster.
export class Channel {
  #token = '';
  #until = 0;

  constructor(id, webUrl) {
    this.id = id;
    this.web = webUrl.replace(/\/$/, '');
  }

  async #broadcaster() {
    if (Date.now() > this.#until) {
      const { token } = await mint({ channel_id: this.id, role: 'broadcaster', user_id: this.id });
      this.#token = token;
      this.#until = Date.now() + 50 * 60_000;
    }
    return this.#token;
  }

  async #api(path, options = {}) {
    const answer = await call(`${this.web}/api${path}`, { ...options, token: await this.#broadcaster() });
    return answer?.data;
  }

  // The settings; null when the channel is not set up.
  async settings() {
    try {
      return await this.#api(`/settings/channels/${this.id}`);
    } catch (error) {
      if (error.status === 404) return null;
      throw error;
    }
  }

  setUp(account, realm) {
    const body = { id: this.id, wows_username: account, wows_realm: realm, ships: [] };
    return this.#api('/settings/channels', { method: 'POST', body });
  }

  // The address of the page for streaming programs; made now if the channel has none yet.
  async obsAddress() {
    const settings = await this.settings();
    if (!settings) return null;
    const key = settings.live_key || (await this.#api(`/channels/${this.id}/live_key`, { method: 'POST' })).live_key;
    return key ? `${this.web}/obs/${this.id}/${key}` : null;
  }

  async openVote() {
    const open = await this.#api(`/channels/${this.id}/votes?status=open`);
    return open[0] ?? null;
  }

  vote(id) {
    return this.#api(`/channels/${this.id}/votes/${id}`);
  }

  open(ships, seconds) {
    const body = { vote: { ships, status: 'open', duration_seconds: seconds } };
    return this.#api(`/channels/${this.id}/votes`, { method: 'POST', body });
  }

  close(id) {
    return this.#api(`/channels/${this.id}/votes/${id}/status`, { method: 'PATCH', body: { status: 'closed' } });
  }
}
