// How fast ballots come in, from the sums that were seen at some times. Between two of them they are taken to have come
// evenly.

export interface Seen {
  at: number; // milliseconds since 1970
  ballots: number; // all until then
}

export interface CurveTimes {
  from: number;
  bucketMilliseconds: number;
}

const MOST_SEEN = 720;

// Keeps the sums in order of time, and for a long vote only every second of the older ones.
export function alsoSeen(seen: readonly Seen[], at: number, ballots: number): Seen[] {
  const last = seen.at(-1);
  if (last && at <= last.at) return [...seen.slice(0, -1), { at: last.at, ballots }];
  const all = [...seen, { at, ballots }];
  return all.length <= MOST_SEEN ? all : all.filter((_, place) => place % 2 === 0 || place > MOST_SEEN / 2);
}

export function ballotsUntil(seen: readonly Seen[], at: number): number {
  const later = seen.findIndex((point) => point.at >= at);
  if (later === -1) return seen.at(-1)?.ballots ?? 0;
  const after = seen[later] as Seen;
  const before = seen[later - 1];
  if (!before) return after.at === at ? after.ballots : 0;
  const part = (at - before.at) / (after.at - before.at);
  return before.ballots + part * (after.ballots - before.ballots);
}

// What a curve of the history tells, as sums at some times.
export function seenOf(curve: CurveTimes, ballots: readonly number[], from: number, to: number): Seen[] {
  const ends = ballots.map((sum, place) => ({
    at: Math.min(curve.from + (place + 1) * curve.bucketMilliseconds, to),
    ballots: sum,
  }));
  return [{ at: from, ballots: 0 }, ...ends.filter(({ at }, place) => at > (ends[place - 1]?.at ?? from))];
}

export interface Bar {
  from: number;
  to: number;
  perMinute: number;
}

const MINUTE = 60_000;
// Widths that people can read; the narrowest with which there are not too many bars.
const WIDTHS = [2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000];

export function bars(seen: readonly Seen[], from: number, to: number, most = 24): Bar[] {
  const length = Math.max(to - from, 1);
  const width = WIDTHS.find((candidate) => length / candidate <= most) ?? length / most;
  return Array.from({ length: Math.max(1, Math.ceil(length / width)) }, (_, place) => {
    const begin = from + place * width;
    const end = Math.min(begin + width, to);
    const came = ballotsUntil(seen, end) - ballotsUntil(seen, begin);
    // The last one has only begun: what it holds counts for the time that it has had, but not for less than a second.
    return { from: begin, to: end, perMinute: (Math.max(came, 0) * MINUTE) / Math.max(end - begin, 1000) };
  });
}

// Of the last minute, or of the whole vote while it is younger than that.
export function ballotsAMinute(seen: readonly Seen[], from: number, now: number): number {
  const since = Math.max(from, now - MINUTE);
  const length = Math.max(now - since, 1000);
  return Math.round(((ballotsUntil(seen, now) - ballotsUntil(seen, since)) * MINUTE) / length);
}
