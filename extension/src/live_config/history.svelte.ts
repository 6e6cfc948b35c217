// All closed votes, page by page; found by the names of their ships; one of them in full.
import type { Answer, Refusal } from '../api/answer';
import type { ExportFormat, HistoryEntry, HistoryPage, VoteStory } from '../api/history';
import { type Timing, systemTiming } from '../timing';

export interface HistoryServer {
  page(count: number, search: string, before: number | null, signal: AbortSignal): Promise<Answer<HistoryPage>>;
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

  // The vote that is looked at; its story follows.
  selected = $state<number | null>(null);
  story = $state.raw<VoteStory | null>(null);
  storyRefusal = $state.raw<Refusal | null>(null);

  readonly #server: HistoryServer;
  readonly #timing: Timing;
  #asking = new AbortController();
  #reading = new AbortController();
  #callOff: (() => void) | undefined;

  constructor(server: HistoryServer, timing: Timing = systemTiming) {
    this.#server = server;
    this.#timing = timing;
  }

  // The newest page, anew.
  load(): Promise<void> {
    return this.#load(null);
  }

  loadMore(): Promise<void> {
    return this.next !== null && !this.loading ? this.#load(this.next) : Promise.resolve();
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
    const answer = await this.#server.page(PAGE, this.search.trim(), before, asking.signal);
    if (asking.signal.aborted) return;
    this.loading = false;
    if (!answer.ok) {
      this.refusal = answer.refusal;
      return;
    }
    this.refusal = null;
    this.known = true;
    const { entries, next } = answer.value;
    this.entries = before === null ? entries : [...this.entries, ...entries];
    this.next = next;
  }
}
