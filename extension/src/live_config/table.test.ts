import { describe, expect, it } from 'vitest';
import { tabSeparated } from './table';

describe('a table for the clipboard', () => {
  it('has tabs where CSV has commas', () => {
    expect(tabSeparated('"ship","ballots"\r\n"Großer",12\r\n,0\r\n')).toBe('ship\tballots\r\nGroßer\t12\r\n\t0\r\n');
  });

  it.each([
    ['commas', '"a, b",1\n', 'a, b\t1\n'],
    ['quotes', '"the ""old"" one",1\n', '"the ""old"" one"\t1\n'],
    ['tabs and new lines', '"a\tb","c\nd"\n', '"a\tb"\t"c\nd"\n'],
    ['nothing', '"",,\n', '\t\t\n'],
  ])('keeps cells with %s whole', (_, csv, text) => {
    expect(tabSeparated(csv)).toBe(text);
  });

  it('may end without a new line, and leaves out the mark of the encoding', () => {
    expect(tabSeparated('\uFEFF"ship",1')).toBe('ship\t1');
  });
});
