// What a streamer does with votes.
import type { Visibility, Vote } from '../live/state';
import type { Answer } from './answer';
import type { Client } from './client';
import { type Fields, type Wire, readList } from './reading';
import { readVote } from './vote';

const MOST_LISTED = 50;

const readVoteAnswer = (answer: Fields): Vote => readVote(answer.data);

export interface NewVote {
  ships: number[];
  seconds: number | null; // how long it is open; null: until it is ended
  visibility: Visibility;
  changeAllowed: boolean;
}

export class VoteCalls {
  readonly #client: Client;
  readonly #channel: () => string;

  constructor(client: Client, channel: () => string) {
    this.#client = client;
    this.#channel = channel;
  }

  get #path(): string {
    return `/api/channels/${this.#channel()}/votes`;
  }

  // The open vote, or null where none is open.
  open(signal?: AbortSignal): Promise<Answer<Vote | null>> {
    return this.#client.call({
      method: 'GET',
      path: `${this.#path}?status=open`,
      read: (answer) => readList(answer.data, 'votes', readVote)[0] ?? null,
      signal,
    });
  }

  // The five last closed, the newest last.
  closed(signal?: AbortSignal): Promise<Answer<Vote[]>> {
    return this.#client.call({
      method: 'GET',
      path: `${this.#path}?status=closed`,
      read: (answer) => readList(answer.data, 'votes', readVote, MOST_LISTED),
      signal,
    });
  }

  show(id: number, signal?: AbortSignal): Promise<Answer<Vote>> {
    return this.#client.call({
      method: 'GET',
      path: `${this.#path}/${id}`,
      read: readVoteAnswer,
      signal,
    });
  }

  start(vote: NewVote): Promise<Answer<Vote>> {
    const body = {
      vote: {
        ships: vote.ships,
        status: 'open',
        duration_seconds: vote.seconds,
        visibility: vote.visibility,
        change_allowed: vote.changeAllowed,
      },
    } satisfies Wire['OpenVoteRequest'];
    return this.#client.call({ method: 'POST', path: this.#path, body, to: 'api', read: readVoteAnswer });
  }

  close(id: number): Promise<Answer<Vote>> {
    const body: Wire['CloseVoteRequest'] = { status: 'closed' };
    const path = `${this.#path}/${id}/status`;
    return this.#client.call({ method: 'PATCH', path, body, to: 'api', read: readVoteAnswer });
  }

  // From where the end is, or from now where there is none.
  extend(id: number, seconds: number): Promise<Answer<Vote>> {
    const body: Wire['MoveVoteEndRequest'] = { extend_seconds: seconds };
    return this.#client.call({ method: 'PATCH', path: `${this.#path}/${id}`, body, read: readVoteAnswer });
  }
}
