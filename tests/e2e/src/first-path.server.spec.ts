import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '../../..');
const local = mkdtempSync(path.join(tmpdir(), 'sla-e2e-'));

interface Picture {
  readonly ok: boolean;
  readonly mismatches: readonly string[];
  readonly samples: number;
  readonly rows: readonly { readonly verdict: string; readonly phase: number; readonly resultHash: string }[];
  readonly newestBreach: {
    readonly traceId: string;
    readonly story: Readonly<Record<'en' | 'zh-CN', readonly string[]>>;
  };
  readonly reports: readonly string[];
}

interface Span {
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly links: readonly { readonly spanId: string }[];
}

/** npm start without its npm: real PostgreSQL, real NATS, three service processes, the whole sample world. */
function start(...options: readonly string[]): Picture {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(root, 'tools/start/main.ts'), '--json', '--exit', ...options],
    {
      cwd: root,
      env: { ...process.env, SLA_LOCAL: local, NODE_OPTIONS: '' },
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  if (status !== 0) throw new Error(`the suite ended with ${status}:\n${stderr}\n${stdout.slice(0, 2_000)}`);
  return JSON.parse(stdout) as Picture;
}

const readSpans = (): readonly Span[] =>
  readdirSync(path.join(local, 'traces'))
    .flatMap((name) => readFileSync(path.join(local, 'traces', name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Span);

describe('a signed agreement, real samples, a determination, a breach, a report', () => {
  let first: Picture;

  beforeAll(() => {
    first = start('--fresh');
  }, 600_000);

  afterAll(() => rmSync(local, { recursive: true, force: true }));

  it('agrees with the ground truth of the generator in every figure', () => {
    expect(first.mismatches).toEqual([]);
    expect(first.ok).toBe(true);
    expect(first.samples).toBe(240_154);
    expect(new Set(first.rows.map((row) => row.verdict))).toEqual(new Set(['MET', 'MISSED', 'REVIEW_REQUIRED']));
    expect(new Set(first.rows.map((row) => row.phase))).toEqual(new Set([1, 3, 4]));
  });

  it('explains the newest breach in both languages and issues reports', () => {
    expect(first.newestBreach.story.en[0]).toContain('missed its promise');
    expect(first.newestBreach.story['zh-CN'][0]).toContain('未达标');
    expect(first.reports.length).toBeGreaterThan(0);
  });

  it('is one trace: ingest, evaluation, breach event, report edition', () => {
    const spans = readSpans();
    const byId = new Map(spans.map((span) => [span.spanId, span]));
    const causes = (span: Span): readonly Span[] =>
      [span.parentSpanId ?? '', ...span.links.map((link) => link.spanId)].flatMap((id) => byId.get(id) ?? []);
    const edge = (from: [string, RegExp], to: [string, RegExp]): boolean =>
      spans.some(
        (span) =>
          span.service === to[0] &&
          to[1].test(span.name) &&
          causes(span).some((cause) => cause.service === from[0] && from[1].test(cause.name)),
      );
    expect(
      edge(['measurement', /evaluate objective/], ['measurement', /^publish sla\.measurement\.v1\.slo_breached/]),
    ).toBe(true);
    expect(
      edge(
        ['measurement', /^publish sla\.measurement\.v1\.slo_breached/],
        ['reporting', /^process sla\.measurement\.v1\.slo_breached/],
      ),
    ).toBe(true);
    expect(
      edge(['measurement', /^publish sla\.measurement\.v1\.determination_finalised/], ['reporting', /^process/]),
    ).toBe(true);
    expect(
      edge(['reporting', /^process sla\.measurement\.v1\.determination_/], ['reporting', /^issue report edition/]),
    ).toBe(true);
    expect(edge(['reporting', /Explain/], ['measurement', /Explain/])).toBe(true);
    expect(
      spans.some(
        (span) => span.service === 'measurement' && span.name === 'evaluate objective' && causes(span).length > 0,
      ),
    ).toBe(true);
  });

  it('keeps everything over a restart: same results, same hashes', () => {
    const again = start();
    expect(again.rows).toEqual(first.rows);
  }, 120_000);
});
