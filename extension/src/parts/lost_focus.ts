// When what had the focus has gone, what has come in its place or is left beside it takes it, so that keyboards and
// screen readers go on from there. Somebody who is elsewhere on Twitch's page (writing in the chat, say) is left alone.
import { tick } from 'svelte';
import type { Attachment } from 'svelte/attachments';

type Neighbour = HTMLElement | null | undefined;

// A button that can no longer be pressed loses the focus as well, if not at once.
function isLost(): boolean {
  const at = document.activeElement;
  return document.hasFocus() && (at === null || at === document.body || at.matches(':disabled'));
}

// Of a page that has come in the place of another. Somebody who has not touched anything yet is left alone, too.
export const takesLostFocus: Attachment<HTMLElement> = (element) => {
  if (isLost() && navigator.userActivation?.hasBeenActive) element.focus({ preventScroll: true });
};

// To be called where the control that was just pressed may go: the first neighbour that is there takes over.
export async function keepFocus(neighbours: () => Neighbour[]): Promise<void> {
  await tick();
  if (!isLost()) return;
  const left = neighbours().find((element) => element?.isConnected && !element.matches(':disabled'));
  left?.focus({ preventScroll: true });
}
