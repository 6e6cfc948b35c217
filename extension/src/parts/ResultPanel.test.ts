import { cleanup, render, screen } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';
import { NOON, closedVote, sampleVote } from '../live/sample_states';
import { unknownShip } from '../ships/ship';
import { viewerTexts } from '../texts/viewer';
import ResultPanel from './ResultPanel.svelte';

afterEach(cleanup);

it('calls ships as it is told, the others of a tie too', () => {
  const open = sampleVote({ counts: [3, 3, 0] });
  const [first, second] = open.ships as [number, number];
  const vote = { ...closedVote(open, NOON), winner: { ship: first, ballots: 3, tied: [first, second] } };
  const names = new Map([
    [first, 'Prototype'],
    [second, 'Testbed'],
  ]);
  const ship = (id: number) => ({ ...unknownShip(id), name: names.get(id) ?? '' });
  render(ResultPanel, { vote, own: null, ship, texts: viewerTexts() });
  expect(screen.getByText('Prototype')).toBeTruthy();
  expect(screen.getByText(/Testbed/)).toBeTruthy();
});

it('names the tier of a supership, which has no number', () => {
  const vote = closedVote(sampleVote({ counts: [3, 0, 0] }), NOON);
  const ship = (id: number) => ({ ...unknownShip(id), name: 'Satsuma', tier: 11 });
  render(ResultPanel, { vote, own: null, ship, texts: viewerTexts() });
  expect(screen.getByText('Supership')).toBeTruthy();
});
