// The rig: every view of the extension around a video, on one machine. This file ties its parts together.
import { call, Channel } from './rig_calls.js';
import { controlsVisible, initialStage } from './rig_context.js';
import { Demo } from './rig_demo.js';
import { connectKnobs } from './rig_knobs.js';
import { Sea } from './rig_sea.js';
import { View, VIEWS } from './rig_view.js';

const byId = (id) => document.getElementById(id);
const wide = matchMedia('(min-width: 1800px)');
const query = new URLSearchParams(location.search);

// What all parts know. In the address: `channel` for another one, `demo=off` for no vote that starts by itself, `audience`
// for so many viewers.
const rig = {
  setup: null,
  channelId: /^\d{1,16}$/.test(query.get('channel') ?? '') ? query.get('channel') : '4711',
  stage: initialStage(),
  tick: 0,
  tokenLife: 3600,
  helperSilent: query.get('helper') === 'silent',
  connected: true, // to the live messages
  views: new Map(),
};
window.rig = rig; // for the tests and whoever is curious

// ---- the stage: what views are told of the player

function applyStage() {
  const { stage } = rig;
  document.documentElement.dataset.theme = stage.theme;
  const player = byId('player');
  player.classList.toggle('controls', controlsVisible(stage));
  player.classList.toggle('paused', stage.paused);
  byId('category').textContent = stage.game || 'no category';
  byId('pause').setAttribute('aria-pressed', String(stage.paused));
  byId('mute').setAttribute('aria-pressed', String(stage.muted));
  rig.views.get('video_overlay')?.show(!stage.paused);
  for (const view of rig.views.values()) view.tellContext();
  showObs();
}

function changeStage(change) {
  Object.assign(rig.stage, change);
  applyStage();
}

function connectPlayer() {
  const player = byId('player');
  player.addEventListener('pointerenter', () => changeStage({ pointerOver: true }));
  player.addEventListener('pointerleave', () => changeStage({ pointerOver: false }));
  player.addEventListener('focusin', () => changeStage({ pointerOver: true }));
  byId('pause').addEventListener('click', () => changeStage({ paused: !rig.stage.paused }));
  byId('mute').addEventListener('click', () => changeStage({ muted: !rig.stage.muted }));
  byId('full-screen').addEventListener('click', async () => {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await player.requestFullscreen();
  });
  document.addEventListener('fullscreenchange', () => changeStage({ fullScreen: Boolean(document.fullscreenElement) }));
  new ResizeObserver(() =>
    changeStage({ width: Math.round(player.clientWidth), height: Math.round(player.clientHeight) }),
  ).observe(player);
}

// ---- tabs

function chooseTab(name, { focus = false } = {}) {
  for (const tab of document.querySelectorAll('.tabs [role=tab]')) {
    const chosen = tab.id === `tab-${name}`;
    tab.setAttribute('aria-selected', String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    if (chosen && focus) tab.focus();
    byId(tab.getAttribute('aria-controls')).classList.toggle('chosen', chosen);
  }
}

function connectTabs() {
  const tabs = document.querySelector('.tabs');
  const shown = () => [...tabs.querySelectorAll('[role=tab]')].filter((tab) => tab.offsetParent);
  tabs.addEventListener('click', (event) => {
    const tab = event.target.closest('[role=tab]');
    if (tab) chooseTab(tab.id.slice('tab-'.length));
  });
  tabs.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const all = shown();
    const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
    chooseTab(next.id.slice('tab-'.length), { focus: true });
  });
  // The phone has a place of its own where there is room.
  const place = () => {
    const chosen = tabs.querySelector('[aria-selected=true]')?.id;
    if (wide.matches && chosen === 'tab-mobile') chooseTab('live_config');
  };
  wide.addEventListener('change', place);
  chooseTab('mobile');
  place();
}

// ---- the source for streaming programs, which shipvote-web serves

let obsAddress = null;

async function findObs(channel) {
  obsAddress = await channel.obsAddress().catch(() => null);
  const word = byId('obs-word');
  word.textContent = obsAddress ?? 'There is an address for streaming programs once the channel is set up.';
  showObs();
}

function showObs() {
  if (!obsAddress) return;
  const { theme, language } = rig.stage;
  const look = new URLSearchParams({ theme });
  // Without one the source speaks as the channel says, or English.
  if (language !== 'en') look.set('language', language);
  const holder = byId('frame-obs');
  const frame = holder.querySelector('iframe') ?? document.createElement('iframe');
  const wanted = `${obsAddress}?${look}`;
  if (frame.src === wanted) return;
  frame.title = 'Source for streaming programs';
  frame.name = 'obs';
  frame.src = wanted;
  holder.replaceChildren(frame);
}

