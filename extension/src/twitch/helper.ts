// The part of window.Twitch.ext that we use. Everything may be missing, late, or of another type than promised.

export interface HelperAuth {
  channelId?: unknown;
  token?: unknown;
  userId?: unknown; // the opaque id
}

export type HelperContext = Record<string, unknown>;
export type Listener = (target: string, contentType: string, message: string) => void;

export interface Helper {
  onAuthorized?(call: (auth: HelperAuth) => void): void;
  onContext?(call: (context: HelperContext, changed?: string[]) => void): void;
  onVisibilityChanged?(call: (visible: boolean, context?: HelperContext | null) => void): void;
  onError?(call: (error: unknown) => void): void;
  listen?(target: string, listener: Listener): void;
  unlisten?(target: string, listener: Listener): void;
  configuration?: {
    developer?: { version?: string; content?: string };
    broadcaster?: { version?: string; content?: string };
    onChanged?(call: () => void): void;
  };
}

declare global {
  interface Window {
    Twitch?: { ext?: Helper };
  }
}

export const pageHelper = (): Helper | undefined => globalThis.window?.Twitch?.ext;
