import { describe, expect, it } from 'vitest';
import { type ObsLook, USUAL_LOOK, readObsAddress, writeObsLook } from './address';

const read = (address: string) => {
  const url = new URL(address, 'http://localhost');
  return readObsAddress({ pathname: url.pathname, search: url.search });
};

describe('the address of the page for streaming programs', () => {
  it('names the stream by channel and key', () => {
    expect(read('/obs/4711/aB-_9').stream).toBe('/live/4711/aB-_9');
    expect(read('/obs/4711/aB-_9/').stream).toBe('/live/4711/aB-_9');
  });

  it.each(['/obs/4711', '/obs/abc/key', '/obs/4711/k%20y', '/'])('has no stream in %s', (address) => {
    expect(read(address).stream).toBe('');
  });

  it('has a usual look', () => {
    expect(read('/obs/1/k')).toEqual({
      stream: '/live/1/k',
      corner: 'top_left',
      size: 100,
      theme: 'dark',
      background: 'transparent',
      ships: 5,
      language: '',
    });
  });

  it('takes the look from its parameters', () => {
    expect(
      read('/obs/1/k?corner=bottom_right&size=150&theme=light&background=solid&ships=3&language=zh-TW'),
    ).toMatchObject({
      corner: 'bottom_right',
      size: 150,
      theme: 'light',
      background: 'solid',
      ships: 3,
      language: 'zh-TW',
    });
    expect(read('/obs/1/k?size=large').size).toBe(140);
  });

  it('is written as it is read, and short where the look is the usual', () => {
    const look: ObsLook = {
      corner: 'bottom_left',
      size: 140,
      theme: 'light',
      background: 'solid',
      ships: 10,
      language: 'zh-TW',
    };
    expect(read(`/obs/1/k${writeObsLook(look)}`)).toEqual({ stream: '/live/1/k', ...look });
    expect(writeObsLook({ ...USUAL_LOOK, theme: 'light' })).toBe('?theme=light');
    expect(writeObsLook(USUAL_LOOK)).toBe('');
  });

  it('keeps to what makes sense', () => {
    expect(read('/obs/1/k?corner=middle&size=9000&theme=pink&background=x&ships=-4&language=tlh')).toMatchObject({
      corner: 'top_left',
      size: 300,
      theme: 'dark',
      background: 'transparent',
      ships: 1,
      language: '',
    });
    expect(read('/obs/1/k?size=no&ships=').size).toBe(100);
  });
});
