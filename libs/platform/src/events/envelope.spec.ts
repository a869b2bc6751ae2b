import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OutboxRow } from '../outbox/read.js';
import { cloudEventHeaders, incomingEvent } from './envelope.js';

const ROW: OutboxRow = {
  tenant_id: 'demo',
  event_id: 'e-1',
  subject: 'sla.agreements.v1.version_frozen',
  aggregate_id: 'agreement/x',
  aggregate_sequence: 3n,
  shard: 1,
  event_time: 1_790_000_000_001n,
  recorded_time: 1_790_000_000_000n,
  correlation_id: 'c',
  causation_id: '',
  traceparent: '',
  data: new Uint8Array([1]),
  cursor: '1:1',
};
const arrive = (headers: Readonly<Record<string, string>>) =>
  incomingEvent(ROW.subject, (name) => headers[name] ?? '', ROW.data);

describe('an event on its way', () => {
  it('comes out as it went in, in printable ASCII', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(text, text, text, (tenant_id, aggregate_id, correlation_id) => {
        const headers = cloudEventHeaders({ ...ROW, tenant_id, aggregate_id, correlation_id });
        for (const value of Object.values(headers)) expect(value).toMatch(/^[\x21-\x7e]*$/);
        expect(arrive(headers)).toMatchObject({
          id: 'e-1',
          tenant: tenant_id,
          aggregateId: aggregate_id,
          correlationId: correlation_id,
          aggregateSequence: 3n,
        });
      }),
    );
  });

  it('carries its times in UTC', () => {
    expect(cloudEventHeaders(ROW)).toMatchObject({
      'ce-time': '2026-09-21T14:13:20.001Z',
      'ce-recordedtime': '2026-09-21T14:13:20Z',
    });
  });

  it.each([
    ['an id', { 'ce-id': '' }],
    ['a tenant', { 'ce-tenantid': '' }],
    ['an aggregate', { 'ce-aggregateid': '' }],
    ['a readable aggregate', { 'ce-aggregateid': '%zz' }],
    ['a sequence', { 'ce-aggregatesequence': '' }],
    ['a sequence from 1 on', { 'ce-aggregatesequence': '0' }],
    ['a whole sequence', { 'ce-aggregatesequence': '1.5' }],
    ['a sequence that PostgreSQL can keep', { 'ce-aggregatesequence': '9'.repeat(19) }],
  ])('is none without %s', (_name, changes) => {
    expect(arrive({ ...cloudEventHeaders(ROW), ...changes })).toBeUndefined();
  });
});
