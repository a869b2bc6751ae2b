import {
  DomainError,
  isResourceId,
  parseDecimal,
  parseDuration,
  parseInstant,
  type FieldViolation,
  type Instant,
  type Ratio,
} from '@sla/kernel';
import type { LocalizedText } from './terms.js';

/** Longest text of a document: titles and needs are sentences, not books. */
export const MAX_TEXT_LENGTH = 2_000;
/** Most members of one list. */
export const MAX_LIST_LENGTH = 500;

/**
 * Reads one object of a document and notes every fault instead of stopping at the first.
 * A member that is missing or wrong reads as `undefined`; at the end unknown members are faults as well.
 */
export class ObjectReader {
  readonly #members: Readonly<Record<string, unknown>>;
  readonly #read = new Set<string>();

  constructor(
    value: unknown,
    readonly path: string,
    private readonly faults: FieldViolation[],
  ) {
    if (isObject(value)) this.#members = value;
    else {
      this.#members = {};
      this.fault('', 'terms.object_expected');
    }
  }

  /** Notes a fault of a member; '' is the object itself. */
  fault(member: string, reason: string, params: Readonly<Record<string, string | number>> = {}): undefined {
    this.faults.push({ field: this.pathOf(member), reason, params });
    return undefined;
  }

  pathOf(member: string): string {
    if (member === '') return this.path;
    return this.path === '' ? member : `${this.path}.${member}`;
  }

  has(member: string): boolean {
    return this.#members[member] !== undefined;
  }

  /** What the document says at a member, right or wrong. Neither reads it nor notes a fault. */
  peek(member: string): unknown {
    return this.#members[member];
  }

  #value(member: string): unknown {
    this.#read.add(member);
    return this.#members[member];
  }

  #required(member: string): unknown {
    const value = this.#value(member);
    if (value === undefined || value === null) this.fault(member, 'terms.missing', { member });
    return value ?? undefined;
  }

  text(member: string): string | undefined {
    const value = this.#required(member);
    if (value === undefined) return undefined;
    if (typeof value !== 'string' || value.trim() === '') return this.fault(member, 'terms.text_expected');
    if (value.length > MAX_TEXT_LENGTH) return this.fault(member, 'terms.text_too_long', { max: MAX_TEXT_LENGTH });
    return value;
  }

  id(member: string): string | undefined {
    const value = this.text(member);
    if (value === undefined || isResourceId(value)) return value;
    return this.fault(member, 'terms.id_malformed', { value: value.slice(0, 60) });
  }

  oneOf<T extends string>(member: string, allowed: readonly T[]): T | undefined {
    const value = this.#required(member);
    if (value === undefined) return undefined;
    const found = allowed.find((word) => word === value);
    return found ?? this.fault(member, 'terms.not_one_of', { value: shown(value), allowed: allowed.join(', ') });
  }

  localized(member: string): LocalizedText | undefined {
    const value = this.#required(member);
    return value === undefined ? undefined : localizedText(value, this.pathOf(member), this.faults);
  }

  instant(member: string): Instant | undefined {
    return this.#parsed(member, parseInstant);
  }

  durationMs(member: string): number | undefined {
    return this.#parsed(member, parseDuration);
  }

  decimal(member: string): Ratio | undefined {
    return this.#parsed(member, parseDecimal);
  }

  /** A decimal with the text it was written as. */
  decimalText(member: string): { readonly value: Ratio; readonly text: string } | undefined {
    return this.#parsed(member, (text) => ({ value: parseDecimal(text), text }));
  }

  #parsed<T>(member: string, parse: (text: string) => T): T | undefined {
    const value = this.#required(member);
    if (value === undefined) return undefined;
    const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
    if (typeof text !== 'string') return this.fault(member, 'terms.text_expected');
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return this.fault(member, error.reason, error.params);
    }
  }

  object(member: string): ObjectReader | undefined {
    const value = this.#required(member);
    return value === undefined ? undefined : new ObjectReader(value, this.pathOf(member), this.faults);
  }

  /** Readers of the members of a list; an absent list is empty unless it is required. */
  objects(member: string, rule: 'required' | 'optional'): readonly ObjectReader[] {
    return this.list(member, rule).map(
      (value, i) => new ObjectReader(value, `${this.pathOf(member)}[${i}]`, this.faults),
    );
  }

  list(member: string, rule: 'required' | 'optional'): readonly unknown[] {
    const value = rule === 'required' ? this.#required(member) : this.#value(member);
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
      this.fault(member, 'terms.list_expected');
      return [];
    }
    if (value.length > MAX_LIST_LENGTH) this.fault(member, 'terms.list_too_long', { max: MAX_LIST_LENGTH });
    return value.slice(0, MAX_LIST_LENGTH);
  }

  texts(member: string, rule: 'required' | 'optional'): readonly string[] {
    return this.list(member, rule).flatMap((value, i) => {
      if (typeof value === 'string' && value !== '') return [value];
      this.fault(`${member}[${i}]`, 'terms.text_expected');
      return [];
    });
  }

  localizedList(member: string): readonly LocalizedText[] {
    return this.list(member, 'required').flatMap(
      (value, i) => localizedText(value, `${this.pathOf(member)}[${i}]`, this.faults) ?? [],
    );
  }

  /** Every member that nobody asked for is a fault: a misspelt promise must not be lost. */
  end(): void {
    for (const member of Object.keys(this.#members)) {
      if (!this.#read.has(member)) this.fault(member, 'terms.unknown_member', { member: member.slice(0, 60) });
    }
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function localizedText(value: unknown, path: string, faults: FieldViolation[]): LocalizedText | undefined {
  const reader = new ObjectReader(value, path, faults);
  const en = reader.text('en');
  const zh = reader.text('zh-CN');
  reader.end();
  return en === undefined || zh === undefined ? undefined : { en, 'zh-CN': zh };
}

const shown = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 60) : typeof value);
