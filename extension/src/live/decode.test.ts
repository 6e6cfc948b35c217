import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readMessage, readSegment } from './decode';
import { writeMessage, writeSegment } from './encode_for_tests';
import { NOON, closedVote, sampleState, sampleVote } from './sample_states';

interface Vector {
  name: string;
  type: string;
  state: Record<string, unknown>;
  told?: Record<string, unknown>;
  text: string;
}

const vectors = JSON.parse(readFileSync('../docs/live-message-vectors.json', 'utf8')) as Vector[];
const read = (vector: Vector) => (vector.type === 'segment' ? readSegment(vector.text) : readMessage(vector.text));

// `leftover` is told beside the state, and only where something was left over.
const withoutLeftover = (state: unknown): unknown =>
  JSON.parse(JSON.stringify(state), (key, value: unknown) => (key === 'leftover' ? undefined : value));

describe('the vectors that encoder and decoders agree upon', () => {
  it.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_, vector) => {
    expect(withoutLeftover(read(vector))).toEqual(withoutLeftover(vector.told ?? vector.state));
  });

  it('say how many ships are missing', () => {
    const vector = vectors.find(({ name }) => name.startsWith('1,000 ships of any ids'))!;
    expect(read(vector)?.vote?.leftover).toBe(575);
    expect(read(vector)?.vote?.ships.length).toBe(425);
  });
});

describe('what tests tell views', () => {
  const ships = [4071011920, 4179539152, 4276041424];
  it.each([
    ['no vote', sampleState()],
    ['an open vote', sampleState({ vote: sampleVote({ ships, counts: [70_000, 0, 3] }) })],
    ['no ballots and no end', sampleState({ vote: sampleVote({ ships, ends_at: null }) })],
    ['a tie', sampleState({ last_result: closedVote(sampleVote({ ships, counts: [5, 5, 1] }), NOON + 60_000) })],
  ])('is read as it was written: %s', (_, state) => {
    expect(readMessage(writeMessage(state))).toEqual(state);
    expect(readSegment(writeSegment(state))).toEqual(state);
  });
});

describe('what is not to be understood', () => {
  const whole = vectors.find(({ name }) => name === '30 ships')!.text;
  const packed = (JSON.parse(atob(whole)) as { live: string }).live;
  const repacked = (live: unknown) => btoa(JSON.stringify({ live }));

  it.each([
    ['no text', undefined],
    ['no base64', '§'],
    ['no JSON', btoa('{')],
    ['null', btoa('null')],
    ['no packed text', btoa('{"type":"vote_status"}')],
    ['another protocol', repacked(`$${packed.slice(1)}`)],
    ['a character that is no digit', repacked(`#"${packed.slice(2)}`)],
    ['a list without end', repacked(`#${'~'.repeat(60)}`)],
  ])('%s is ignored', (_, text) => {
    expect(readMessage(text)).toBeNull();
  });

  it('is never read as something longer than a vote may be, whatever is damaged', () => {
    for (let place = 1; place < packed.length; place++) {
      const damaged = packed.slice(0, place) + (packed[place] === '!' ? '~' : '!') + packed.slice(place + 1);
      const state = readMessage(repacked(damaged));
      expect(state?.vote?.ships.length ?? 0).toBeLessThanOrEqual(16_384);
    }
  });
});
