import { describe, expect, it } from 'vitest';
import { StandingTime } from '../timing';
import { Countdown, ServerClock, clockFace } from './clock.svelte';

describe("the server's clock", () => {
  it('is the own one until something is told', () => {
    const timing = new StandingTime();
    expect(new ServerClock(timing).now()).toBe(timing.now());
  });

  it('is believed by the message that was quickest', () => {
    const timing = new StandingTime();
    const clock = new ServerClock(timing);
    clock.heardMessage(timing.now() - 65_000); // 5 s on its way, and our clock a minute ahead
    clock.heardMessage(timing.now() - 60_200);
    expect(clock.now()).toBe(timing.now() - 60_200);
  });

  it('is not set back by a segment of yesterday', () => {
    const timing = new StandingTime();
    const clock = new ServerClock(timing);
    clock.readSegment(timing.now() - 86_400_000);
    expect(clock.now()).toBe(timing.now());
    clock.readSegment(timing.now() + 5_000);
    expect(clock.now()).toBe(timing.now() + 5_000);
    expect(clock.isSet).toBe(false);
  });

  it.each([600_000, -600_000])('is learned anew where the own one was set by %i ms', (jump) => {
    const timing = new StandingTime();
    const clock = new ServerClock(timing);
    const server = timing.now();
    clock.heardMessage(server);
    timing.pass(jump);
    clock.heardMessage(server + 1_000);
    expect(clock.now()).toBe(server + 1_000);
    expect(clock.isSet).toBe(true);
  });
});

describe('the countdown', () => {
  const set = (left: number | null, watched = true) => {
    const timing = new StandingTime();
    const countdown = new Countdown(new ServerClock(timing), timing);
    countdown.until(left === null ? null : timing.now() + left, watched);
    return { timing, countdown };
  };

  it('counts whole seconds down to zero and then rests', () => {
    const { timing, countdown } = set(2_400);
    const seen = [countdown.seconds];
    for (let step = 0; step < 3; step++) {
      timing.pass(1_000);
      seen.push(countdown.seconds);
    }
    expect(seen).toEqual([3, 2, 1, 0]);
    expect(timing.waiting).toBe(0);
  });

  it('is not over by a clock that may be fast', () => {
    const timing = new StandingTime();
    const clock = new ServerClock(timing);
    const countdown = new Countdown(clock, timing);
    const end = timing.now() - 300_000;
    countdown.until(end, true);
    expect(countdown).toMatchObject({ seconds: 0, isOver: false });
    clock.heardMessage(end - 60_000);
    countdown.until(end, true);
    expect(countdown).toMatchObject({ seconds: 60, isOver: false });
    timing.pass(60_000);
    expect(countdown).toMatchObject({ seconds: 0, isOver: true });
  });

  it('does nothing while nobody looks, or where there is no end', () => {
    expect(set(60_000, false).timing.waiting).toBe(0);
    expect(set(null).timing.waiting).toBe(0);
    expect(set(null).countdown.seconds).toBeNull();
  });

  it('turns to a new end', () => {
    const { timing, countdown } = set(1_000);
    countdown.until(timing.now() + 61_000, true);
    timing.pass(1_000);
    expect(countdown.seconds).toBe(60);
    countdown.stop();
    expect(timing.waiting).toBe(0);
  });
});

it.each([
  [0, '0:00'],
  [9, '0:09'],
  [247, '4:07'],
  [3_723, '1:02:03'],
])('%i seconds read %s', (seconds, face) => expect(clockFace(seconds)).toBe(face));
