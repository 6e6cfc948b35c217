// One view of the extension in a frame: the page's side of what twitch_ext.js does within. It gives auth, context and
// segments at load, renews the token, and hands on what live messages bring.
import { call, helix, mint } from './rig_calls.js';
import { baseContext, changedKeys, fullContext } from './rig_context.js';

// Who may look at a view; the first does at the start. Moderators are viewers like others outside the dashboard.
const VIEWERS = {
  logged_in: 'Logged in',
  linked: 'Identity shared',
  anonymous: 'Not logged in',
  another: 'Somebody else',
};
const BROADCASTER = { broadcaster: 'Broadcaster' };
const CONTROLLERS = { ...BROADCASTER, moderator: 'Moderator' };

const OVERLAY = 'video_overlay';
export const VIEWS = [
  { page: OVERLAY, title: 'Video overlay', mode: 'viewer', platform: 'web', anchor: OVERLAY, people: VIEWERS },
  { page: 'mobile', title: 'Mobile view', mode: 'viewer', platform: 'mobile', people: VIEWERS },
  { page: 'live_config', title: 'Live config', mode: 'dashboard', platform: 'web', people: CONTROLLERS },
  { page: 'config', title: 'Config page', mode: 'config', platform: 'web', people: BROADCASTER },
];

const SANDBOX = 'allow-forms allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox';
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const RENEWED_AT = 0.9; // of a token's life
const PLAYER_TELLS_AFTER_MS = 400;

const newOpaqueId = (first) =>
  first + [...crypto.getRandomValues(new Uint8Array(13))].map((byte) => LETTERS[byte % LETTERS.length]).join('');

// The same person as last time on this machine, unless somebody else is asked for.
function rememberedId(key, another) {
  const kept = another ? null : localStorage.getItem(key);
  const id = kept ?? newOpaqueId('U');
  localStorage.setItem(key, id);
  return id;
}

const localeOf = (language) =>
  ({ en: 'en-US', de: 'de-DE', fr: 'fr-FR', es: 'es-ES', pl: 'pl-PL', ja: 'ja-JP', ko: 'ko-KR', fi: 'fi-FI' })[
    language
  ] ?? language;

export class View {
  #renewal = 0;
  #firstTold = 0;
  #told = {};
  #loaded = false;

  // `rig` has setup, channelId, stage, tick, tokenLife, helperSilent.
  constructor(facts, rig, { onAction, onPointer, onIdentity }) {
    Object.assign(this, facts);
    this.rig = rig;
    this.onAction = onAction;
    this.onPointer = onPointer;
    this.onIdentity = onIdentity;
    [this.identity] = Object.keys(this.people);
    this.visible = true;
    this.asleep = false;
    this.key = `rig-viewer-${rig.channelId}-${this.page}`;
    this.opaqueId = this.#person(false);
    this.frame = document.createElement('iframe');
    this.frame.title = this.title;
    this.frame.name = this.page;
    this.frame.setAttribute('sandbox', SANDBOX);
    this.frame.setAttribute('allow', "clipboard-write 'none'; clipboard-read 'none'");
    document.getElementById(`frame-${this.page}`).replaceChildren(this.frame);
    window.addEventListener('message', (event) => {
      if (event.source === this.frame.contentWindow && event.data?.rig) this.#hear(event.data);
    });
  }

  get url() {
    const { client_id, version, hash } = this.rig.setup;
    const { language } = this.rig.stage;
    const query = new URLSearchParams();
    if (this.anchor) query.set('anchor', this.anchor);
    const rest = { language, locale: localeOf(language), mode: this.mode, platform: this.platform, state: 'released' };
    for (const [name, value] of Object.entries(rest)) query.set(name, value);
    return `/ext/${client_id}/${version}/${hash}/${this.page}.html?${query}`;
  }

  load() {
    this.#forget();
    this.frame.src = this.url;
  }

  #forget() {
    this.#loaded = false;
    clearTimeout(this.#renewal);
    clearTimeout(this.#firstTold);
  }

  #tell(type, more) {
    this.frame.contentWindow?.postMessage({ rig: type, ...more }, location.origin);
  }

  // ---- who looks

  become(identity, { another = false } = {}) {
    this.identity = identity;
    this.opaqueId = this.#person(another);
    this.onIdentity();
    this.load();
  }

