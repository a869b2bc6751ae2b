import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Caller, Instant } from '@sla/kernel';
import {
  admit,
  appendAudit,
  appendOutbox,
  arrivalOf,
  clearDeadline,
  deadlineWorker,
  dueDeadlines,
  nodeDigest,
  once,
  readOutbox,
  receive,
  setDeadline,
  takeDeadline,
  verifyAuditChain,
  type Sql,
} from '@sla/platform';
import pg from 'pg';
import { arrived, callerOf, NOW, silent, until, versionFrozen } from './fixtures.js';
import { openStore, startPostgres, type TestPostgres, type TestStore } from './infrastructure.js';

describe("platform's tables on a real PostgreSQL, as the run role", () => {
  let postgres: TestPostgres;
  let store: TestStore;

  beforeAll(async () => {
    postgres = await startPostgres();
    store = await openStore(postgres, 'store');
  });
  afterAll(async () => {
    await store.close();
    await postgres.stop();
  });

  const inTenant = <A>(tenant: string, work: (sql: Sql) => Promise<A>): Promise<A> =>
    store.database.inTenant(tenant, work);
  const count = async (sql: Sql, table: string): Promise<number> =>
    Number((await sql.rows<{ n: string }>(`select count(*) as n from ${table}`))[0]?.n);
  const asOwner = async (...statements: readonly string[]): Promise<void> => {
    const owner = new pg.Client({ connectionString: store.migrateUrl });
    await owner.connect();
    for (const statement of statements) await owner.query(statement);
    await owner.end();
  };
  const failureOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    );

  describe('row-level security', () => {
    const TENANT_TABLES = ['request', 'audit', 'audit_head', 'effect'];
    const WORKER_TABLES = ['outbox', 'outbox_aggregate', 'inbox', 'inbox_aggregate', 'deadline'];

    beforeAll(() =>
      inTenant('walled', async (sql) => {
        const request = { method: 'm', requestId: 'walled', fingerprint: 'f' };
        await once(sql, callerOf('walled', request), NOW, async () => 1);
        await appendAudit(sql, nodeDigest, callerOf('walled'), record('walled'), NOW);
        await appendOutbox(sql, callerOf('walled'), versionFrozen('walled', 1), NOW);
        await admit(sql, arrivalOf(arrived('walled', 'a', 1), 'reader'), NOW);
        await setDeadline(sql, 'walled', 'kind', 'key', NOW);
        await sql.execute(`insert into effect (tenant_id, what) values ('walled', 'x')`);
      }),
    );

    it.each([...TENANT_TABLES, ...WORKER_TABLES])('%s shows no row without a tenant, nor to another', async (table) => {
      expect(await inTenant('walled', (sql) => count(sql, table))).toBe(1);
      expect(await store.database.outside((sql) => count(sql, table))).toBe(0);
      expect(await inTenant('other', (sql) => count(sql, table))).toBe(0);
    });

    it.each(WORKER_TABLES)('%s is open to workers', async (table) => {
      expect(await store.database.inSystem((sql) => count(sql, table))).toBeGreaterThan(0);
    });

    it.each(TENANT_TABLES)('%s is closed to workers', async (table) => {
      expect(await store.database.inSystem((sql) => count(sql, table))).toBe(0);
    });

    it('refuses a row of another tenant', async () => {
      const foreign = inTenant('walled', (sql) =>
        sql.execute(`insert into effect (tenant_id, what) values ('other', 'x')`),
      );
      expect(String(await failureOf(foreign))).toContain('row-level security');
    });

    it('ends with the transaction', async () => {
      for (let i = 0; i < 12; i++) await inTenant('walled', (sql) => count(sql, 'effect'));
      expect(await store.database.outside((sql) => count(sql, 'effect'))).toBe(0);
    });
  });

  describe('history', () => {
    it.each([
      ['changes an audit entry', `update audit set reason = 'better'`],
      ['deletes an audit entry', 'delete from audit'],
      ['changes a published event', `update outbox set data = ''`],
      ['moves an event to another place', 'update outbox set aggregate_sequence = 7'],
      ['deletes an event', 'delete from outbox'],
    ])('nobody %s', async (_name, statement) => {
      await inTenant('historic', async (sql) => {
        await appendAudit(sql, nodeDigest, callerOf('historic'), record('x'), NOW);
        await appendOutbox(sql, callerOf('historic'), versionFrozen('historic', 1), NOW);
      });
      expect(String(await failureOf(inTenant('historic', (sql) => sql.execute(statement))))).toContain('never changed');
    });
  });

  describe('requests', () => {
    const asking = (requestId: string, fingerprint = 'f'): Caller =>
      callerOf('asking', { method: 'Service/Method', requestId, fingerprint });
    const effect = async (sql: Sql, what: string): Promise<{ what: string; at: bigint; bytes: Uint8Array }> => {
      await sql.execute(`insert into effect (tenant_id, what) values ('asking', $1)`, what);
      return { what, at: 12n, bytes: new Uint8Array([1, 2]) };
    };
    const effects = (what: string): Promise<number> =>
      inTenant('asking', async (sql) =>
        Number((await sql.rows<{ n: string }>('select count(*) as n from effect where what = $1', what))[0]?.n),
      );

    it('act once and answer the same', async () => {
      const ask = () => inTenant('asking', (sql) => once(sql, asking('r1'), NOW, () => effect(sql, 'r1')));
      const first = await ask();
      expect(await ask()).toEqual(first);
      expect(await effects('r1')).toBe(1);
    });

    it('act once when they come at the same time', async () => {
      const ask = () => inTenant('asking', (sql) => once(sql, asking('r2'), NOW, () => effect(sql, 'r2')));
      const answers = await Promise.all(Array.from({ length: 6 }, ask));
      expect(new Set(answers.map(({ what }) => what))).toEqual(new Set(['r2']));
      expect(await effects('r2')).toBe(1);
    });

    it('may be made again when they failed', async () => {
      const failing = inTenant('asking', (sql) =>
        once(sql, asking('r3'), NOW, async () => {
          await effect(sql, 'r3');
          throw new Error('half way');
        }),
      );
      expect(String(await failureOf(failing))).toContain('half way');
      await inTenant('asking', (sql) => once(sql, asking('r3'), NOW, () => effect(sql, 'r3')));
      expect(await effects('r3')).toBe(1);
    });

    it('are refused under the same id with another content', async () => {
      await inTenant('asking', (sql) => once(sql, asking('r4'), NOW, () => effect(sql, 'r4')));
      const other = inTenant('asking', (sql) => once(sql, asking('r4', 'g'), NOW, () => effect(sql, 'r4')));
      expect(await failureOf(other)).toMatchObject({ reason: 'platform.request_id_reused' });
    });

    it('belong to who made them', async () => {
      await inTenant('asking', (sql) => once(sql, asking('r5'), NOW, () => effect(sql, 'r5')));
      const somebody = { ...asking('r5'), principal: { ...asking('r5').principal, subject: 'somebody else' } };
      await inTenant('asking', (sql) => once(sql, somebody, NOW, () => effect(sql, 'r5')));
      expect(await effects('r5')).toBe(2);
    });
  });

  describe('the audit chain', () => {
    const write = (tenant: string, what: string): Promise<void> =>
      inTenant(tenant, (sql) => appendAudit(sql, nodeDigest, callerOf(tenant), record(what), NOW));
    const verdict = (tenant: string) => inTenant(tenant, (sql) => verifyAuditChain(sql, nodeDigest, tenant));

    it('is whole, also when many write at once', async () => {
      await Promise.all(Array.from({ length: 20 }, (_, i) => write('audited', `change ${i}`)));
      expect(await verdict('audited')).toEqual({ verified: 20n });
    });

    it('is whole when nothing was written', async () => {
      expect(await verdict('nobody')).toEqual({ verified: 0n });
    });

    it.each([
      ['an entry was changed', `update audit set reason = 'nicer' where tenant_id = 'tampered-0' and number = 2`],
      ['an entry was taken out', `delete from audit where tenant_id = 'tampered-1' and number = 2`],
      ['the end was cut off', `delete from audit where tenant_id = 'tampered-2' and number = 3`],
    ])('shows that %s', async (_name, tampering) => {
      const tenant = /tampered-\d/.exec(tampering)?.[0] ?? '';
      for (const what of ['a', 'b', 'c']) await write(tenant, what);
      await asOwner(
        'alter table audit disable trigger audit_is_history',
        'alter table audit no force row level security',
        tampering,
        'alter table audit force row level security',
        'alter table audit enable trigger audit_is_history',
      );
      const brokenAt = tampering.includes('number = 3') ? 3n : 2n;
      expect(await verdict(tenant)).toEqual({ verified: brokenAt - 1n, brokenAt });
    });
  });

  describe('the inbox', () => {
    const take = (sequence: number, aggregate = 'a') =>
      inTenant('reading', (sql) => admit(sql, arrivalOf(arrived('reading', aggregate, sequence), 'reader'), NOW));

    it('admits events in order, once', async () => {
      const answers = [];
      for (const sequence of [2, 1, 1, 3, 2, 5, 3, 4, 5]) answers.push(await take(sequence));
      expect(answers).toEqual(['gap', 'new', 'duplicate', 'gap', 'new', 'gap', 'new', 'new', 'new']);
    });

    it('admits one of many that come at once', async () => {
      const answers = await Promise.all(Array.from({ length: 8 }, () => take(1, 'rush')));
      expect(answers.filter((answer) => answer === 'new')).toHaveLength(1);
    });

    it('keeps no place for an effect that failed', async () => {
      const event = arrived('reading', 'failing', 1);
      const failing = receive(store.database, 'measurement', event, NOW, () => Promise.reject(new Error('no')));
      expect(String(await failureOf(failing))).toContain('no');
      const effects: string[] = [];
      const work = async (): Promise<void> => void effects.push('done');
      expect(await receive(store.database, 'measurement', event, NOW, work)).toBe('new');
      expect(await receive(store.database, 'measurement', event, NOW, work)).toBe('duplicate');
      expect(effects).toEqual(['done']);
    });
  });

  describe('events in order of visibility', () => {
    const read = async (after = ''): Promise<readonly { id: string; cursor: string }[]> =>
      (await inTenant('visible', (sql) => readOutbox(sql, after, 100))).map((row) => ({
        id: `${row.aggregate_id}/${row.aggregate_sequence}`,
        cursor: row.cursor,
      }));

    it('never shows an event past one that may still come before it', async () => {
      const [early, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const slow = inTenant('visible', async (sql) => {
        await appendOutbox(sql, callerOf('visible'), versionFrozen('slow', 1), NOW);
        early.resolve();
        await release.promise;
      });
      await early.promise;
      await inTenant('visible', (sql) => appendOutbox(sql, callerOf('visible'), versionFrozen('quick', 1), NOW));
      expect(await read()).toEqual([]);
      release.resolve();
      await slow;
      await until('both are visible', async () => (await read()).length === 2);
      const [first, second] = await read();
      expect([first?.id, second?.id]).toEqual(['agreement/slow/1', 'agreement/quick/1']);
      expect(await read(first?.cursor)).toEqual([second]);
      expect(await read(second?.cursor)).toEqual([]);
    });

    it.each(['x', '1', '1:', '-1:1', '99999999999999999999:1', `1:${'9'.repeat(20)}`])(
      'refuses the cursor “%s”',
      async (cursor) => {
        expect(await failureOf(read(cursor))).toMatchObject({ reason: 'platform.cursor_malformed' });
      },
    );
  });

  describe('deadlines', () => {
    const due = (kind: string, now: number) =>
      store.database.inSystem((sql) => dueDeadlines(sql, kind, now as Instant, 9));
    const set = (kind: string, key: string, at: number): Promise<void> =>
      inTenant('timed', (sql) => setDeadline(sql, 'timed', kind, key, at as Instant));
    const take = async (kind: string, now: number): Promise<boolean> => {
      const [deadline] = await due(kind, now);
      return deadline !== undefined && inTenant('timed', (sql) => takeDeadline(sql, deadline));
    };

    it('are due strictly after their instant', async () => {
      await set('strict', 'k', 1_000);
      expect(await due('strict', 1_000)).toEqual([]);
      expect(await due('strict', 1_001)).toMatchObject([{ key: 'k', dueAt: 1_000, generation: 1n }]);
    });

    it('are taken once by two replicas', async () => {
      await set('once', 'k', 1_000);
      const [deadline] = await due('once', 2_000);
      if (deadline === undefined) throw new Error('nothing is due');
      const replica = (): Promise<boolean> => inTenant('timed', (sql) => takeDeadline(sql, deadline));
      expect((await Promise.all([replica(), replica()])).sort((a, b) => (a < b ? -1 : 1))).toEqual([false, true]);
      expect(await take('once', 2_000)).toBe(false);
    });

    it('come back when who took them failed', async () => {
      await set('failing', 'k', 1_000);
      const [deadline] = await due('failing', 2_000);
      if (deadline === undefined) throw new Error('nothing is due');
      const failing = inTenant('timed', async (sql) => {
        expect(await takeDeadline(sql, deadline)).toBe(true);
        throw new Error('no');
      });
      await failureOf(failing);
      expect(await take('failing', 2_000)).toBe(true);
    });

    it('cannot be taken by who read them before they were moved', async () => {
      await set('moved', 'k', 1_000);
      const [old] = await due('moved', 2_000);
      if (old === undefined) throw new Error('nothing is due');
      await set('moved', 'k', 1_500);
      expect(await inTenant('timed', (sql) => takeDeadline(sql, old))).toBe(false);
      expect(await take('moved', 2_000)).toBe(true);
    });

    it('keep their generation when they are set to the same instant again, and can be cleared', async () => {
      await set('same', 'k', 1_000);
      await set('same', 'k', 1_000);
      expect((await due('same', 2_000))[0]?.generation).toBe(1n);
      await inTenant('timed', (sql) => clearDeadline(sql, 'timed', 'same', 'k'));
      expect(await due('same', 2_000)).toEqual([]);
    });

    it('are handled by a worker, one that fails without holding up the others', async () => {
      for (const key of ['bad', 'good', 'better']) await set('worked', key, 1_000);
      const handled: string[] = [];
      let attempts = 0;
      const worker = deadlineWorker({
        kind: 'worked',
        database: store.database,
        now: () => 5_000 as Instant,
        log: silent,
        handle: async (deadline) => {
          if (deadline.key === 'bad' && ++attempts > 0) throw new Error('no');
          await inTenant(deadline.tenant, async (sql) => {
            if (await takeDeadline(sql, deadline)) handled.push(deadline.key);
          });
        },
      });
      worker.start();
      await until('both are handled', () => handled.length === 2);
      await worker.stop();
      expect(handled.sort()).toEqual(['better', 'good']);
      expect(attempts).toBe(1);
    });
  });
});

const record = (what: string) => ({
  action: 'test.changed',
  resource: `thing/${what}`,
  beforeHash: '',
  afterHash: 'a'.repeat(64),
  reason: 'because',
});
