// Copies text. In a frame of Twitch's page the newer way is often forbidden, and the older one still works.

export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const before = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.style.cssText = 'position:fixed;top:0;opacity:0';
  document.body.append(field);
  field.select();
  const copied = tryCopy();
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return copied;
}

function tryCopy(): boolean {
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  }
}
