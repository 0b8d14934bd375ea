import { applyMode, Mode } from '@cloudscape-design/global-styles';

export type Appearance = 'system' | 'light' | 'dark';

const KEPT = 'adit-console-appearance';
const dark = window.matchMedia('(prefers-color-scheme: dark)');
let chosen: Appearance = 'system';

export function initialAppearance(): Appearance {
  const kept = localStorage.getItem(KEPT);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function isDark(): boolean {
  return chosen === 'dark' || (chosen === 'system' && dark.matches);
}

/** Shows the page so, and again when the system changes its mind. */
export function applyAppearance(appearance: Appearance): void {
  chosen = appearance;
  localStorage.setItem(KEPT, appearance);
  apply();
}

function apply(): void {
  applyMode(isDark() ? Mode.Dark : Mode.Light);
}

dark.addEventListener('change', apply);
