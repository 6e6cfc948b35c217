// What stands around the tests of a file.
import { after, afterEach, before } from 'node:test';

// `open` gives what they share, which is closed after the last of them; `shown` what one has on show, closed after each.
export function around(open, shown = () => undefined) {
  let shared;
  before(async () => {
    shared = await open();
  });
  after(() => shared?.close());
  afterEach(() => shown()?.close());
}
