import { assert, DomainError } from '@sla/kernel';

/** Marks what JSON has no form for. */
const TAG = '$sla';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * JSON text of plain data that may hold bigints and byte arrays; `unpack` gives the same value back.
 * Members that are undefined are left out, as in JSON.
 * @throws InvariantError for what is not plain data, such as a Date.
 */
export const pack = (value: unknown): string => JSON.stringify(encode(value));

/** The inverse of pack. @throws DomainError when the text was written by a release that knows more kinds of values. */
export const unpack = (text: string): unknown => decode(JSON.parse(text) as Json);

function encode(value: unknown): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return isJsonNumber(value) ? value : tagged('number', numberText(value));
  if (typeof value === 'bigint') return tagged('bigint', value.toString());
  if (value === undefined) return tagged('undefined', '');
  if (value instanceof Uint8Array) return tagged('bytes', Buffer.from(value).toString('base64'));
  if (Array.isArray(value)) return value.map(encode);
  return encodeObject(value);
}

const tagged = (kind: string, value: Json): Json => ({ [TAG]: kind, value });
const isJsonNumber = (value: number): boolean => Number.isFinite(value) && !Object.is(value, -0);
const numberText = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

function encodeObject(value: unknown): Json {
  assert(isPlain(value), `only plain data can be stored, and this is ${Object.prototype.toString.call(value)}`);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => [name, encode(member)] as const);
  return Object.hasOwn(value, TAG) ? tagged('object', members) : Object.fromEntries(members);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // A plain object of another realm, such as that of a test runner, has an Object.prototype of its own.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function decode(value: Json): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(decode);
  const tag = value[TAG];
  if (tag === undefined) return decodeMembers(Object.entries(value));
  return decodeTagged(textOf(tag), value['value'] ?? '');
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : '');
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const decodeMembers = (members: readonly (readonly [string, Json])[]): unknown =>
  Object.fromEntries(members.map(([name, member]) => [name, decode(member)]));

function decodeTagged(tag: string, value: Json): unknown {
  switch (tag) {
    case 'bigint':
      return BigInt(textOf(value));
    case 'bytes':
      return new Uint8Array(Buffer.from(textOf(value), 'base64'));
    case 'number':
      return Number(value);
    case 'undefined':
      return undefined;
    case 'object':
      return decodeMembers(value as readonly (readonly [string, Json])[]);
    default:
      throw new DomainError('failed_precondition', 'platform.answer_unreadable', { tag });
  }
}
