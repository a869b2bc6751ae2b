import { describe, expect, it } from '@jest/globals';
import { Session } from '../session.js';
import type { Span } from './spans.js';
import { storyOf } from './story.js';
import { MAX_DRAWN, waterfall } from './waterfall.js';

let clock = 0;
const span = (spanId: string, parentSpanId?: string, more: Partial<Span> = {}): Span => ({
  service: 'measurement',
  traceId: 't'.repeat(32),
  spanId,
  name: 'evaluate objective',
  startNs: String(++clock * 1_000_000),
  endNs: String((clock + 1) * 1_000_000),
  links: [],
  ...(parentSpanId !== undefined && { parentSpanId }),
  ...more,
});
const told = (spans: readonly Span[]) =>
  storyOf(spans).map(({ span: { spanId }, depth, count }) => [spanId, depth, count]);

describe('the story of a trace', () => {
  it('puts each span below its cause, whatever came between', () =>
    expect(told([span('a'), span('x', 'gone'), span('b', 'a'), span('c', 'b', { name: 'publish' })])).toEqual([
      ['a', 0, 1],
      ['b', 1, 1],
      ['c', 2, 1],
      ['x', 0, 1],
    ]));

  it('tells siblings that led to nothing in one line, and never one that led to something', () =>
    expect(
      told([span('a'), span('q1', 'a'), span('loud', 'a'), span('q2', 'a'), span('e', 'loud', { name: 'publish' })]),
    ).toEqual([
      ['a', 0, 1],
      ['q1', 1, 2],
      ['loud', 1, 1],
      ['e', 2, 1],
    ]));

  it('keeps a failure apart from what went well', () =>
    expect(told([span('a'), span('q', 'a'), span('f', 'a', { error: 'timeout' })]).length).toBe(3));

  it.each([
    ['at the limit', MAX_DRAWN, 0],
    ['one past it', MAX_DRAWN + 1, 1],
  ])('%s hides %s', (_name, spans, hidden) => {
    const list = Array.from({ length: spans }, (_, i) => span(`s${i}`, undefined, { name: `n${i}` }));
    const lines = waterfall(new Session('en', undefined), list).split('\n');
    expect(lines.length).toBe(MAX_DRAWN + hidden);
    expect(lines.at(-1)?.startsWith('…')).toBe(hidden === 1);
  });

  it('draws bars on one scale, in both languages', () => {
    const spans = [
      span('a', undefined, { startNs: '0', endNs: '40000000', name: 'ingest' }),
      span('b', 'a', {
        startNs: '20000000',
        endNs: '30000000',
        links: [{ traceId: 't', spanId: 'a' }],
        attributes: { 'sla.objective': 'shop-up', 'sla.window': '2026-01', 'sla.verdict': 'missed' },
      }),
    ];
    const [en, zh] = [
      waterfall(new Session('en', undefined), spans),
      waterfall(new Session('zh-CN', undefined), spans),
    ];
    expect(en.split('\n')).toEqual([
      `measurement  ${'█'.repeat(40)}      40.0 ms  ingest`,
      `measurement  ${' '.repeat(20)}${'█'.repeat(10)}${' '.repeat(10)}      10.0 ms    evaluate objective  shop-up 2026-01 missed  ⇠ 1 link`,
    ]);
    expect(zh).toContain('⇠ 1 个链接');
  });
});
