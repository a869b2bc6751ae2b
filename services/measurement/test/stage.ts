import { defined, parseInstant, type Caller } from '@sla/kernel';
import type { AuditRecord } from '../src/domain/audit.js';
import type { Determination } from '../src/domain/determination.js';
import type { NewColumn } from '../src/domain/sample.js';
import { adoptVersion, endVersion } from '../src/usecases/adopt-version.js';
import { advanceWatermark } from '../src/usecases/advance-watermark.js';
import { evaluateWindow } from '../src/usecases/evaluate-window.js';
import { ingestBatch } from '../src/usecases/ingest-batch.js';
import type { BatchReceipt, DeterminationName, Ports, WorkKey } from '../src/usecases/ports.js';
import { getDetermination, listDeterminations } from '../src/usecases/read-determinations.js';
import { restate, type Restated } from '../src/usecases/restate.js';
import { at, batchOf, column, state, type BatchChoices } from './batches.js';
import { callerOf, FakeClock } from './fake-ports.js';
import { contractOf, type TermsChoices } from './terms.js';

/** One store under test, and what it has let out. */
export interface World {
  readonly ports: Ports;
  /** Events of a tenant in order: type, agreement/objective/window, historical or not. */
  events(
    tenant: string,
  ): Promise<readonly { readonly type: string; readonly window: string; readonly historical: boolean }[]>;
  audit(tenant: string): Promise<readonly AuditRecord[]>;
  /** Windows of a tenant that wait now. */
  waiting(tenant: string): Promise<readonly WorkKey[]>;
  /** Loses the versions of a tenant, as no code of ours ever does. */
  forgetVersions(tenant: string): Promise<void>;
  close(): Promise<void>;
}

const EVALUATOR = { traceId: '0'.repeat(32) };

/** The parties of `shop` and its sources in a tenant of their own; every test gets a new one. */
export class Stage {
  readonly clock = new FakeClock();
  tenant = '';
  private opened: World | undefined;
  private tenants = 0;

  async open(open: (clock: FakeClock) => Promise<World>): Promise<void> {
    this.opened = await open(this.clock);
  }

  newTenant(): void {
    this.tenants += 1;
    this.tenant = `tenant-${this.tenants}`;
    this.clock.set('2026-11-01T00:00:00Z');
  }

  get world(): World {
    return defined(this.opened, 'the world of the stage');
  }

  get provider(): Caller {
    return callerOf(this.tenant, 'northwind', 'provider_manager');
  }

  get customer(): Caller {
    return callerOf(this.tenant, 'acme', 'customer_manager');
  }

  /** The probes of the installation: they act for no party. */
  get probes(): Caller {
    return callerOf(this.tenant, undefined, 'ingest');
  }

  get service(): Caller {
    return callerOf(this.tenant, undefined, 'service');
  }

  adopt(choices: TermsChoices = {}, version = 1, start = '2026-03-01T00:00:00Z'): Promise<void> {
    const contract = contractOf(choices, version, start);
    return this.world.ports.uow.run(this.service, (tx) => adoptVersion(tx, this.service, contract));
  }

  end(version: number, end: string, agreementId = 'shop'): Promise<void> {
    return this.world.ports.uow.run(this.service, (tx) =>
      endVersion(tx, this.service, agreementId, version, parseInstant(end)),
    );
  }

  ingest(columns: readonly NewColumn[], choices: BatchChoices = {}, caller = this.probes): Promise<BatchReceipt> {
    return ingestBatch(this.world.ports)(caller, batchOf(columns, choices));
  }

  /** States of the probe: `03-01T00 up`. */
  probe(...lines: readonly string[]): Promise<BatchReceipt> {
    return this.ingest([probeColumn(...lines)]);
  }

  advance(source: string, when: string, caller = this.probes): Promise<number> {
    return advanceWatermark(this.world.ports)(caller, { source, watermark: at(when) });
  }

  /** Evaluates everything that waits now, like the worker. */
  async evaluate(): Promise<void> {
    for (const key of await this.world.waiting(this.tenant))
      await evaluateWindow(this.world.ports)(this.service, key, EVALUATOR);
  }

  async get(windowLabel: string, more: Partial<DeterminationName> = {}): Promise<Determination> {
    const name = { agreementId: 'shop', objectiveId: 'availability', windowLabel, revision: 0, ...more };
    return (await getDetermination(this.world.ports)(this.service, name)).determination;
  }

  restate(windowLabel: string, reason = 'late data', version?: number): Promise<Restated> {
    const name = { agreementId: 'shop', objectiveId: 'availability', windowLabel };
    const command = { ...name, reason, ...(version !== undefined && { version }) };
    return restate(this.world.ports)(this.provider, command, EVALUATOR);
  }

  async list(): Promise<readonly Determination[]> {
    const query = { agreementId: '', allRevisions: true, after: '', limit: 1_000 };
    const { determinations } = await listDeterminations(this.world.ports)(this.service, query);
    return determinations.map(({ determination }) => determination);
  }

  /** What has been told so far, as `type window`. */
  async told(): Promise<readonly string[]> {
    return (await this.world.events(this.tenant)).map(({ type, window }) => `${type} ${window}`);
  }
}

/** `03-01T00 up`, and `03-01T00 up 7` with a sequence. */
export function probeColumn(...lines: readonly string[]): NewColumn {
  const samples = lines.map((line) => {
    const [when = '', value = '', sequence] = line.split(' ');
    return state(when, value as Parameters<typeof state>[1], sequence === undefined ? undefined : BigInt(sequence));
  });
  return column('shop.probe', ...samples);
}