  #person(another) {
    if (this.identity === 'broadcaster') return `U${this.rig.channelId}`;
    return this.identity === 'anonymous' ? newOpaqueId('A') : rememberedId(this.key, another);
  }

  // The role in the token, and the user's own id where Twitch gives it.
  get #claims() {
    const own = this.opaqueId.replace(/\D/g, '').padStart(6, '4');
    const claims = {
      broadcaster: { role: 'broadcaster', user_id: this.rig.channelId },
      moderator: { role: 'moderator', user_id: own },
      linked: { role: 'viewer', user_id: own },
    };
    return claims[this.identity] ?? { role: 'viewer', user_id: '' };
  }

  async #auth() {
    const seconds = Math.abs(this.rig.tokenLife);
    const wish = { channel_id: this.rig.channelId, opaque_user_id: this.opaqueId, expires_in: seconds };
    Object.assign(wish, this.#claims);
    const { token } = await mint(wish);
    clearTimeout(this.#renewal);
    if (this.rig.tokenLife > 0) {
      this.#renewal = setTimeout(() => this.renewToken(), seconds * RENEWED_AT * 1000);
    }
    const { client_id } = this.rig.setup;
    return {
      auth: { channelId: this.rig.channelId, clientId: client_id, token, helixToken: '', userId: this.opaqueId },
      viewer: { id: wish.user_id || null },
    };
  }

  async renewToken() {
    const granted = await this.#auth();
    if (this.#loaded) this.#tell('auth', granted);
  }

  // ---- what it is told

  async #bootstrap() {
    if (this.rig.helperSilent) return;
    const [granted, segments] = await Promise.all([this.#auth(), call(`/control/segments/${this.rig.channelId}`)]);
    this.#told = baseContext(this.rig.stage, this.mode);
    this.#loaded = true;
    this.#tell('bootstrap', {
      ...granted,
      segments,
      context: this.#told,
      visible: this.visible,
      features: { isBitsEnabled: false, isChatEnabled: true, isSubscriptionStatusAvailable: false },
    });
    this.#firstTold = setTimeout(() => this.tellContext(), PLAYER_TELLS_AFTER_MS);
  }

  #contextNow() {
    return fullContext(this.rig.stage, this.mode, this.platform, this.rig.tick);
  }

  tellContext() {
    if (!this.#loaded || !this.visible) return;
    const context = this.#contextNow();
    const changed = changedKeys(this.#told, context);
    if (changed.length === 0) return;
    this.#told = context;
    this.#tell('context', { context, changed });
  }

  show(visible) {
    if (visible === this.visible) return;
    this.visible = visible;
    if (!this.#loaded) return;
    this.#told = this.#contextNow();
    this.#tell('visibility', { visible, context: visible ? this.#told : null });
  }

  // A phone that sleeps hears nothing, and nothing is sent again when it wakes.
  sleep(asleep) {
    this.asleep = asleep;
    this.show(!asleep);
  }

  deliver(message) {
    if (this.#loaded && !this.asleep) this.#tell('message', message);
  }

  // ---- what it says

  #hear(message) {
    const does = {
      loaded: () => {
        this.#forget();
        this.#bootstrap().catch((error) => console.error(`${this.page}: ${error.message}`));
      },
      send: () => this.#send(message),
      configure: () => this.#configure(message),
      action: () => this.onAction(this, message),
      pointer: () => this.onPointer(true),
      'pointer-left': () => this.onPointer(false),
      'focus-back': () => document.getElementById('pause').focus(),
    };
    does[message.rig]?.();
  }

  async #send({ target, contentType, text }) {
    const { setup, channelId } = this.rig;
    const body = { target: [target], broadcaster_id: channelId, is_global_broadcast: false, message: text };
    try {
      await helix(setup, '/extensions/pubsub', { method: 'POST', channel: channelId, body });
    } catch (error) {
      this.#tell('error', { text: `send (${contentType}): ${error.message}` });
    }
  }

  async #configure({ segment, version, content }) {
    if (segment !== 'broadcaster' || this.identity !== 'broadcaster') return;
    const { setup, channelId } = this.rig;
    const body = { extension_id: setup.client_id, segment, broadcaster_id: channelId, content, version };
    await helix(setup, '/extensions/configurations', { method: 'PUT', channel: channelId, body });
  }
}
