// Votes for the tests of this folder.
import type { Vote } from '../live/state';

export const OPENED = Date.UTC(2026, 10, 23, 12);

export const openVote = (part: Partial<Vote> = {}): Vote => ({
  id: 12,
  state: 'open',
  visibility: 'live',
  change_allowed: false,
  opened_at: OPENED,
  ends_at: OPENED + 300_000,
  closed_at: null,
  close_reason: null,
  ships: [3, 5, 8],
  counts: [0, 0, 0],
  leftover: 0,
  ballots: 0,
  winner: null,
  ...part,
});

export const closedVote = (part: Partial<Vote> = {}): Vote =>
  openVote({
    state: 'closed',
    closed_at: OPENED + 300_000,
    close_reason: 'scheduled',
    counts: [4, 1, 0],
    ballots: 5,
    winner: { ship: 3, ballots: 4, tied: [] },
    ...part,
  });
