import {
  DAY_MS,
  DomainError,
  formatDuration,
  HOUR_MS,
  MINUTE_MS,
  parseInstant,
  SECOND_MS,
  type Instant,
} from '@sla/kernel';

/** A scenario that says something that the language does not know; the line is of the file, from 1. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';

  constructor(
    readonly line: number,
    message: string,
  ) {
    super(`line ${line}: ${message}`);
  }
}

/** One statement: the words of a line. Indented lines belong to the line above that is not. */
export class Words {
  #next = 0;

  constructor(
    readonly line: number,
    readonly words: readonly string[],
  ) {}

  get rest(): string {
    return this.words.slice(this.#next).join(' ');
  }

  get isAtEnd(): boolean {
    return this.#next >= this.words.length;
  }

  peek(): string | undefined {
    return this.words[this.#next];
  }

  /** The next word. @throws ScenarioError when there is none: `what` says what should stand there. */
  take(what: string): string {
    const word = this.words[this.#next];
    if (word === undefined) throw this.error(`${what} is missing`);
    this.#next++;
    return word;
  }

  /** Takes a word if it is the next one. */
  skip(word: string): boolean {
    if (this.words[this.#next] !== word) return false;
    this.#next++;
    return true;
  }

  /** Takes a word that has to stand here. */
  expect(word: string): void {
    if (!this.skip(word)) throw this.error(`“${word}” is expected before “${this.rest || 'the end of the line'}”`);
  }

  all(): readonly string[] {
    const rest = this.words.slice(this.#next);
    this.#next = this.words.length;
    return rest;
  }

  end(): void {
    if (!this.isAtEnd) throw this.error(`“${this.rest}” is not understood here`);
  }

  instant(what: string): Instant {
    const word = this.take(what);
    try {
      // A date alone, or a time without seconds or zone, is UTC: scenarios are read by people.
      const [, date = '', time = '00:00', zone = 'Z'] =
        /^(\d{4}-\d{2}-\d{2})(?:T([\d:.]+?))?(Z|[+-]\d{2}:\d{2})?$/.exec(word) ?? [];
      return parseInstant(`${date}T${time}${zone}`);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      throw this.error(`${what}: “${word}” is no instant; write 2026-03-01T10:00Z`);
    }
  }

  /** `A..B`, two instants. */
  span(what: string): { readonly start: Instant; readonly end: Instant } {
    const word = this.take(what);
    const [from = '', to = '', ...more] = word.split('..');
    if (to === '' || more.length > 0) throw this.error(`${what}: “${word}” is no span; write FROM..TO`);
    const at = (text: string): Instant => new Words(this.line, [text]).instant(what);
    return { start: at(from), end: at(to) };
  }

  durationMs(what: string): number {
    const word = this.take(what);
    return readDurationMs(word) ?? this.fail(`${what}: “${word}” is no duration; write 1d2h30m, 90s or 500ms`);
  }

  whole(what: string): number {
    const word = this.take(what);
    return /^\d{1,9}$/.test(word) ? Number(word) : this.fail(`${what}: “${word}” is no whole number`);
  }

  oneOf<T extends string>(what: string, allowed: readonly T[]): T {
    const word = this.take(what);
    return allowed.find((known) => known === word) ?? this.fail(`${what}: “${word}” is none of ${allowed.join(', ')}`);
  }

  fail(message: string): never {
    throw this.error(message);
  }

  error(message: string): ScenarioError {
    return new ScenarioError(this.line, message);
  }
}

const UNITS: Readonly<Record<string, number>> = {
  d: DAY_MS,
  h: HOUR_MS,
  m: MINUTE_MS,
  s: SECOND_MS,
  ms: 1,
};

/** Milliseconds of `1d2h30m`, `90s`, `500ms`, `0s`; undefined when it is something else. */
export function readDurationMs(text: string): number | undefined {
  if (!/^(\d+(ms|[dhms]))+$/.test(text)) return undefined;
  let ms = 0;
  for (const [, amount = '', unit = ''] of text.matchAll(/(\d+)(ms|[dhms])/g))
    ms += Number(amount) * (UNITS[unit] ?? 0);
  return ms;
}

/** The way a scenario writes a duration: `1d2h30m`, `0s`. */
export function durationText(ms: number | bigint): string {
  let rest = BigInt(ms);
  if (rest < 0n) return `-${durationText(-rest)}`;
  if (rest === 0n) return '0s';
  return Object.entries(UNITS)
    .map(([unit, length]) => {
      const amount = rest / BigInt(length);
      rest %= BigInt(length);
      return amount === 0n ? '' : `${amount}${unit}`;
    })
    .join('');
}

/** ISO 8601 text, as agreement documents want durations. */
export const isoDuration = (ms: number): string => formatDuration(ms);

/** A statement and those that belong to it. */
export interface Block {
  readonly head: Words;
  readonly body: readonly Words[];
}

/** Cuts a text into blocks. `#` begins a comment where a word could begin; words may be put in “"”. */
export function blocksOf(text: string): readonly Block[] {
  const blocks: { head: Words; body: Words[] }[] = [];
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const words = wordsOf(line, i + 1);
    if (words.words.length === 0) continue;
    const block = blocks.at(-1);
    if (!/^\s/.test(line)) blocks.push({ head: words, body: [] });
    else if (block === undefined) throw words.error('an indented line belongs to a line above, and there is none');
    else block.body.push(words);
  }
  return blocks;
}

function wordsOf(line: string, number: number): Words {
  const words: string[] = [];
  for (const [, quoted, plain = ''] of line.matchAll(/"([^"]*)"|(\S+)/g)) {
    if (quoted === undefined && plain.startsWith('#')) break;
    words.push(quoted ?? plain);
  }
  return new Words(number, words);
}
