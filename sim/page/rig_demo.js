// The demonstration: a channel with an account, a vote of half a minute, and an audience that votes. Everything in it is
// a real call to the real server; whoever opens votes in the live config meets the same audience.
import { call } from './rig_calls.js';

const byId = (id) => document.getElementById(id);

const ACCOUNT = 'SeaCaptain';
const REALM = 'eu';
const SHIPS = 6;
const SECONDS = 30;
const STARTS_AFTER_SECONDS = 6;
const LOOK_EVERY_MS = 1000;
// Ships that people know are nicer to choose from than any six.
const KNOWN =
  /^(Yamato|Bismarck|Iowa|Tirpitz|Des Moines|Hindenburg|Shimakaze|Belfast|Enterprise|Midway|Gearing|Zao|Warspite|Scharnhorst|Missouri|Richelieu|Harugumo|Hakuryū|Moskva|Kléber|Minotaur|Jean Bart|Atlanta|Fletcher)$/;

const LARGEST_AUDIENCE = 10_000;
const CROWD_STRETCH_SECONDS = 3; // the slider takes effect at the next stretch
const AUDIENCE_VOTES_WITHIN_SECONDS = 20;

const STREAMER_PAGES = ['live_config', 'config'];

const pause = (milliseconds) =>
  new Promise((done) => {
    setTimeout(done, milliseconds);
  });

const drawn = (list, count) => {
  const rest = [...list];
  const taken = [];
  while (taken.length < count && rest.length > 0)
    taken.push(...rest.splice(Math.floor(Math.random() * rest.length), 1));
  return taken;
};

// The slider's hundred steps from none over a few to ten thousand.
export const audienceOf = (step) =>
  step === 0 ? 0 : Math.round(Number((LARGEST_AUDIENCE ** (step / 100)).toPrecision(2)));

const clockFace = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

const stepOf = (audience) => (audience < 1 ? 0 : Math.round((100 * Math.log(audience)) / Math.log(LARGEST_AUDIENCE)));

export class Demo {
  #channel;
  #rig;
  #startsByItself;
  #ships = [];
  #names = new Map();
  #vote = null;
  #sent = 0;
  #result = '';

