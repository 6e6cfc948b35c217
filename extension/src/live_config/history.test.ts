import { describe, expect, it } from 'vitest';
import { type Answer, done, refused } from '../api/answer';
import type { HistoryPage, HistorySearch, VoteStory } from '../api/history';
import { StandingTime } from '../timing';
import { History } from './history.svelte';
import { closedVote } from './sample_votes';

const settled = () => new Promise((resolve) => setTimeout(resolve));
const page = (ids: number[], next: number | null = null) => {
  const entries = ids.map((id) => ({ id, openedAt: 0, shipCount: 3, ballots: 5, winner: null }));
  return done({ entries, next });
};
const curve = { from: 0, bucketMilliseconds: 1000, ships: [], ballots: [5] };

function begin(...pages: Answer<HistoryPage>[]) {
  const asked: { search: HistorySearch; before: number | null; signal: AbortSignal }[] = [];
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
    (name) => (name === '大和' ? [7, 9] : []),
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
    expect(asked.map(({ search }) => search.name)).toEqual(['', 'yam']);
    expect(asked[0]?.signal.aborted).toBe(true);
    expect(history.entries.map(({ id }) => id)).toEqual([3]);
  });

  it('asks for the ships that are called so here, page by page, whatever the server calls them', async () => {
    const { history, asked, timing } = begin(page([9], 7), page([5]));
    history.find('大和');
    timing.pass(350);
    await settled();
    await history.loadMore();
    expect(asked.map(({ search }) => search)).toEqual(Array(2).fill({ name: '大和', ships: [7, 9] }));
  });

  it('keeps what it has when the next page does not come', async () => {
    const { history } = begin(page([9], 7), refused('timeout'));
    await history.load();
    await history.loadMore();
    expect(history).toMatchObject({ next: 7, refusal: { code: 'timeout' }, loading: false });
    expect(history.entries).toHaveLength(1);
  });

  it('asks for the page that did not come once more, and drops nothing', async () => {
    const { history, asked } = begin(page([9, 8], 7), refused('timeout'), page([5]));
    await history.load();
    await history.loadMore();
    expect(history.moreFailed).toBe(true);
    await history.again();
    expect(asked.map(({ before }) => before)).toEqual([null, 7, 7]);
    expect(history.entries.map(({ id }) => id)).toEqual([9, 8, 5]);
    expect(history).toMatchObject({ refusal: null, moreFailed: false, next: null });
  });

  it('asks for the first page once more where that did not come', async () => {
    const { history, asked } = begin(refused('timeout'), page([9]));
    await history.load();
    expect(history).toMatchObject({ moreFailed: false, refusal: { code: 'timeout' }, known: false });
    await history.again();
    expect(asked.map(({ before }) => before)).toEqual([null, null]);
    expect(history.entries).toHaveLength(1);
  });

  it('puts newer votes above the pages that are shown', async () => {
    const { history } = begin(page([9, 8], 7), page([5], 3), page([10, 9], 8));
    await history.load();
    await history.loadMore();
    await history.load();
    expect(history.entries.map(({ id }) => id)).toEqual([10, 9, 8, 5]);
    expect(history.next).toBe(3);
  });

  it('begins anew where the newest page does not reach those that are shown, or another search does', async () => {
    const { history, timing } = begin(page([5], 3), page([10, 9], 8), page([9, 5], 2));
    await history.load();
    await history.load();
    expect(history.entries.map(({ id }) => id)).toEqual([10, 9]);
    history.find('yam');
    timing.pass(350);
    await settled();
    expect(history.entries.map(({ id }) => id)).toEqual([9, 5]);
    expect(history.next).toBe(2);
  });

  it('asks for no further page of another search than it shows', async () => {
    const { history, asked } = begin(page([9], 7), page([5]));
    await history.load();
    history.find('yam');
    await history.loadMore();
    expect(asked.map(({ search, before }) => [search.name, before])).toEqual([
      ['', null],
      ['yam', null],
    ]);
    expect(history.entries.map(({ id }) => id)).toEqual([5]);
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
