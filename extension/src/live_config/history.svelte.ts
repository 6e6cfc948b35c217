// All closed votes, page by page; found by the names of their ships; one of them in full.
import type { Answer, Refusal } from '../api/answer';
import type { ExportFormat, HistoryEntry, HistoryPage, HistorySearch, VoteStory } from '../api/history';
import { type Timing, systemTiming } from '../timing';

export interface HistoryServer {
  page(count: number, search: HistorySearch, before: number | null, signal: AbortSignal): Promise<Answer<HistoryPage>>;
  story(id: number, signal?: AbortSignal): Promise<Answer<VoteStory>>;
  exported(id: number | null, format: ExportFormat): Promise<Answer<string>>;
}

export const PAGE = 20;
const PAUSE = 350;

export class History {
  entries = $state.raw<HistoryEntry[]>([]);
  // What the next page is asked for with; null: there is none.
  next = $state<number | null>(null);
  search = $state('');
  loading = $state(false);
  // Whether anything has been asked and answered.
  known = $state(false);
  refusal = $state.raw<Refusal | null>(null);
  // Whether it was a further page that did not come.
  moreFailed = $state(false);

  // The vote that is looked at; its story follows.
  selected = $state<number | null>(null);
  story = $state.raw<VoteStory | null>(null);
  storyRefusal = $state.raw<Refusal | null>(null);

  readonly #server: HistoryServer;
  readonly #named: (name: string) => number[];
  readonly #timing: Timing;
  // What the entries were searched by.
  #listed = '';
  #asking = new AbortController();
  #reading = new AbortController();
  #callOff: (() => void) | undefined;

  // `named`: the ships whose names, as they are shown here, have that part; the server knows those of one language alone.
  constructor(server: HistoryServer, named: (name: string) => number[], timing: Timing = systemTiming) {
    this.#server = server;
    this.#named = named;
    this.#timing = timing;
  }

  // The newest page, anew; further pages that are shown stay.
  load(): Promise<void> {
    return this.#load(null);
  }

  loadMore(): Promise<void> {
    if (this.search.trim() !== this.#listed) return this.load();
    return this.next !== null && !this.loading ? this.#load(this.next) : Promise.resolve();
  }

  // What did not come, once more.
  again(): Promise<void> {
    return this.moreFailed ? this.loadMore() : this.load();
  }

  find(search: string): void {
    this.search = search;
    this.#callOff?.();
    this.#callOff = this.#timing.after(PAUSE, () => void this.load());
  }

  async select(id: number): Promise<void> {
    this.#reading.abort();
    const reading = new AbortController();
    this.#reading = reading;
    this.selected = id;
    this.story = null;
    this.storyRefusal = null;
    const answer = await this.#server.story(id, reading.signal);
    if (reading.signal.aborted) return;
    if (answer.ok) this.story = answer.value;
    else this.storyRefusal = answer.refusal;
  }

  leave(): void {
    this.#reading.abort();
    this.selected = null;
    this.story = null;
    this.storyRefusal = null;
  }

  exported(id: number | null, format: ExportFormat): Promise<Answer<string>> {
    return this.#server.exported(id, format);
  }

  stop(): void {
    this.#callOff?.();
    this.#asking.abort();
    this.#reading.abort();
  }

  async #load(before: number | null): Promise<void> {
    this.#callOff?.();
    this.#asking.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.loading = true;
    const name = this.search.trim();
    const search = { name, ships: name === '' ? [] : this.#named(name) };
    const answer = await this.#server.page(PAGE, search, before, asking.signal);
    if (asking.signal.aborted) return;
    this.loading = false;
    this.moreFailed = !answer.ok && before !== null;
    this.refusal = answer.ok ? null : answer.refusal;
    if (!answer.ok) return;
    this.known = true;
    if (before === null) this.#putFirst(answer.value, name);
    else {
      this.entries = [...this.entries, ...answer.value.entries];
      this.next = answer.value.next;
    }
  }

  // What follows on the newest page has not changed, if it reaches that far.
  #putFirst({ entries, next }: HistoryPage, name: string): void {
    const end = entries.at(-1)?.id;
    const place = name === this.#listed ? this.entries.findIndex(({ id }) => id === end) : -1;
    const following = place === -1 ? [] : this.entries.slice(place + 1);
    this.#listed = name;
    this.entries = [...entries, ...following];
    if (following.length === 0) this.next = next;
  }
}
