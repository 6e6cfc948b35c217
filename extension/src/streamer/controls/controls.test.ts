import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import Button from '../../parts/Button.svelte';
import LengthField from '../../live_config/LengthField.svelte';
import { streamerTexts } from '../texts';
import Choice from './Choice.svelte';
import ConfirmButton from './ConfirmButton.svelte';
import CopyButton from './CopyButton.svelte';

afterEach(cleanup);
const texts = streamerTexts();
const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });

it('a busy button keeps the focus and cannot be pressed', async () => {
  const onclick = vi.fn();
  const { rerender } = render(Button, { 'aria-label': 'Draw', onclick });
  button('Draw').focus();
  await rerender({ 'aria-label': 'Draw', onclick, busy: true });
  await fireEvent.click(button('Draw'));
  expect(onclick).not.toHaveBeenCalled();
  expect(button('Draw').getAttribute('aria-disabled')).toBe('true');
  expect(document.activeElement).toBe(button('Draw'));
  await rerender({ 'aria-label': 'Draw', onclick, busy: false });
  await fireEvent.click(button('Draw'));
  expect(onclick).toHaveBeenCalledOnce();
});

describe('ConfirmButton', () => {
  const begin = () => {
    const onconfirm = vi.fn();
    render(ConfirmButton, { label: 'End', question: 'Sure?', yes: 'End it', no: 'Go on', onconfirm });
    return onconfirm;
  };

  it('does nothing before it was confirmed, and has the focus on the answer', async () => {
    const onconfirm = begin();
    await fireEvent.click(button('End'));
    await tick();
    expect(onconfirm).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(button('End it'));
    await fireEvent.click(button('End it'));
    expect(onconfirm).toHaveBeenCalledOnce();
  });

  it('comes back with the focus when it was called off', async () => {
    const onconfirm = begin();
    await fireEvent.click(button('End'));
    await fireEvent.click(button('Go on'));
    await tick();
    expect(onconfirm).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(button('End'));
  });
});

describe('Choice', () => {
  it('is a group of radio buttons with a name', async () => {
    const onchange = vi.fn();
    const options = [
      { value: 'eu', label: 'Europe' },
      { value: 'na', label: 'America' },
    ];
    render(Choice, { label: 'Server', options, value: 'eu', onchange });
    expect(screen.getByRole('group', { name: 'Server' })).toBeTruthy();
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Europe' }).checked).toBe(true);
    await fireEvent.click(screen.getByRole('radio', { name: 'America' }));
    expect(onchange).toHaveBeenCalledWith('na');
  });
});

describe('CopyButton', () => {
  it('says that it has copied', async () => {
    const writeText = vi.fn(() => Promise.resolve());
    vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } });
    render(CopyButton, { text: () => 'Yamato', label: 'Copy winner', texts });
    await fireEvent.click(button('Copy winner'));
    await vi.waitFor(() => button('Copied'));
    expect(writeText).toHaveBeenCalledWith('Yamato');
    vi.unstubAllGlobals();
  });

  it('shows the text where the page may not copy', async () => {
    const writeText = () => Promise.reject(new Error('forbidden'));
    vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } });
    render(CopyButton, { text: () => 'Yamato', label: 'Copy winner', texts });
    await fireEvent.click(button('Copy winner'));
    const field = await screen.findByRole<HTMLTextAreaElement>('textbox');
    expect(field.value).toBe('Yamato');
    vi.unstubAllGlobals();
  });
});

describe('LengthField', () => {
  const begin = (seconds: number | null) => {
    const onchange = vi.fn();
    render(LengthField, { seconds, texts, onchange });
    const select = screen.getByRole<HTMLSelectElement>('combobox');
    const choose = (value: string) => fireEvent.change(select, { target: { value } });
    return { onchange, select, choose };
  };

  it('offers none, the usual ones, and the length of an earlier vote', async () => {
    const { onchange, select, choose } = begin(95);
    expect(select.selectedOptions[0]?.textContent).toBe('1:35 min');
    await choose('none');
    expect(onchange).toHaveBeenLastCalledWith(null);
    await choose('600');
    expect(onchange).toHaveBeenLastCalledWith(600);
  });

  it('takes an own number of minutes, from 1 to 60', async () => {
    const { onchange, choose } = begin(300);
    await choose('own');
    const minutes = screen.getByRole('spinbutton');
    await fireEvent.change(minutes, { target: { value: '7' } });
    expect(onchange).toHaveBeenLastCalledWith(420);
    await fireEvent.change(minutes, { target: { value: '500' } });
    expect(onchange).toHaveBeenLastCalledWith(3600);
    onchange.mockClear();
    await fireEvent.change(minutes, { target: { value: '-3' } });
    expect(onchange).not.toHaveBeenCalled();
  });
});
