import { describe, expect, it } from 'vitest';
import { type Answer, done, refused } from '../api/answer';
import type { HistoryPage, VoteStory } from '../api/history';
import { StandingTime } from '../timing';
import { History } from './history.svelte';
import { closedVote } from './sample_votes';

const settled = () => new Promise((resolve) => setTimeout(resolve));
const page = (ids: number[], next: number | null = null) => {
  const entries = ids.map((id) => ({ id, openedAt: 0, shipCount: 3, ballots: 5, leading: [], winner: null }));
  return done({ entries, next });
};
const curve = { from: 0, bucketMilliseconds: 1000, ships: [], ballots: [5] };

function begin(...pages: Answer<HistoryPage>[]) {
  const asked: { search: string; before: number | null; signal: AbortSignal }[] = [];
  const story: { answer: (answer: Answer<VoteStory>) => void } = { answer: () => {} };
  const timing = new StandingTime();
  const history = new History(
    {
      page: (_, search, before, signal) => {
        asked.push({ search, before, signal });
        return Promise.resolve(pages.shift() ?? refused('offline'));
      },
      story: () => new Promise((answer) => (story.answer = answer)),
      exported: () => Promise.resolve(done('')),
    },
    timing,
  );
  return { history, asked, timing, story };
}

describe('History', () => {
  it('goes on from the oldest that it has, until there are no more', async () => {
    const { history, asked } = begin(page([9, 8], 7), page([5]));
    await history.load();
    await history.loadMore();
    await history.loadMore();
    expect(history.entries.map(({ id }) => id)).toEqual([9, 8, 5]);
    expect(asked.map(({ before }) => before)).toEqual([null, 7]);
    expect(history).toMatchObject({ known: true, next: null, loading: false });
  });

  it('looks once the typing pauses, and calls off what was asked before', async () => {
    const { history, asked, timing } = begin(page([9]), page([3]));
    const first = history.load();
    history.find('ya');
    timing.pass(300);
    history.find('yam ');
    timing.pass(350);
    await first;
    await settled();
    expect(asked.map(({ search }) => search)).toEqual(['', 'yam']);
    expect(asked[0]?.signal.aborted).toBe(true);
    expect(history.entries.map(({ id }) => id)).toEqual([3]);
  });

  it('keeps what it has when the next page does not come', async () => {
    const { history } = begin(page([9], 7), refused('timeout'));
    await history.load();
    await history.loadMore();
    expect(history).toMatchObject({ next: 7, refusal: { code: 'timeout' }, loading: false });
    expect(history.entries).toHaveLength(1);
  });

  it('shows the story of the vote that is looked at, and of no other', async () => {
    const { history, story } = begin();
    const first = history.select(9);
    const answerFirst = story.answer;
    const second = history.select(8);
    answerFirst(done({ vote: closedVote({ id: 9 }), curve }));
    story.answer(done({ vote: closedVote({ id: 8 }), curve }));
    await Promise.all([first, second]);
    expect(history).toMatchObject({ selected: 8, story: { vote: { id: 8 } } });
    history.leave();
    expect(history).toMatchObject({ selected: null, story: null });
  });

  it('says why a story does not come', async () => {
    const { history, story } = begin();
    const reading = history.select(9);
    story.answer(refused('vote_not_found', '', 404));
    await reading;
    expect(history).toMatchObject({ story: null, storyRefusal: { code: 'vote_not_found' } });
  });
});
