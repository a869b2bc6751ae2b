import { stringify } from 'yaml';
import type { Answer } from '../answer.js';
import { plain } from './plain.js';
import { tableOf } from './table.js';

export const FORMATS = ['table', 'json', 'yaml'] as const;
export type Format = (typeof FORMATS)[number];

/** The bytes of an answer in the wanted form. `none` stands for a table without rows. */
export function printed(answer: Answer, format: Format, none: string): string | Uint8Array {
  switch (format) {
    case 'json':
      return `${JSON.stringify(plain(answer.data), null, 2)}\n`;
    case 'yaml':
      return stringify(plain(answer.data));
    case 'table':
      return answer.raw ?? forPeople(answer, none);
  }
}

function forPeople({ text, tables = [] }: Answer, none: string): string {
  const blocks = [
    ...(text === undefined ? [] : [text]),
    ...tables.map((rows) => (rows.length === 1 ? none : tableOf(rows))),
  ];
  return `${blocks.join('\n\n')}\n`;
}
