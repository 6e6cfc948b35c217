// A table for the clipboard: spreadsheets take text with tabs apart into cells, and CSV they put into one.

// From CSV with lines that end in CR LF or LF, and quoted where that is needed. What holds a tab, a quote or a new line stays quoted.
export function tabSeparated(csv: string): string {
  const cells = csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g);
  let text = '';
  for (const [whole, quoted, plain, end] of cells) {
    if (whole === '') break;
    text += cell(quoted?.replaceAll('""', '"') ?? plain ?? '') + (end === ',' ? '\t' : end);
  }
  return text;
}

const cell = (value: string): string => (/[\t"\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
