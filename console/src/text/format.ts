import { useMemo } from 'react';
import { useLanguage, type Language } from './text';
import { texts } from './text';

/** Writes numbers and times as the language's readers expect them. */
export class Format {
  private readonly language: Language;
  private readonly dateTime: Intl.DateTimeFormat;
  private readonly relativeTime: Intl.RelativeTimeFormat;

  constructor(language: Language) {
    this.language = language;
    this.dateTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' });
    this.relativeTime = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
  }

  time(iso: string | number | null | undefined): string {
    const date = toDate(iso);
    return date ? this.dateTime.format(date) : texts[this.language].common.none;
  }

  /** How long ago, or in how long. */
  relative(iso: string | number | null | undefined, now: number): string {
    const date = toDate(iso);
    if (!date) {
      return texts[this.language].common.none;
    }
    const seconds = Math.round((date.getTime() - now) / 1000);
    const size = Math.abs(seconds);
    if (size < 60) {
      return this.relativeTime.format(seconds, 'second');
    }
    if (size < 3600) {
      return this.relativeTime.format(Math.round(seconds / 60), 'minute');
    }
    return size < 48 * 3600
      ? this.relativeTime.format(Math.round(seconds / 3600), 'hour')
      : this.relativeTime.format(Math.round(seconds / 86_400), 'day');
  }

  clock(at: Date): string {
    return at.toLocaleTimeString(this.language, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  }

  number(n: number): string {
    return n.toLocaleString(this.language);
  }

  bytes(n: number): string {
    const units = texts[this.language].units.bytes;
    let value = n;
    let unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    const digits = unit === 0 || value >= 100 ? 0 : 1;
    return `${value.toLocaleString(this.language, { maximumFractionDigits: digits })} ${units[unit]}`;
  }
}

/** AWS's operations give seconds since 1970, the console's own give ISO 8601. */
function toDate(time: string | number | null | undefined): Date | null {
  if (time === null || time === undefined || time === '') {
    return null;
  }
  const date = new Date(typeof time === 'number' ? time * 1000 : time);
  return Number.isNaN(date.getTime()) ? null : date;
}

export function useFormat(): Format {
  const language = useLanguage();
  return useMemo(() => new Format(language), [language]);
}
