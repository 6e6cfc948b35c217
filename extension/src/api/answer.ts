// What every call to the server comes back as: refusals are values, since each of them is something to tell a person.

// The server's own codes are in docs/openapi.yaml; these are the client's.
export type ClientCode =
  | 'offline' // nothing answered
  | 'timeout' // no answer in time; what was asked may have been done all the same
  | 'unreadable' // an answer that is none of ours
  | 'no_token' // Twitch has not told yet who we are
  | 'aborted'; // we gave it up ourselves

export interface Refusal {
  code: string;
  message: string;
  // The HTTP status; 0 where there was no answer.
  status: number;
}

export type Answer<Value> = { ok: true; value: Value } | { ok: false; refusal: Refusal };

export const done = <Value>(value: Value): Answer<Value> => ({ ok: true, value });

export function refused(code: ClientCode | string, message = '', status = 0): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { code, message, status } };
}

const NOT_KNOWN = ['offline', 'timeout', 'unreadable', 'outcome_unknown'];

// Whether the server may have done what was asked although we do not know it; the last of these is its own word.
export const mayHaveHappened = (refusal: Refusal): boolean => NOT_KNOWN.includes(refusal.code);
