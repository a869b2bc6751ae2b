import type { Locale } from './catalogue.js';

/** The minus of typography; a hyphen is narrower than a digit and breaks from it. */
const MINUS = '−';
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS: Readonly<Record<Locale, readonly [string, string, string, string]>> = {
  en: ['d', 'h', 'min', 's'],
  'zh-CN': ['天', '小时', '分', '秒'],
};

/** A duration for people: `1 d 2 h 3 min 4.005 s`, `1天2小时3分4.005秒`. Exact to the millisecond; negative ones carry a minus. */
export function formatSpan(ms: number | bigint, locale: Locale): string {
  const total = BigInt(ms);
  if (total < 0n) return `${MINUS}${formatSpan(-total, locale)}`;
  const [d, h, min, s] = UNITS[locale];
  const glue = locale === 'en' ? ' ' : '';
  const rest = Number(total % BigInt(DAY));
  const seconds = `${Math.floor((rest % MINUTE) / SECOND)}${fraction(rest % SECOND)}`;
  const parts = [
    part(Number(total / BigInt(DAY)), d, glue),
    part(Math.floor(rest / HOUR), h, glue),
    part(Math.floor((rest % HOUR) / MINUTE), min, glue),
    seconds === '0' && total >= BigInt(MINUTE) ? '' : `${seconds}${glue}${s}`,
  ].filter((text) => text !== '');
  return parts.join(glue);
}

const part = (n: number, unit: string, glue: string): string => (n === 0 ? '' : `${n}${glue}${unit}`);
const fraction = (ms: number): string => (ms === 0 ? '' : `.${String(ms).padStart(3, '0').replace(/0+$/, '')}`);

/** Digits in groups of three, a real minus before them, with a thin separator common to both languages: `12,345.60`. The text must be a plain decimal. */
export function groupDigits(decimal: string): string {
  const [whole = '', places] = decimal.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',').replace('-', MINUS);
  return places === undefined ? grouped : `${grouped}.${places}`;
}
