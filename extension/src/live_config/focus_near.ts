// Where a control has gone with what it belonged to (a row that it removed, say), its neighbour takes the focus, so that
// keyboards and screen readers go on from there.
import { tick } from 'svelte';

// The control that matches in the list at that place, or the last one before it; where the list is empty or gone, `otherwise`.
export async function focusNear(
  list: HTMLElement | undefined,
  matches: string,
  place: number,
  otherwise?: HTMLElement,
): Promise<void> {
  await tick();
  if (document.activeElement !== null && document.activeElement !== document.body) return;
  const controls = list?.isConnected ? [...list.querySelectorAll<HTMLElement>(matches)] : [];
  (controls[Math.min(Math.max(place, 0), controls.length - 1)] ?? otherwise)?.focus();
}
