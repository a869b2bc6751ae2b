import { agreements } from './catalogue/agreements.js';
import { calendar } from './catalogue/calendar.js';
import { cli } from './catalogue/cli.js';
import { clock } from './catalogue/clock.js';
import { credit } from './catalogue/credit.js';
import { engine } from './catalogue/engine.js';
import { explain } from './catalogue/explain.js';
import { kernel } from './catalogue/kernel.js';
import { measurement } from './catalogue/measurement.js';
import { platform } from './catalogue/platform.js';
import { reporting } from './catalogue/reporting.js';
import { terms } from './catalogue/terms.js';

export const LOCALES = ['en', 'zh-CN'] as const;
/** The languages of the suite; neither is a translation of lesser rank. */
export type Locale = (typeof LOCALES)[number];

/** Every text that a person may read, by stable key. Parameters stand in braces. */
export const CATALOGUE = {
  ...agreements,
  ...calendar,
  ...cli,
  ...clock,
  ...credit,
  ...engine,
  ...explain,
  ...kernel,
  ...measurement,
  ...platform,
  ...reporting,
  ...terms,
} as const satisfies Readonly<Record<string, Readonly<Record<Locale, string>>>>;

export type TextKey = keyof typeof CATALOGUE;

export const isTextKey = (key: string): key is TextKey => Object.hasOwn(CATALOGUE, key);
