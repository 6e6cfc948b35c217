// Which words tell a viewer what became of a ballot, and whether trying again may help.
import type { ViewerTexts } from '../texts/viewer';
import type { BallotState } from './ballot.svelte';

const FINAL = ['vote_closed', 'already_voted', 'ship_not_on_vote', 'login_required'];

export const mayRetry = (state: BallotState): boolean =>
  state.step === 'unknown' || (state.step === 'refused' && !FINAL.includes(state.code));

// Nothing that this viewer does would be counted.
export const isOver = (state: BallotState): boolean =>
  state.step === 'refused' && ['vote_closed', 'login_required', 'already_voted'].includes(state.code);

const SAME: Record<string, string> = { no_token: 'unauthorized', storage_failed: 'overloaded' };

// `over`: the vote has its result, and nobody can try again.
export function troubleText(texts: ViewerTexts, state: BallotState, over = false): string | null {
  if (state.step === 'unknown') {
    return texts.t(over ? 'unknown.over' : state.before === null ? 'unknown.offline' : 'unknown.change');
  }
  if (state.step !== 'refused') return null;
  const key = `refused.${over && mayRetry(state) ? 'vote_closed' : (SAME[state.code] ?? state.code)}`;
  return texts.t(texts.has(key) ? (key as 'refused.other') : 'refused.other');
}
