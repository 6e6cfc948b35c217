// What a screen reader is told without being asked: a vote opens, half a minute is left, what became of the own ballot,
// the result. Never a count, never a second.
import { shipName } from '../ships/ship';
import type { ViewerSession } from './session.svelte';
import { resultOf } from './standing';
import { troubleText } from './words';

const HALF_MINUTE = 30;
const TOO_LATE = 25;

export class Announcements {
  text = $state('');
  #opened: number | null = null;
  #warned: number | null = null;
  #decided: number | null = null;
  #lastStep = '';

  // To be called from an effect: what it reads decides when it runs again.
  follow(session: ViewerSession): void {
    if (!session.texts.settled) return;
    // All are asked whether they have news, or what they read would not call again.
    const news = [this.#stage(session), this.#ballot(session), this.#halfMinute(session)].filter(Boolean);
    if (news.length > 0) this.text = news.join(' ');
  }

  #ballot({ ballot, stage, texts, fleet }: ViewerSession): string | null {
    const { state } = ballot;
    const trouble = troubleText(texts, state, stage.show.phase === 'result');
    const step = JSON.stringify([state, trouble]);
    if (step === this.#lastStep || (state.step === 'counted' && !fleet.settled)) return null;
    this.#lastStep = step;
    if (state.step === 'sending') return texts.t('ballot.sending');
    if (state.step === 'counted') {
      return texts.t('ballot.counted', { ship: shipName(fleet.ship(state.ship), texts) });
    }
    return trouble;
  }

  #stage({ stage, texts, fleet }: ViewerSession): string | null {
    const { show } = stage;
    if (show.phase === 'open' && show.vote.id !== this.#opened) {
      this.#opened = show.vote.id;
      return texts.t('announce.opened', { count: show.vote.ships.length });
    }
    if (show.phase !== 'result' || show.vote.id === this.#decided) return null;
    const result = resultOf(show.vote);
    if (result && !fleet.settled) return null;
    this.#decided = show.vote.id;
    if (!result) return texts.t('result.no_ballots');
    const ship = shipName(fleet.ship(result.ship), texts);
    return texts.t('announce.winner', { ship, percent: texts.percent(result.share) });
  }

  #halfMinute({ stage, countdown, texts }: ViewerSession): string | null {
    const { show } = stage;
    const { seconds } = countdown;
    if (show.phase !== 'open' || seconds === null || seconds > HALF_MINUTE || seconds < TOO_LATE) return null;
    if (this.#warned === show.vote.id) return null;
    this.#warned = show.vote.id;
    return texts.t('announce.half_minute');
  }
}
