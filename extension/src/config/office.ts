// What the config page works with, for as long as it is open.
import type { StreamerSession } from '../streamer/session.svelte';
import { Feedback } from '../streamer/settings/feedback.svelte';
import { AccountCheck } from './account_check.svelte';
import { Garage } from './garage.svelte';
import { HandPick } from './hand_pick.svelte';

export class Office {
  readonly check: AccountCheck;
  readonly garage: Garage;
  readonly feedback: Feedback;
  readonly handPick: HandPick;

  constructor({ own, settings, ship, timing }: StreamerSession) {
    this.check = new AccountCheck((name, realm, signal) => settings.lookUp(name, realm, signal), timing);
    this.garage = new Garage(own, ship);
    this.handPick = new HandPick(() => settings.votableShips(), ship);
    this.feedback = new Feedback((message) => settings.giveFeedback(message));
  }
}
