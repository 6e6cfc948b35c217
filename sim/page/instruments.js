'use strict';

// The page of the simulator: it talks to shipvote-web as the extension's views do, and to the simulator as a tester does.
const byId = (id) => document.getElementById(id);
document.documentElement.dataset.theme = matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
const state = {
  web: '',
  channel: '4711',
  ships: new Map(),
  fleet: new Map(),
  vote: null,
  stream: null,
  heard: 0,
  tokens: {},
};
const roman = ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', '★'];
const messagesShown = 60;

function note(id, text, kind = '') {
  const element = byId(id);
  element.textContent = text;
  element.className = `note ${kind}`;
}

function lamp(id, up, word) {
  const element = byId(id);
  element.className = up ? 'up' : 'down';
  element.querySelector('.word').textContent = word;
}

async function call(url, { method = 'GET', body, token } = {}) {
  const headers = {};
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (token) headers.Authorization = `Bearer ${token}`;
  const answer = await fetch(url, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(20000),
  });
  const text = await answer.text();
  let json = null;
  try {
    json = text ? JSON.parse(text) : null;
  } catch {
    /* told by the status */
  }
  if (!answer.ok) {
    const fields =
      json && json.errors
        ? ` (${Object.entries(json.errors)
            .map(([k, v]) => `${k}: ${v}`)
            .join('; ')})`
        : '';
    throw new Error(`${answer.status} ${json && json.message ? json.message : answer.statusText}${fields}`);
  }
  return json;
}

async function broadcasterToken() {
  const kept = state.tokens[state.channel];
  if (kept && kept.until > Date.now()) return kept.token;
  const { token } = await call('/mint', {
    method: 'POST',
    body: { channel_id: state.channel, role: 'broadcaster', user_id: state.channel },
  });
  state.tokens[state.channel] = { token, until: Date.now() + 50 * 60 * 1000 };
  return token;
}

const api = (path, options) => call(`${state.web}/api${path}`, options);

// ---- channel

async function showChannel() {
  try {
    const { data } = await api(`/settings/channels/${state.channel}`, { token: await broadcasterToken() });
    state.ships = new Map(data.ships.map((ship) => [ship.id, ship]));
    const enabled = data.ships.filter((ship) => ship.enabled !== false).length;
    note(
      'channel-note',
      `${data.wows_username} on ${data.wows_realm}: ${data.ships.length} ships, ${enabled} may be voted on.`,
      'good',
    );
  } catch (error) {
    state.ships = new Map();
    note(
      'channel-note',
      error.message.startsWith('404') ? 'Not set up yet.' : `Cannot show the channel: ${error.message}`,
    );
  }
}

byId('channel-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  state.channel = form.get('channel');
  note('channel-note', 'Looking up the account and its ships…');
  try {
    await api('/settings/channels', {
      method: 'POST',
      token: await broadcasterToken(),
      body: { id: state.channel, wows_username: form.get('account'), wows_realm: form.get('realm'), ships: [] },
    });
    await showChannel();
  } catch (error) {
    note('channel-note', error.message, 'bad');
  }
  listen();
  await showVote();
});

byId('channel-form').elements.channel.addEventListener('change', async (event) => {
  if (!event.target.checkValidity()) return;
  state.channel = event.target.value;
  listen();
  await showChannel();
  await showVote();
});

// ---- vote

function drawShips() {
  const list = byId('ships');
  const vote = state.vote;
  list.replaceChildren();
  const votes = vote ? vote.votes || {} : {};
  const counts = Object.values(votes);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const most = Math.max(1, ...counts);
  byId('vote-total').textContent = total.toLocaleString('en');
  if (!vote) return;
  const ships = [...vote.ships].sort((one, other) => (votes[other] || 0) - (votes[one] || 0));
  for (const id of ships.slice(0, 60)) {
    const ship = state.ships.get(id) || state.fleet.get(id) || { name: `Ship ${id}`, nation: '', type: '', tier: 0 };
    const count = votes[id] || 0;
    const item = document.createElement('li');
    if (count === most) item.className = 'first';
    const picture = document.createElement('img');
    picture.src = `/images/${id}.svg`;
    picture.alt = '';
    picture.loading = 'lazy';
    const name = document.createElement('div');
    name.className = 'name';
    name.textContent = ship.name;
    name.title = ship.name;
    const facts = document.createElement('div');
    facts.className = 'facts';
    const what = document.createElement('span');
    what.textContent = `${roman[ship.tier] || ''} ${ship.type === 'AirCarrier' ? 'Carrier' : ship.type}`;
    const number = document.createElement('span');
    number.className = 'count';
    number.textContent = count.toLocaleString('en');
    facts.append(what, number);
    const bar = document.createElement('div');
    bar.className = 'bar';
    bar.style.width = `${(100 * count) / most}%`;
    item.append(picture, name, facts, bar);
    list.append(item);
  }
  if (ships.length > 60) note('vote-note', `The 60 leading of ${ships.length} ships are shown.`);
}

function drawVote() {
  const open = Boolean(state.vote && state.vote.status === 'open');
  const badge = byId('vote-state');
  badge.textContent = state.vote ? `${state.vote.status} · no. ${state.vote.id}` : 'none';
  badge.className = open ? 'badge open' : 'badge';
  byId('vote-close').disabled = !open;
  byId('vote-open').disabled = open;
  byId('crowd-go').disabled = !state.vote;
  drawShips();
}

async function showVote() {
  try {
    const open = await api(`/channels/${state.channel}/votes?status=open`);
    let vote = open.data[0] || null;
    if (!vote) {
      const closed = await api(`/channels/${state.channel}/votes?status=closed`);
      vote = closed.data[closed.data.length - 1] || null;
    }
    state.vote = vote;
  } catch {
    state.vote = null;
  }
  drawVote();
}

