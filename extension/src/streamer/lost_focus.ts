// When what had the focus has gone with its page, what has come in its place takes it, so that keyboards and screen
// readers go on from there. Somebody who has not touched anything yet, or is elsewhere on Twitch's page (writing in the
// chat, say), is left alone.
import type { Attachment } from 'svelte/attachments';

export const takesLostFocus: Attachment<HTMLElement> = (element) => {
  const lost = document.hasFocus() && (document.activeElement === null || document.activeElement === document.body);
  if (lost && navigator.userActivation?.hasBeenActive) element.focus({ preventScroll: true });
};