  // `audience`: how many there are at the start; null: as the slider stands.
  constructor(channel, { startsByItself, audience, rig }) {
    this.#channel = channel;
    this.#rig = rig;
    this.#startsByItself = startsByItself;
    if (audience !== null) byId('audience').value = String(stepOf(audience));
    byId('demo').addEventListener('click', () => this.#press());
    byId('audience').addEventListener('input', () => this.#showAudience());
    // Who touches the streamer's views wants to open a vote, not to be shown one.
    window.addEventListener('blur', () => {
      if (STREAMER_PAGES.includes(document.activeElement?.name)) this.#startsByItself = false;
    });
    this.#showAudience();
  }

  // ---- the channel

  async prepare() {
    try {
      this.#say(`Setting up ${ACCOUNT}’s channel…`);
      let settings = await this.#channel.settings();
      if (!settings && this.#startsByItself) {
        await this.#channel.setUp(ACCOUNT, REALM);
        settings = await this.#channel.settings();
      }
      this.#learn(settings);
      this.#say('');
    } catch (error) {
      this.#say(`The channel could not be set up: ${error.message}`);
    }
  }

  #learn(settings) {
    this.#ships = (settings?.ships ?? []).filter((ship) => ship.enabled !== false && ship.votable !== false);
    for (const ship of this.#ships) this.#names.set(ship.id, ship.name);
  }

  #chosenShips() {
    const known = drawn(
      this.#ships.filter((ship) => KNOWN.test(ship.name)),
      SHIPS,
    );
    const others = this.#ships.filter((ship) => ship.tier >= 6 && !known.includes(ship));
    return [...known, ...drawn(others.length > 0 ? others : this.#ships, SHIPS - known.length)].map((ship) => ship.id);
  }

  // ---- the vote

  async run() {
    const begins = Date.now() + STARTS_AFTER_SECONDS * 1000;
    for (;;) {
      await this.#look();
      const left = Math.ceil((begins - Date.now()) / 1000);
      if (this.#vote) this.#startsByItself = false;
      if (this.#startsByItself && left <= 0) await this.#press();
      this.#show(left);
      await this.#sendAudience().catch((error) => this.#say(`The audience could not vote: ${error.message}`));
      await pause(LOOK_EVERY_MS);
    }
  }

  async #press() {
    this.#startsByItself = false;
    byId('demo').disabled = true;
    try {
      if (this.#vote) {
        await this.#channel.close(this.#vote.id);
      } else {
        if (this.#ships.length === 0) {
          this.#learn((await this.#channel.settings()) ?? (await this.#channel.setUp(ACCOUNT, REALM)));
        }
        await this.#channel.open(this.#chosenShips(), SECONDS);
      }
      await this.#look();
      this.#show(0);
    } catch (error) {
      this.#say(error.message);
    }
    byId('demo').disabled = false;
  }

  async #look() {
    let open = null;
    try {
      open = await this.#channel.openVote();
    } catch {
      return; // the lamp tells
    }
    if (open && open.id !== this.#vote?.id) {
      this.#sent = 0;
      this.#result = '';
    }
    const before = this.#vote;
    this.#vote = open;
    if (before && before.id !== open?.id) await this.#tellResult(before.id);
  }

  async #tellResult(id) {
    try {
      const vote = await this.#channel.vote(id);
      const total = Object.values(vote.votes ?? {}).reduce((sum, count) => sum + count, 0);
      const ship = vote.winner?.ship_id;
      const name = this.#names.get(ship) ?? (ship ? `Ship ${ship}` : '');
      const share = total > 0 && ship ? Math.round((100 * (vote.votes[ship] ?? 0)) / total) : 0;
      this.#result = name
        ? `${name} won with ${share} % of ${total.toLocaleString('en')} ballots.`
        : 'The vote closed without a ballot.';
    } catch {
      this.#result = 'The vote is closed.';
    }
  }

  #show(secondsToStart) {
    const button = byId('demo');
    button.disabled = false;
    button.textContent = this.#vote ? 'Close the vote now' : 'Start a demo vote';
    button.classList.toggle('primary', !this.#vote);
    if (this.#vote) {
      const left = Math.max(0, Math.ceil((Date.parse(this.#vote.ends_at ?? '') - Date.now()) / 1000));
      this.#say(
        this.#vote.ends_at
          ? `A vote is open, ${clockFace(left)} left: pick a ship yourself.`
          : 'A vote is open: pick a ship yourself.',
      );
    } else if (this.#result) this.#say(this.#result);
    else if (this.#startsByItself) this.#say(`Starts by itself in ${Math.max(0, secondsToStart)} s`);
    else this.#say('Opens a vote of half a minute on six ships');
  }

  #say(words) {
    const place = byId('demo-word');
    if (place.textContent !== words) place.textContent = words;
  }

  // ---- the audience

  get #audience() {
    return audienceOf(Number(byId('audience').value));
  }

  #showAudience() {
    const text = this.#audience.toLocaleString('en');
    byId('audience-output').textContent = text;
    byId('audience').setAttribute('aria-valuetext', text);
    byId('watching').textContent = text;
  }

  // Viewers have numbers, so that a page that is loaded again sends the same people, who have voted already.
  async #sendAudience() {
    const vote = this.#vote;
    const missing = this.#audience - this.#sent;
    if (!vote || missing <= 0) return;
    const perSecond = Math.max(2, Math.ceil(this.#audience / AUDIENCE_VOTES_WITHIN_SECONDS));
    const viewers = Math.min(missing, perSecond * CROWD_STRETCH_SECONDS);
    const body = {
      channel_id: this.#rig.channelId,
      vote_id: vote.id,
      ships: vote.ships,
      viewers,
      first_viewer: (vote.id % 3000) * 1_000_000 + 1 + this.#sent,
      per_second: perSecond,
      connections: 8,
    };
    if ((await call('/control/crowd')).running) return;
    await call('/control/crowd', { method: 'POST', body });
    this.#sent += viewers;
  }
}
