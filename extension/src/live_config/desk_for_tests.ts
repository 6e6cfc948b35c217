// A streamer's desk with everything around it played by the test: Twitch, time, and a server that answers by path.
import type { Vote } from '../live/state';
import { type Reply, StreamerForTests, refusing } from '../streamer/streamer_for_tests';
import { Desk } from './desk.svelte';

const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());

export const GARAGE = [
  { id: 3, name: 'Yamato', nation: 'japan', type: 'Battleship', tier: 10 },
  { id: 5, name: 'Zaō', nation: 'japan', type: 'Cruiser', tier: 10 },
  { id: 8, name: 'Bismarck', nation: 'germany', type: 'Battleship', tier: 8 },
].map((ship) => ({ premium: false, enabled: true, votable: true, vanished: false, ...ship }));

// A vote as the server tells it.
export const onTheWire = (vote: Vote) => ({
  id: vote.id,
  channel_id: 4711,
  status: vote.state,
  ships: vote.ships,
  votes: Object.fromEntries(vote.ships.map((ship, place) => [ship, vote.counts[place]])),
  ballots: vote.ballots,
  visibility: vote.visibility,
  change_allowed: vote.change_allowed,
  ends_at: iso(vote.ends_at),
  closed_at: iso(vote.closed_at),
  close_reason: vote.close_reason,
  winner: vote.winner && { ship_id: vote.winner.ship, ballots: vote.winner.ballots, tied: [], rule: null },
  created_at: iso(vote.opened_at),
  updated_at: iso(vote.opened_at),
});

const CHANNEL = { id: 4711, wows_username: 'Captain', wows_realm: 'eu', overlay_position: 'top_left' };

export class DeskForTests extends StreamerForTests {
  readonly desk: Desk;
  // What was asked: "GET /votes?status=open", below the channel.
  asked: string[] = [];
  bodies: Record<string, unknown> = {};
  // Of the history's pages: what the next one is asked for with.
  next: number | null = null;
  // The data of the answer, a promise of it, or a refusal's code.
  answers: Record<string, unknown> = {
    'GET /settings': { ...CHANNEL, ships: GARAGE },
    'GET /votes?status=open': [],
    'GET /votes?status=closed': [],
    'GET /presets': [],
    'GET /history?count=20': [],
  };

  constructor() {
    super((...asked) => this.#answer(...asked), GARAGE);
    this.desk = new Desk(this.session);
  }

  // Twitch has told who looks, and the desk is laid.
  async begin(role = 'broadcaster'): Promise<void> {
    this.session.start(() => this.desk.console.heard());
    this.helper.authorize({ role });
    this.desk.begin();
    await this.happen();
  }

  stop(): void {
    this.desk.stop();
    this.session.stop();
  }

  async #answer(asked: string, body: unknown, search: string): Promise<Reply> {
    const path = asked.replace('/api/settings/channels/4711', '/settings').replace('/api/channels/4711', '');
    const key = path + search;
    this.asked.push(key);
    this.bodies[key] = body;
    const answer = (await this.answers[key]) ?? 'not_found';
    if (typeof answer === 'string') return refusing(404, answer);
    return { body: { ok: true, data: answer, next: this.next } };
  }
}
