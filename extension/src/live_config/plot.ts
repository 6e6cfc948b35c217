// Points of the small plots, in the plot's own units. Pure.
import { type Bar, type Seen, ballotsUntil } from './pace';

// A round number not below the largest, so that the plot does not dance with every ballot.
export function ceiling(largest: number): number {
  if (largest <= 5) return 5;
  const power = 10 ** Math.floor(Math.log10(largest));
  const steps = [1, 1.5, 2, 3, 4, 5, 6, 8, 10];
  return power * (steps.find((step) => largest <= step * power) ?? 10);
}

export interface Box {
  width: number;
  height: number;
}

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export function barShapes(bars: readonly Bar[], most: number, { width, height }: Box): Rectangle[] {
  const step = width / Math.max(bars.length, 8);
  return bars.map(({ perMinute }, place) => {
    const tall = most > 0 ? (perMinute / most) * height : 0;
    return { x: place * step, y: height - tall, width: Math.max(step - 2, 1), height: tall };
  });
}

// The course of the sum as a line of at most so many points.
export function courseLine(
  seen: readonly Seen[],
  from: number,
  to: number,
  most: number,
  box: Box,
  points = 120,
): string {
  const length = Math.max(to - from, 1);
  const places = Array.from({ length: points + 1 }, (_, place) => {
    const at = from + (length * place) / points;
    const x = (box.width * place) / points;
    const y = box.height - (most > 0 ? (ballotsUntil(seen, at) / most) * box.height : 0);
    return `${round(x)},${round(y)}`;
  });
  return places.join(' ');
}

const round = (value: number): number => Math.round(value * 100) / 100;
