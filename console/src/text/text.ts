import { createContext, useContext } from 'react';
import { en, type Texts } from './en';
import { ja } from './ja';

export type Language = 'en' | 'ja';

export const texts: Record<Language, Texts> = { en, ja };

const KEPT = 'adit-console-language';

/** The chosen language, else the browser's first one that there is. */
export function initialLanguage(): Language {
  const kept = localStorage.getItem(KEPT);
  if (kept === 'en' || kept === 'ja') {
    return kept;
  }
  for (const language of navigator.languages) {
    if (language.startsWith('ja')) {
      return 'ja';
    }
    if (language.startsWith('en')) {
      return 'en';
    }
  }
  return 'en';
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(KEPT, language);
}

export const LanguageContext = createContext<Language>('en');

export const useLanguage = () => useContext(LanguageContext);

export const useText = () => texts[useLanguage()];
