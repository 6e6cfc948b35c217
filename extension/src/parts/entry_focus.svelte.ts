// Whoever works by keyboard goes on where the view went on.
import { untrack } from 'svelte';
import { keepFocus } from './lost_focus';

// To be called while a component is made: where a change of what `changes` reads has taken away, in that place, what had
// the focus, the place's [data-entry] takes it, or else the place itself.
export function keepsFocus(place: () => HTMLElement | undefined, changes: () => unknown): void {
  let last: HTMLElement | null = null;
  const focused = ({ target }: Event) => (last = target as HTMLElement);

  $effect(() => {
    const element = place();
    element?.addEventListener('focusin', focused);
    return () => element?.removeEventListener('focusin', focused);
  });
  $effect(() => {
    changes();
    untrack(() => {
      if (!last || (last.isConnected && !last.matches(':disabled'))) return;
      last = null;
      void keepFocus(() => [place()?.querySelector<HTMLElement>('[data-entry]'), place()]);
    });
  });
}
