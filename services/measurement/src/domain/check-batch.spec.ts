import { describe, expect, it } from '@jest/globals';
import { DomainError, MAX_INSTANT, MIN_INSTANT, type Instant } from '@sla/kernel';
import {
  checkBatch,
  MAX_AHEAD_MS,
  MAX_BATCH_BYTES,
  MAX_BATCH_KEY_LENGTH,
  MAX_BATCH_SAMPLES,
  MAX_LISTED,
} from './check-batch.js';
import type { NewBatch, NewColumn, NewSample, Reading } from './sample.js';
import { MARCH, state } from './sample.fixture.js';

const column = (...samples: NewSample[]): NewColumn => ({
  series: 'probe',
  kind: samples[0]?.reading.kind ?? 'state',
  samples,
});
const batchOf = (change: Partial<NewBatch> = {}): NewBatch => ({
  batchKey: 'k',
  source: 'probes',
  conflictRule: 'refuse',
  historical: false,
  columns: [column(state(0, 'up'))],
  contentHash: '',
  payload: new Uint8Array(1),
  ...change,
});
const reading = (value: Reading): NewBatch => batchOf({ columns: [column({ at: MARCH, reading: value })] });
const at = (ms: number): NewBatch => batchOf({ columns: [column({ ...state(0, 'up'), at: ms as Instant })] });
const samples = (count: number): NewBatch =>
  batchOf({ columns: [column(...Array.from({ length: count }, (_, i) => state(i / 60_000, 'up')))] });

/** `place: reason` of every fault. */
function faultsOf(batch: NewBatch, now = MARCH): readonly string[] {
  try {
    checkBatch(batch, now);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect([error.kind, error.reason]).toEqual(['invalid_argument', 'measurement.batch_invalid']);
    return error.violations.map((violation) => `${violation.field}: ${violation.reason.split('.')[1]}`);
  }
  return [];
}

describe('a batch', () => {
  it.each<[string, NewBatch, readonly string[]]>([
    ['sound', batchOf(), []],
    ['with a key as long as allowed', batchOf({ batchKey: 'k'.repeat(MAX_BATCH_KEY_LENGTH) }), []],
    [
      'with a longer key',
      batchOf({ batchKey: 'k'.repeat(MAX_BATCH_KEY_LENGTH + 1) }),
      ['batch.batch_key: batch_key_length'],
    ],
    ['without key', batchOf({ batchKey: '' }), ['batch.batch_key: batch_key_length']],
    ['with NUL in the key', batchOf({ batchKey: 'a\0' }), ['batch.batch_key: text_with_nul']],
    ['without source', batchOf({ source: '' }), ['batch.source: id_malformed']],
    ['as many bytes as allowed', batchOf({ payload: new Uint8Array(MAX_BATCH_BYTES) }), []],
    ['one byte more', batchOf({ payload: new Uint8Array(MAX_BATCH_BYTES + 1) }), ['batch: batch_too_many_bytes']],
    ['as many samples as allowed', samples(MAX_BATCH_SAMPLES), []],
    ['one sample more', samples(MAX_BATCH_SAMPLES + 1), ['batch.columns: batch_too_large']],
    ['without columns', batchOf({ columns: [] }), ['batch.columns: batch_empty']],
    ['without samples', batchOf({ columns: [column()] }), ['batch.columns: batch_empty']],
    ['at the first instant', at(MIN_INSTANT), []],
    ['before it', at(MIN_INSTANT - 1), ['batch.columns[0].at_ms[0]: instant_out_of_range']],
    ['after the last instant', at(MAX_INSTANT + 1), ['batch.columns[0].at_ms[0]: instant_out_of_range']],
    ['at no instant', at(Number.NaN), ['batch.columns[0].at_ms[0]: instant_out_of_range']],
    ['at half a millisecond', at(MARCH + 0.5), ['batch.columns[0].at_ms[0]: instant_out_of_range']],
    ['as far ahead as allowed', at(MARCH + MAX_AHEAD_MS), []],
    ['one millisecond farther', at(MARCH + MAX_AHEAD_MS + 1), ['batch.columns[0].at_ms[0]: sample_from_future']],
    ['of no events', reading({ kind: 'count', good: 0n, total: 0n }), []],
    ['of good events only', reading({ kind: 'count', good: 3n, total: 3n }), []],
    [
      'of more good than events',
      reading({ kind: 'count', good: 4n, total: 3n }),
      ['batch.columns[0].counts[0]: good_above_total'],
    ],
    [
      'of negative counts',
      reading({ kind: 'count', good: -1n, total: 0n }),
      ['batch.columns[0].counts[0]: negative_count'],
    ],
    ['of negative values', reading({ kind: 'value', scaled: -1n, scale: 0 }), []],
    [
      'of values of which the worst is to be kept',
      { ...reading({ kind: 'value', scaled: 1n, scale: 0 }), conflictRule: 'keep_worst' },
      ['batch.conflict_rule: worst_of_values'],
    ],
  ])('%s', (_name, batch, faults) => {
    expect(faultsOf(batch)).toEqual(faults);
  });

  it('names all its faults, each with its place', () => {
    const columns = [
      column(state(0, 'up')),
      { ...column(state(0, 'up'), { ...state(1, 'up'), at: 0.5 as Instant }), series: 'X' },
    ];
    expect(faultsOf(batchOf({ batchKey: '', columns }))).toEqual([
      'batch.batch_key: batch_key_length',
      'batch.columns[1].series: id_malformed',
      'batch.columns[1].at_ms[1]: instant_out_of_range',
    ]);
  });

  it('counts all its faults and lists the first', () => {
    const many = Array.from({ length: MAX_LISTED + 5 }, () => ({ ...state(0, 'up'), at: 0.5 as Instant }));
    expect(faultsOf(batchOf({ columns: [column(...many)] }))).toHaveLength(MAX_LISTED);
    expect(() => checkBatch(batchOf({ columns: [column(...many)] }), MARCH)).toThrow(`{"count":${MAX_LISTED + 5}}`);
  });
});
