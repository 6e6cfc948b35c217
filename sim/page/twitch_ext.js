'use strict';

// The rig's `window.Twitch.ext`: what Twitch's helper gives a view, with its habits. One callback a slot, a second one
// replaces the first; what is known already is told at registration; listeners are kept by function; segments are handed
// over at load only. It talks to the page around (rig_view.js) as the real one does, and leaves the console alone.
(() => {
  const query = new URLSearchParams(location.search);
  const overlay = query.get('anchor') === 'video_overlay';
  const tell = (type, more = {}) => window.parent.postMessage({ rig: type, ...more }, location.origin);
  // A view's mistake is shown and keeps nothing from the others.
  const run = (callback, ...values) => {
    try {
      callback?.(...values);
    } catch (error) {
      console.error(error);
    }
  };

  let auth = null;
  let context = null;
  let visible = true;
  let segments = {};
  let viewerFacts = {};
  let featureFacts = { isBitsEnabled: false, isChatEnabled: false, isSubscriptionStatusAvailable: false };
  const slots = {};
  const listeners = new Map();
  const claims = () => {
    try {
      return JSON.parse(atob(auth.token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')));
    } catch {
      return {};
    }
  };

  const ext = {
    version: '1',
    environment: 'production',
    onAuthorized(callback) {
      slots.authorized = callback;
      if (auth) run(callback, auth);
    },
    onContext(callback) {
      slots.context = callback;
      if (context) run(callback, { ...context }, Object.keys(context));
    },
    onError(callback) {
      slots.error = callback;
    },
    onVisibilityChanged(callback) {
      slots.visibility = callback;
      if (!visible) run(callback, false, null);
    },
    onPositionChanged(callback) {
      slots.position = callback;
    },
    onHighlightChanged(callback) {
      slots.highlight = callback;
    },
    listen(target, callback) {
      if (target.startsWith('whisper-') && auth && target !== `whisper-${auth.userId}`) {
        run(slots.error, new Error(`may not listen to ${target}`));
        return;
      }
      if (!listeners.has(target)) listeners.set(target, new Set());
      listeners.get(target).add(callback);
    },
    unlisten(target, callback) {
      listeners.get(target)?.delete(callback);
    },
    send(target, contentType, message) {
      if (auth && claims().role !== 'broadcaster') {
        run(slots.error, new Error('only broadcasters may send'));
        return;
      }
      const text = typeof message === 'string' ? message : JSON.stringify(message);
      tell('send', { target, contentType: typeof message === 'string' ? contentType : 'application/json', text });
    },
    configuration: {
      get broadcaster() {
        return segments.broadcaster;
      },
      get developer() {
        return segments.developer;
      },
      get global() {
        return segments.global;
      },
      onChanged(callback) {
        slots.configuration = callback;
      },
      set(segment, version, content) {
        tell('configure', { segment, version: String(version), content: String(content) });
      },
    },
    viewer: {
      get opaqueId() {
        return auth?.userId ?? null;
      },
      get id() {
        return viewerFacts.id ?? null;
      },
      get role() {
        return claims().role ?? null;
      },
      get isLinked() {
        return Boolean(viewerFacts.id);
      },
      get sessionToken() {
        return auth?.token ?? null;
      },
      get helixToken() {
        return auth?.helixToken ?? null;
      },
      subscriptionStatus: null,
      onChanged(callback) {
        slots.viewer = callback;
      },
    },
    features: {
      get isBitsEnabled() {
        return featureFacts.isBitsEnabled;
      },
      get isChatEnabled() {
        return featureFacts.isChatEnabled;
      },
      get isSubscriptionStatusAvailable() {
        return featureFacts.isSubscriptionStatusAvailable;
      },
      onChanged(callback) {
        slots.features = callback;
      },
    },
    actions: {
      requestIdShare: () => tell('action', { name: 'requestIdShare' }),
      followChannel: (name) => tell('action', { name: 'followChannel', channel: String(name) }),
      onFollow(callback) {
        slots.follow = callback;
      },
      minimize: () => tell('action', { name: 'minimize' }),
    },
  };

  const heard = {
    bootstrap(message) {
      segments = message.segments;
      auth = message.auth;
      viewerFacts = message.viewer;
      visible = message.visible;
      run(slots.authorized, auth);
      if (Object.keys(segments).length > 0) run(slots.configuration);
      run(slots.viewer);
      featureFacts = message.features;
      run(slots.features, Object.keys(featureFacts));
      if (visible) heard.context({ context: message.context, changed: Object.keys(message.context) });
      else run(slots.visibility, false, null);
    },
    auth(message) {
      auth = message.auth;
      viewerFacts = message.viewer;
      run(slots.authorized, auth);
      run(slots.viewer);
    },
    context(message) {
      context = message.context;
      run(slots.context, { ...context }, message.changed);
    },
    visibility(message) {
      visible = message.visible;
      if (visible) context = message.context;
      run(slots.visibility, visible, visible ? { ...context } : null);
    },
    message(message) {
      for (const callback of [...(listeners.get(message.target) ?? [])]) {
        run(callback, message.target, message.contentType, message.message);
      }
    },
    error(message) {
      run(slots.error, new Error(message.text));
    },
    follow(message) {
      run(slots.follow, message.followed, message.channel);
    },
    reload() {
      location.reload();
    },
  };

  window.Twitch = { ext };
  window.addEventListener('message', (event) => {
    if (event.source !== window.parent || !event.data?.rig) return;
    heard[event.data.rig]?.(event.data);
  });

  // An overlay fills the player, and what is not for typing or pressing gives the focus back to it.
  const fill = () => {
    for (const element of [document.documentElement, document.body]) {
      element.style.setProperty('width', '100%', 'important');
      element.style.setProperty('height', '100%', 'important');
    }
    document.body.tabIndex = -1;
  };
  const takesFocus = new Set(['INPUT', 'SELECT', 'TEXTAREA', 'BUTTON']);
  function behaveAsOverlay() {
    fill();
    document.addEventListener('click', fill);
    document.addEventListener('mousemove', (event) => {
      fill();
      tell('pointer', { x: event.clientX, y: event.clientY });
    });
    document.addEventListener('mouseleave', () => tell('pointer-left'));
    document.addEventListener('focusin', (event) => {
      if (event.target === document.body || takesFocus.has(event.target.tagName)) return;
      event.target.blur();
      tell('focus-back');
    });
  }

  document.addEventListener('DOMContentLoaded', () => {
    if (overlay) behaveAsOverlay();
    tell('loaded');
  });
})();
