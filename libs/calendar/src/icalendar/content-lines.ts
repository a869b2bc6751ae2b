import { DomainError, type FieldViolation } from '@sla/kernel';

/** Longest content line after unfolding, in characters (UTF-16 units). */
export const MAX_LINE_LENGTH = 8_192;

/** `NAME;PARAM=value:value`, unfolded; names in capitals. */
export interface ContentLine {
  readonly name: string;
  readonly params: ReadonlyMap<string, string>;
  readonly value: string;
  /** 1-based line of the text on which it begins. */
  readonly line: number;
}

/** Faults of a file, kept until all are known. */
export class Faults {
  readonly #violations: (FieldViolation & { readonly line: number })[] = [];

  add({ name, line }: { readonly name: string; readonly line: number }, reason: string, value = ''): undefined {
    this.#violations.push({ field: name, reason, params: { name, value: value.slice(0, 80), line }, line });
  }

  /** @throws DomainError invalid_argument with every fault; none when there is none. */
  refuse(): void {
    const all = this.#violations.toSorted((a, b) => a.line - b.line);
    const [first] = all;
    if (first !== undefined) throw new DomainError('invalid_argument', first.reason, first.params, all);
  }
}

const NAME = /^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)$/s;
const PARAM = /;([A-Za-z0-9-]+)=("[^"]*"|[^;]*)/g;

/** The content lines of a text (RFC 5545, 3.1): lines that begin with a blank go on with the line before. */
export function contentLines(text: string, faults: Faults): readonly ContentLine[] {
  const unfolded: { text: string; line: number }[] = [];
  for (const [i, physical] of text.split(/\r\n|\n|\r/).entries()) {
    const last = unfolded.at(-1);
    if (/^[ \t]/.test(physical) && last !== undefined) last.text += physical.slice(1);
    else if (physical !== '') unfolded.push({ text: physical, line: i + 1 });
  }
  return unfolded.flatMap((each) => contentLine(each, faults) ?? []);
}

function contentLine({ text, line }: { text: string; line: number }, faults: Faults): ContentLine | undefined {
  if (text.length > MAX_LINE_LENGTH) {
    return faults.add({ name: text.slice(0, 20), line }, 'calendar.ical_line_too_long', String(MAX_LINE_LENGTH));
  }
  const m = NAME.exec(text);
  if (m === null) return faults.add({ name: text.slice(0, 20), line }, 'calendar.ical_malformed', text);
  const [name, params, value] = m.slice(1) as [string, string, string];
  const pairs = [...params.matchAll(PARAM)].map((pair) => pair.slice(1) as [string, string]);
  return {
    name: name.toUpperCase(),
    params: new Map(pairs.map(([key, of]) => [key.toUpperCase(), of.replaceAll('"', '')])),
    value,
    line,
  };
}

/** A TEXT value without its escapes. */
export const unescapeText = (value: string): string =>
  value.replaceAll(/\\([\\;,nN])/g, (_, c: string) => (c === 'n' || c === 'N' ? '\n' : c));

export const escapeText = (text: string): string =>
  text.replaceAll(/[\\;,]/g, (c) => `\\${c}`).replaceAll(/\r\n|\r|\n/g, '\\n');

/** Octets of a line before it must be folded. */
const FOLD_AT = 75;

/** One content line, folded, with its line end. Folds never cut a character. */
export function folded(line: string): string {
  let [text, octets] = ['', 0];
  for (const character of line) {
    const size = octetsOf(character);
    if (octets + size > FOLD_AT) {
      text += '\r\n ';
      octets = 1;
    }
    text += character;
    octets += size;
  }
  return `${text}\r\n`;
}

function octetsOf(character: string): number {
  const code = character.codePointAt(0) as number;
  if (code < 0x80) return 1;
  return code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
}
