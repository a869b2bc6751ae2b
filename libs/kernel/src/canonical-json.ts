import { DomainError } from './errors.js';

/** JSON without fractional numbers: decimals travel as strings, so one value has one text. */
export type CanonicalValue =
  null | boolean | number | string | readonly CanonicalValue[] | { readonly [key: string]: CanonicalValue };

/** Deepest nesting accepted; deeper documents are attacks or accidents. */
export const MAX_JSON_DEPTH = 64;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
const ASCII_KEY = /^[\x20-\x7e]+$/;

/**
 * RFC 8785 text of a value, narrowed: safe integers only, ASCII keys, no lone surrogates.
 * ASCII keys make the code-unit order of RFC 8785 the plain byte order.
 * @throws DomainError invalid_argument with the path of the first value that has no canonical form.
 */
export function canonicalJson(value: CanonicalValue): string {
  return write(value, '$', 0);
}

function write(value: CanonicalValue, path: string, depth: number): string {
  if (depth > MAX_JSON_DEPTH) throw refuse('kernel.json_too_deep', path);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw refuse('kernel.json_number_not_integer', path);
    return String(value);
  }
  if (typeof value === 'string') {
    if (LONE_SURROGATE.test(value)) throw refuse('kernel.json_lone_surrogate', path);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map((item: CanonicalValue, i) => write(item, `${path}[${i}]`, depth + 1)).join(',')}]`;
  }
  const object = value as { readonly [key: string]: CanonicalValue };
  const members = Object.keys(object)
    .sort()
    .map((key) => {
      if (!ASCII_KEY.test(key)) throw refuse('kernel.json_key_not_ascii', `${path}.${key}`);
      const member = object[key];
      if (member === undefined) throw refuse('kernel.json_undefined', `${path}.${key}`);
      return `${JSON.stringify(key)}:${write(member, `${path}.${key}`, depth + 1)}`;
    });
  return `{${members.join(',')}}`;
}

const refuse = (reason: string, path: string): DomainError => new DomainError('invalid_argument', reason, { path });
