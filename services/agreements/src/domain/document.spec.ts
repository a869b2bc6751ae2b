import { describe, expect, it } from '@jest/globals';
import type { CanonicalValue, Digest } from '@sla/kernel';
import { MAX_FINDINGS, judgeDocument, requireSound, type DocumentReading, type Finding } from './document.js';

const digest: Digest = { sha256: () => new Uint8Array(32) };
const finding = (line: number, column = 1): Finding => ({
  field: '',
  reason: 'agreements.duplicate_key',
  params: { key: 'a' },
  line,
  column,
});
const unread = (findings: readonly Finding[]): DocumentReading => ({ ok: false, findings });
const read = (value: CanonicalValue): DocumentReading => ({
  ok: true,
  value,
  positionOf: () => ({ line: 7, column: 3 }),
});

describe('judging a document', () => {
  it('lists findings in order of lines and columns', () => {
    const verdict = judgeDocument(unread([finding(2), finding(1, 9), finding(1, 2)]), digest);
    expect(verdict).toMatchObject({ findings: [finding(1, 2), finding(1, 9), finding(2)] });
  });

  it.each([
    [MAX_FINDINGS, undefined],
    [MAX_FINDINGS + 1, 1],
    [MAX_FINDINGS + 50, 50],
  ])('of %d findings leaves out %p and says so', (count, left) => {
    const verdict = judgeDocument(unread(Array.from({ length: count }, (_, i) => finding(i + 1))), digest);
    const findings = verdict.ok ? [] : verdict.findings;
    expect(findings).toHaveLength(Math.min(count, MAX_FINDINGS + 1));
    const last = findings.at(-1);
    expect(last?.reason === 'agreements.more_findings' ? last.params['count'] : undefined).toBe(left);
  });

  it('places what the terms lack', () => {
    const verdict = judgeDocument(read({ schema: 'sla-suite/agreement/v1' }), digest);
    expect(verdict.ok ? [] : verdict.findings).toContainEqual(
      expect.objectContaining({ field: 'id', reason: 'terms.missing', line: 7, column: 3 }),
    );
  });

  it('refuses an unsound document with every finding as a violation', () => {
    const call = (): unknown => requireSound(judgeDocument(unread([finding(4)]), digest));
    expect(call).toThrow(
      expect.objectContaining({
        reason: 'agreements.document_invalid',
        violations: [expect.objectContaining({ line: 4 })],
      }),
    );
  });
});
