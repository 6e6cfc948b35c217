import { describe, expect, it } from 'vitest';
import { done, refused } from '../../api/answer';
import { Feedback } from './feedback.svelte';

describe('Feedback', () => {
  it('is sent without the space around it, and then gone', async () => {
    const sent: string[] = [];
    const feedback = new Feedback((message) => {
      sent.push(message);
      return Promise.resolve(done(null));
    });
    feedback.type('  The overlay covers the minimap. ');
    await feedback.send();
    expect(sent).toEqual(['The overlay covers the minimap.']);
    expect(feedback).toMatchObject({ message: '', sent: true, sending: false });
    feedback.type('And');
    expect(feedback.sent).toBe(false);
  });

  it('keeps the text when it was not taken', async () => {
    const feedback = new Feedback(() => Promise.resolve(refused('offline')));
    feedback.type('Long and dear');
    await feedback.send();
    expect(feedback).toMatchObject({ message: 'Long and dear', sent: false, refusal: { code: 'offline' } });
  });

  it.each([
    ['', false],
    [' \n', false],
    ['ä'.repeat(2000), true],
    ['ä'.repeat(2001), false],
  ])('can be sent or not (%#)', (message, sendable) => {
    const feedback = new Feedback(() => Promise.resolve(done(null)));
    feedback.type(message);
    expect(feedback.sendable).toBe(sendable);
  });
});