function draw(list, count) {
  const rest = [...list];
  const drawn = [];
  while (drawn.length < count && rest.length) drawn.push(rest.splice(Math.floor(Math.random() * rest.length), 1)[0]);
  return drawn;
}

byId('vote-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  const enabled = [...state.ships.values()]
    .filter((ship) => ship.enabled !== false && ship.votable !== false)
    .map((ship) => ship.id);
  if (!enabled.length) return note('vote-note', 'Set up the channel first: there are no ships to vote on.', 'bad');
  const minutes = Number(form.get('minutes'));
  const vote = { ships: draw(enabled, Number(form.get('count'))), status: 'open', scheduled_end: null };
  if (minutes) vote.scheduled_end = new Date(Date.now() + minutes * 60000).toISOString();
  try {
    const { data } = await api(`/channels/${state.channel}/votes`, {
      method: 'POST',
      token: await broadcasterToken(),
      body: { vote },
    });
    state.vote = data;
    note('vote-note', `Opened with ${data.ships.length} ships.`, 'good');
  } catch (error) {
    note('vote-note', error.message, 'bad');
  }
  drawVote();
});

byId('vote-close').addEventListener('click', async () => {
  try {
    const { data } = await api(`/channels/${state.channel}/votes/${state.vote.id}/status`, {
      method: 'PATCH',
      token: await broadcasterToken(),
      body: { status: 'closed' },
    });
    state.vote = data;
    note('vote-note', 'Closed. The result is final.', 'good');
  } catch (error) {
    note('vote-note', error.message, 'bad');
  }
  drawVote();
});

setInterval(() => {
  const vote = state.vote;
  const ends = vote && vote.status === 'open' && vote.ends_at ? Date.parse(vote.ends_at) : 0;
  const left = Math.ceil((ends - Date.now()) / 1000);
  byId('vote-clock').textContent =
    ends && left > 0 ? `· ends in ${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}` : '';
  if (ends && left === -1) showVote();
}, 1000);

// ---- live messages

async function decoded(text) {
  // Plain JSON, base64 of JSON, or base64 of compressed JSON: whatever a back end may send.
  try {
    return JSON.parse(text);
  } catch {
    /* not plain */
  }
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    /* compressed */
  }
  for (const form of ['gzip', 'deflate', 'deflate-raw']) {
    try {
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(form));
      return JSON.parse(await new Response(stream).text());
    } catch {
      /* the next form */
    }
  }
  throw new Error('undecodable');
}

function apply(message) {
  const { type, data } = message;
  if (!data) return;
  if (type === 'vote_progress' && state.vote && data.id === state.vote.id) {
    state.vote = { ...state.vote, votes: data.voted_ships };
    drawShips();
  } else if (type === 'vote_status') {
    showVote();
  }
}

async function hear(event) {
  const { target, message } = JSON.parse(event.data);
  let body = null;
  try {
    body = await decoded(message);
  } catch {
    /* shown as it came */
  }
  state.heard += 1;
  byId('live-count').textContent = state.heard;
  const item = document.createElement('li');
  const head = document.createElement('div');
  head.className = 'head';
  const type = document.createElement('b');
  type.textContent = body && body.type ? body.type : 'not readable';
  const time = document.createElement('span');
  time.textContent = new Date().toLocaleTimeString('en-GB');
  const size = document.createElement('span');
  size.textContent = `${target} · ${new TextEncoder().encode(message).length.toLocaleString('en')} bytes`;
  head.append(type, time, size);
  const text = document.createElement('pre');
  text.textContent = body ? JSON.stringify(body.data === undefined ? body : body.data) : message;
  item.append(head, text);
  const list = byId('messages');
  list.querySelector('.empty')?.remove();
  list.prepend(item);
  while (list.children.length > messagesShown) list.lastElementChild.remove();
  if (body) apply(body);
}

function listen() {
  state.stream?.close();
  state.stream = new EventSource(`/live/${state.channel}`);
  state.stream.onopen = () => lamp('health-live', true, `channel ${state.channel}`);
  state.stream.onerror = () => lamp('health-live', false, 'cut off');
  state.stream.onmessage = hear;
  const empty = document.createElement('li');
  empty.className = 'empty';
  empty.textContent = 'Nothing heard yet.';
  byId('messages').replaceChildren(empty);
}

// ---- health

async function look() {
  try {
    const sim = await call('/control/state');
    lamp('health-sim', true, `${sim.ships} ships, ${sim.messages_accepted} messages`);
    byId('foot').textContent = `Seed ${sim.seed} · client ${sim.client_id} · web at ${sim.web_url}`;
    state.web = sim.web_url.replace(/\/$/, '');
    drawFaults(await call('/control/faults'));
    drawDelivery(await call(`/control/delivery?channel_id=${state.channel}`));
  } catch {
    lamp('health-sim', false, 'does not answer');
  }
  try {
    const answer = await fetch(`${state.web}/_health`, { signal: AbortSignal.timeout(5000) });
    if (!answer.ok) throw new Error(String(answer.status));
    const was_down = byId('health-web').className !== 'up';
    lamp('health-web', true, `version ${(await answer.text()).trim().slice(0, 20)}`);
    if (was_down) {
      await showChannel();
      await showVote();
    }
  } catch {
    lamp('health-web', false, 'does not answer');
  }
}

async function start() {
  try {
    for (const ship of await call('/control/ships')) state.fleet.set(ship.id, ship);
  } catch {
    /* names are missing then; the health line says why */
  }
  listen();
  await look();
  setInterval(look, 5000);
}

window.addEventListener('DOMContentLoaded', start);