// ---- the tools of each view

function toolButton(label, does) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = label;
  button.addEventListener('click', does);
  return button;
}

function identityChoice(view) {
  const select = document.createElement('select');
  select.setAttribute('aria-label', `Who looks at: ${view.title}`);
  for (const [value, text] of Object.entries(view.people)) select.add(new Option(text, value));
  select.addEventListener('change', () => {
    const another = select.value === 'another';
    if (another) select.value = 'logged_in';
    view.become(select.value, { another });
  });
  return select;
}

function addTools(view) {
  const place = document.querySelector(`.view-tools[data-view="${view.page}"]`);
  const tools = [];
  if (Object.keys(view.people).length > 1) tools.push(identityChoice(view));
  if (view.page === 'mobile') {
    const sleep = toolButton('Sleep', () => {
      view.sleep(!view.asleep);
      document.querySelector('.phone-case').classList.toggle('sleeping', view.asleep);
      sleep.textContent = view.asleep ? 'Wake' : 'Sleep';
    });
    tools.push(sleep);
  }
  tools.push(toolButton('New token', () => view.renewToken()));
  tools.push(toolButton('Reload', () => view.load()));
  place.setAttribute('role', 'group');
  place.append(...tools);
}

// ---- live messages: one stream for all views, each with a fate of its own

let source = null;
function listen() {
  source?.close();
  source = null;
  if (!rig.connected) return lamp('lamp-live', false, 'cut off');
  const views = [...rig.views.values()];
  const wanted = views.map((view) => `view=${view.page}:${view.opaqueId}`).join('&');
  source = new EventSource(`/control/stream/${rig.channelId}?${wanted}`);
  source.onopen = () => lamp('lamp-live', true, 'connected');
  source.onerror = () => lamp('lamp-live', false, 'cut off');
  for (const view of views) source.addEventListener(view.page, (event) => view.deliver(JSON.parse(event.data)));
  return undefined;
}

// ---- health

function lamp(id, up, word) {
  const element = byId(id);
  element.className = up ? 'up' : 'down';
  element.querySelector('.word').textContent = word;
}

async function lookAtServer() {
  try {
    const answer = await fetch(`${rig.setup.web_url}/_health`, { signal: AbortSignal.timeout(5000) });
    await answer.text();
    lamp('lamp-web', answer.ok, answer.ok ? 'answers' : `says ${answer.status}`);
  } catch {
    lamp('lamp-web', false, 'does not answer');
  }
}

// ---- the start

function addViews() {
  const handlers = {
    onAction: (view, { name }) => {
      if (name === 'requestIdShare' && view.mode === 'viewer') view.become('linked');
    },
    onPointer: (over) => {
      if (over !== rig.stage.pointerOver) changeStage({ pointerOver: over });
    },
    onIdentity: listen,
  };
  const built = VIEWS.filter((view) => rig.setup.pages.includes(view.page));
  for (const facts of built) {
    const view = new View(facts, rig, handlers);
    rig.views.set(view.page, view);
    addTools(view);
  }
  if (built.length < VIEWS.length) {
    const missing = VIEWS.filter((view) => !built.includes(view)).map((view) => view.title);
    byId('missing').textContent =
      `Not built: ${missing.join(', ')}. “make extension” builds them (Node.js is needed); reload this page then.`;
    byId('missing').hidden = false;
  }
}

async function start() {
  const sea = new Sea(byId('sea'), byId('phone-video'));
  sea.start();
  connectPlayer();
  connectTabs();
  rig.setup = await call('/control/rig');
  const channel = new Channel(rig.channelId, rig.setup.web_url);
  const audience = query.has('audience') ? Number(query.get('audience')) : null;
  const demo = new Demo(channel, { startsByItself: query.get('demo') !== 'off', audience, rig });
  connectKnobs(rig, { sea, changeStage, listen });
  addViews();
  listen();
  applyStage();
  await lookAtServer();
  setInterval(lookAtServer, 5000);
  // A channel with an account first, so that no view starts with "not set up" that is over a second later.
  await demo.prepare();
  for (const view of rig.views.values()) view.load();
  byId('tab-obs').addEventListener('click', () => findObs(channel));
  await findObs(channel);
  setInterval(() => {
    rig.tick += 1;
    for (const view of rig.views.values()) view.tellContext();
  }, 1000);
  await demo.run();
}

start().catch((error) => {
  byId('missing').textContent = `The rig could not start: ${error.message}`;
  byId('missing').hidden = false;
});
