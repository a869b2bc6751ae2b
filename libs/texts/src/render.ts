import { InvariantError } from '@sla/kernel';
import { CATALOGUE, isTextKey, type Locale, type TextKey } from './catalogue.js';
import { formatSpan, groupDigits } from './format.js';

/** Values of a text's parameters; numbers are printed as they are. */
export type Params = Readonly<Record<string, string | number>>;

const PARAMETER = /\{(\w+)(?::(span|count))?(?:,([^{}|]*)\|([^{}]*))?\}/g;

/**
 * The text of a key with its parameters filled in. `{n}` prints a value; `{n,gap|gaps}` prints the first word when n is 1,
 * else the second; `{n:span}` prints whole milliseconds as a duration, exact; `{n:count}` groups the digits of a whole number.
 * @throws InvariantError when a parameter is missing: a sentence with a hole is worse than a failure.
 */
export function render(key: TextKey, params: Params, locale: Locale): string {
  return fill(key, CATALOGUE[key][locale], params, locale);
}

/** The text of a key that may come from elsewhere; undefined when this release does not know it. */
export function tryRender(key: string, params: Params, locale: Locale): string | undefined {
  return isTextKey(key) ? render(key, params, locale) : undefined;
}

function fill(key: string, template: string, params: Params, locale: Locale): string {
  return template.replace(PARAMETER, (_match, name: string, format?: string, one?: string, many?: string) => {
    const value = params[name];
    if (value === undefined) throw new InvariantError(`text ${key} needs the parameter ${name}`);
    if (format === 'span') return formatSpan(BigInt(value), locale);
    if (format === 'count') return groupDigits(String(value));
    if (one === undefined || many === undefined) return String(value);
    return String(value) === '1' ? one : many;
  });
}

/** Names of the parameters of a template. */
export const parametersOf = (template: string): ReadonlySet<string> =>
  new Set([...template.matchAll(PARAMETER)].map((match) => match[1] ?? ''));
