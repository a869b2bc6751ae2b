import { parseDecimal, ratio, type Ratio } from '@sla/kernel';

/** The inputs of one case, read by name: what is missing or of another kind is an error of the case. */
export class CaseInputs {
  readonly members: Readonly<Record<string, unknown>>;

  constructor(members: Readonly<Record<string, unknown>>) {
    this.members = members;
  }

  has(...names: readonly string[]): boolean {
    return names.every((name) => this.members[name] !== undefined);
  }

  raw(name: string): unknown {
    if (!this.has(name)) throw new Error(`the case has no ${name}`);
    return this.members[name];
  }

  text(name: string): string {
    const value = this.raw(name);
    if (typeof value !== 'string') throw new Error(`${name} is no text`);
    return value;
  }

  /** A number or decimal text, exactly as written. */
  exact(name: string): Ratio {
    return exactOf(this.raw(name));
  }

  whole(name: string): bigint {
    const value = this.exact(name);
    if (value.den !== 1n) throw new Error(`${name} is not whole`);
    return value.num;
  }

  number(name: string): number {
    return Number(this.whole(name));
  }

  list(name: string): readonly unknown[] {
    const value = this.raw(name);
    if (!Array.isArray(value)) throw new Error(`${name} is no list`);
    return value as readonly unknown[];
  }

  /** The first of several names that the case has, for example a length in hours or in minutes. */
  firstOf<T>(choices: Readonly<Record<string, T>>): readonly [name: string, choice: T] {
    const found = Object.entries(choices).find(([name]) => this.has(name));
    if (found === undefined) throw new Error(`the case has none of ${Object.keys(choices).join(', ')}`);
    return found;
  }
}

const EXPONENT = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/i;

/** The decimal that a number of JSON was written as: the shortest text that reads as the same number. */
export function exactOf(value: unknown): Ratio {
  if (typeof value === 'string') return parseDecimal(value);
  if (typeof value !== 'number') throw new Error(`${JSON.stringify(value)} is no number`);
  const m = EXPONENT.exec(String(value));
  if (m === null) return parseDecimal(String(value));
  const [, sign = '', whole = '', fraction = '', power = '0'] = m;
  const places = Number(power) - fraction.length;
  const digits = BigInt(`${sign}${whole}${fraction}`);
  return places >= 0 ? ratio(digits * 10n ** BigInt(places)) : ratio(digits, 10n ** BigInt(-places));
}
