import type { State } from '@sla/engine';
import { canonicalJson, parseInstant, sha256Hex } from '@sla/kernel';
import type { ConflictRule, NewBatch, NewColumn, Reading } from '../src/domain/sample.js';
import { digest } from './fake-ports.js';

/** `2026-03-01T00:00:00Z`, with everything after the day left out at will: `03-01`, `03-01T12`, `03-01T12:30`. */
export const at = (text: string): ReturnType<typeof parseInstant> =>
  parseInstant(`2026-${text.length === 5 ? `${text}T00` : text}${text.includes(':') ? '' : ':00'}:00Z`);

export const state = (when: string, value: State, sequence?: bigint): NewColumn['samples'][number] =>
  sampleOf(when, { kind: 'state', state: value }, sequence);

export const count = (when: string, good: number, total: number): NewColumn['samples'][number] =>
  sampleOf(when, { kind: 'count', good: BigInt(good), total: BigInt(total) });

export const value = (when: string, scaled: number, scale = 0): NewColumn['samples'][number] =>
  sampleOf(when, { kind: 'value', scaled: BigInt(scaled), scale });

const sampleOf = (when: string, reading: Reading, sequence?: bigint): NewColumn['samples'][number] => ({
  at: at(when),
  reading,
  ...(sequence !== undefined && { sequence }),
});

export const column = (series: string, ...samples: NewColumn['samples']): NewColumn => ({
  series,
  kind: samples[0]?.reading.kind ?? 'state',
  samples,
});

export interface BatchChoices {
  readonly key?: string;
  readonly source?: string;
  readonly rule?: ConflictRule;
  readonly historical?: boolean;
}

/** A batch whose key is its content, where none is chosen. */
export function batchOf(columns: readonly NewColumn[], choices: BatchChoices = {}): NewBatch {
  const { source = 'probe', rule = 'refuse', historical = false } = choices;
  const content = canonicalJson({
    rule,
    historical,
    columns: columns.map(({ series, samples }) => ({
      series,
      samples: samples.map(({ at: when, sequence, reading }) => ({
        when,
        sequence: String(sequence),
        reading: Object.values(reading).map(String),
      })),
    })),
  });
  const contentHash = sha256Hex(digest, content);
  return {
    batchKey: choices.key ?? contentHash,
    source,
    conflictRule: rule,
    historical,
    columns,
    payload: new TextEncoder().encode(content),
    contentHash,
  };
}
