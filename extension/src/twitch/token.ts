// What the token that Twitch gave us says. Only to know what to offer: the server checks the token itself.

export type Role = 'viewer' | 'moderator' | 'broadcaster' | 'external';
const ROLES: readonly Role[] = ['viewer', 'moderator', 'broadcaster', 'external'];

export interface Auth {
  channelId: string;
  token: string;
  opaqueId: string;
  role: Role;
  // Without a Twitch account the opaque id begins with "A" and is another one after every reload.
  loggedIn: boolean;
}

export function readAuth(told: { channelId?: unknown; token?: unknown; userId?: unknown }): Auth | null {
  if (typeof told?.token !== 'string' || typeof told.channelId !== 'string') return null;
  const claims = readClaims(told.token);
  const opaqueId = firstText(claims.opaque_user_id, told.userId);
  return {
    channelId: told.channelId,
    token: told.token,
    opaqueId,
    role: ROLES.find((role) => role === claims.role) ?? 'viewer',
    loggedIn: opaqueId.startsWith('U'),
  };
}

const firstText = (...values: unknown[]): string =>
  values.find((value): value is string => typeof value === 'string') ?? '';

function readClaims(token: string): Record<string, unknown> {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const claims: unknown = JSON.parse(atob(payload));
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
