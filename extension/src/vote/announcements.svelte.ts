// What a screen reader is told without being asked: a vote opens, half a minute is left, what became of the own ballot,
// the result. Never a count, never a second.
import type { ViewerSession } from './session.svelte';
import { resultOf } from './standing';
import { troubleText } from './words';

const HALF_MINUTE = 30;

export class Announcements {
  text = $state('');
  #opened: number | null = null;
  #warned: number | null = null;
  #decided: number | null = null;
  #lastStep = '';

  // To be called from an effect: what it reads decides when it runs again.
  follow(session: ViewerSession): void {
    const news = this.#ballot(session) ?? this.#stage(session) ?? this.#halfMinute(session);
    if (news !== null) this.text = news;
  }

  #ballot({ ballot, texts, fleet }: ViewerSession): string | null {
    const { state } = ballot;
    const step = JSON.stringify(state);
    if (step === this.#lastStep) return null;
    this.#lastStep = step;
    if (state.step === 'sending') return texts.t('ballot.sending');
    if (state.step === 'counted') {
      return texts.t('ballot.counted', { ship: fleet.ship(state.ship).name || texts.t('ship.new') });
    }
    return troubleText(texts, state);
  }

  #stage({ stage, texts, fleet }: ViewerSession): string | null {
    const { show } = stage;
    if (show.phase === 'open' && show.vote.id !== this.#opened) {
      this.#opened = show.vote.id;
      return texts.t('announce.opened', { count: show.vote.ships.length });
    }
    if (show.phase !== 'result' || show.vote.id === this.#decided) return null;
    this.#decided = show.vote.id;
    const result = resultOf(show.vote);
    if (!result) return texts.t('result.no_ballots');
    const ship = fleet.ship(result.ship).name || texts.t('ship.new');
    return texts.t('announce.winner', { ship, percent: texts.percent(result.share) });
  }

  #halfMinute({ stage, countdown, texts }: ViewerSession): string | null {
    const { show } = stage;
    const { seconds } = countdown;
    if (show.phase !== 'open' || seconds === null || seconds > HALF_MINUTE || seconds === 0) return null;
    if (this.#warned === show.vote.id) return null;
    this.#warned = show.vote.id;
    return texts.t('announce.half_minute');
  }
}
