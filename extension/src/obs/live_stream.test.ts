import { describe, expect, it } from 'vitest';
import { StandingTime } from '../timing';
import { type EventSourceLike, LiveStream } from './live_stream';

class Source implements EventSourceLike {
  readyState: 0 | 1 | 2 = 0;
  onopen: EventSource['onopen'] = null;
  onmessage: EventSource['onmessage'] = null;
  onerror: EventSource['onerror'] = null;
  closed = false;

  close(): void {
    this.closed = true;
    this.readyState = 2;
  }
  opens(): void {
    this.readyState = 1;
    this.onopen?.call(this as unknown as EventSource, new Event('open'));
  }
  says(data: string): void {
    this.onmessage?.call(this as unknown as EventSource, new MessageEvent('message', { data }));
  }
  fails({ forGood }: { forGood: boolean }): void {
    this.readyState = forGood ? 2 : 0;
    this.onerror?.call(this as unknown as EventSource, new Event('error'));
  }
}

function started() {
  const timing = new StandingTime();
  const sources: Source[] = [];
  const heard: string[] = [];
  const states: boolean[] = [];
  const stream = new LiveStream({
    address: '/live/1/k',
    heard: (message) => heard.push(message),
    connected: (connected) => states.push(connected),
    timing,
    random: () => 0.5,
    open: () => {
      const source = new Source();
      sources.push(source);
      return source;
    },
  });
  stream.start();
  return { timing, sources, heard, states, stream, last: () => sources.at(-1)! };
}

describe('the stream of live messages', () => {
  it('hands on what it hears', () => {
    const { last, heard, states } = started();
    last().opens();
    last().says('one');
    last().says('two');
    expect(heard).toEqual(['one', 'two']);
    expect(states).toEqual([true]);
  });

  it('leaves a lost connection to the browser', () => {
    const { last, sources, timing, states } = started();
    last().opens();
    last().fails({ forGood: false });
    timing.pass(30_000);
    expect(sources).toHaveLength(1);
    expect(states).toEqual([true, false]);
  });

  it('begins anew, ever more slowly, where the browser gave up', () => {
    const { last, sources, timing } = started();
    for (const pause of [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
      const before = sources.length;
      last().fails({ forGood: true });
      timing.pass(pause - 1);
      expect(sources).toHaveLength(before);
      timing.pass(1);
      expect(sources).toHaveLength(before + 1);
    }
    last().opens();
    last().fails({ forGood: true });
    const before = sources.length;
    timing.pass(1_000);
    expect(sources).toHaveLength(before + 1);
  });

  it('gives up a connection that has fallen silent', () => {
    const { last, sources, timing, states } = started();
    last().opens();
    timing.pass(59_000);
    last().says('a beat');
    timing.pass(59_000);
    expect(sources).toHaveLength(1);
    timing.pass(2_000);
    expect(sources).toHaveLength(2);
    expect(sources[0]!.closed).toBe(true);
    expect(states).toEqual([true, false]);
  });

  it('leaves nothing behind when it is stopped', () => {
    const { last, timing, stream } = started();
    last().opens();
    stream.stop();
    expect(timing.waiting).toBe(0);
    expect(last().closed).toBe(true);
  });
});
