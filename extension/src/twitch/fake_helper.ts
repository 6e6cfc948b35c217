// Twitch's helper as a test sees it: one callback of each kind, and nothing happens by itself.
import type { Helper, HelperContext, Listener } from './helper';

const base64 = (value: unknown) =>
  btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

export const sampleToken = (claims: Record<string, unknown> = {}): string =>
  `head.${base64({ channel_id: '4711', role: 'viewer', opaque_user_id: 'Uviewer', ...claims })}.sign`;

export class FakeHelper implements Helper {
  listeners: [string, Listener][] = [];
  #authorized?: Parameters<NonNullable<Helper['onAuthorized']>>[0];
  #context?: (context: HelperContext) => void;
  #visibility?: (visible: boolean, context?: HelperContext | null) => void;
  #error?: (error: unknown) => void;
  #changed?: () => void;

  configuration = {
    developer: undefined as { version?: string; content?: string } | undefined,
    onChanged: (call: () => void) => void (this.#changed = call),
  } as NonNullable<Helper['configuration']>;

  onAuthorized: NonNullable<Helper['onAuthorized']> = (call) => void (this.#authorized = call);
  onContext: NonNullable<Helper['onContext']> = (call) => void (this.#context = call);
  onVisibilityChanged: NonNullable<Helper['onVisibilityChanged']> = (call) => void (this.#visibility = call);
  onError: NonNullable<Helper['onError']> = (call) => void (this.#error = call);

  listen(target: string, listener: Listener): void {
    const known = this.listeners.some(([other, same]) => other === target && same === listener);
    if (!known) this.listeners.push([target, listener]);
  }

  unlisten(target: string, listener: Listener): void {
    this.listeners = this.listeners.filter(([other, same]) => other !== target || same !== listener);
  }

  authorize(claims: Record<string, unknown> = {}, token = sampleToken(claims)): void {
    this.#authorized?.({ channelId: '4711', token, userId: 'Uviewer' });
  }

  tell(context: HelperContext): void {
    this.#context?.(context);
  }

  show(visible: boolean): void {
    this.#visibility?.(visible, null);
  }

  fail(): void {
    this.#error?.(new Error('bind failed'));
  }

  configure(content: string): void {
    this.configuration.developer = { version: '1', content };
    this.#changed?.();
  }

  say(message: string): void {
    for (const [target, listener] of this.listeners) {
      if (target === 'broadcast') listener(target, 'application/json', message);
    }
  }
}
