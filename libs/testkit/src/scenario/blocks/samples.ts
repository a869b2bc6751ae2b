import { STATES, type State } from '@sla/engine';
import type { Instant } from '@sla/kernel';
import type { ScenarioReading, ScenarioSample } from '../scenario.js';
import type { Block, Words } from '../text.js';

/** Most samples of one `every` line: scenarios are read by people, and run in seconds. */
export const MAX_GENERATED = 100_000;

/**
 * `samples SERIES`, with lines
 * `INSTANT READING` one sample; a reading is up, down, degraded, unknown, GOOD/TOTAL or a decimal
 * `down FROM..TO` the state down at FROM and up at TO; degraded and unknown likewise
 * `every STEP FROM..TO READING` samples at FROM, FROM + STEP, … before TO
 */
export function readSamplesBlock({ head, body }: Block): readonly ScenarioSample[] {
  const series = head.take('the series');
  head.end();
  return body.flatMap((words) => {
    const readings = readingsOf(words);
    words.end();
    return readings.map((reading) => ({ series, ...reading }));
  });
}

type At = Omit<ScenarioSample, 'series'>;

function readingsOf(words: Words): readonly At[] {
  if (words.skip('every')) return generated(words);
  const state = STATES.find((known) => known === words.peek());
  if (state === undefined) return [{ at: words.instant('the instant'), reading: readReading(words) }];
  words.take('the state');
  const { start, end } = words.span('FROM..TO');
  return [
    { at: start, reading: { kind: 'state', state } },
    { at: end, reading: { kind: 'state', state: 'up' } },
  ];
}

function generated(words: Words): readonly At[] {
  const step = words.durationMs('the step');
  const { start, end } = words.span('FROM..TO');
  if (step <= 0 || (end - start) / step > MAX_GENERATED) {
    return words.fail(`a step of ${step} ms makes more than ${MAX_GENERATED} samples`);
  }
  const reading = readReading(words);
  const samples: At[] = [];
  for (let at: number = start; at < end; at += step) samples.push({ at: at as Instant, reading });
  return samples;
}

export function readReading(words: Words): ScenarioReading {
  const word = words.take('a reading');
  const state = STATES.find((known): known is State => known === word);
  if (state !== undefined) return { kind: 'state', state };
  const [, good, total] = /^(\d+)\/(\d+)$/.exec(word) ?? [];
  if (good !== undefined && total !== undefined) return { kind: 'count', good: BigInt(good), total: BigInt(total) };
  if (/^-?\d+(\.\d+)?$/.test(word)) return { kind: 'value', decimal: word };
  return words.fail(`“${word}” is no reading; write a state, GOOD/TOTAL or a decimal`);
}
