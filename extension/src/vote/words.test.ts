import { describe, expect, it } from 'vitest';
import { viewerTexts } from '../texts/viewer';
import type { BallotState } from './ballot.svelte';
import { troubleText } from './words';

const texts = viewerTexts();
const told = (state: BallotState, over = false) => troubleText(texts, state, over);
const refused = (code: string): BallotState => ({ step: 'refused', ship: 7, code, before: null });
const unknown = (before: number | null): BallotState => ({ step: 'unknown', ship: 7, code: 'timeout', before });

describe('what became of a ballot', () => {
  it('is no trouble where it counts or is on its way', () => {
    expect(told({ step: 'none' })).toBeNull();
    expect(told({ step: 'counted', ship: 7 })).toBeNull();
    expect(told({ step: 'sending', ship: 7, before: 8 })).toBeNull();
  });

  it('without an answer is told of a change as of a first one', () => {
    expect(told(unknown(null))).toBe(texts.t('unknown.offline'));
    expect(told(unknown(8))).toBe(texts.t('unknown.change'));
  });

  it('is told by what the server says', () => {
    expect(told(refused('storage_failed'))).toBe(texts.t('refused.overloaded'));
    expect(told(refused('whatever'))).toBe(texts.t('refused.other'));
  });

  it('bids nobody try again when the vote is over', () => {
    expect(told(unknown(8), true)).toBe(texts.t('unknown.over'));
    expect(told(refused('overloaded'), true)).toBe(texts.t('refused.vote_closed'));
    expect(told(refused('already_voted'), true)).toBe(texts.t('refused.already_voted'));
  });
});
