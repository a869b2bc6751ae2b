import { defined, parseInstant, type Caller } from '@sla/kernel';
import type { LedgerEntry } from '../src/domain/booking.js';
import type { Contract } from '../src/domain/contract.js';
import type { Finding } from '../src/domain/finding.js';
import { contractOf, type ContractChoices } from '../src/domain/web-shop.fixture.js';
import { adoptVersion, endVersion } from '../src/usecases/follow-agreement.js';
import { issueReport, issueWhenComplete, type IssueOutcome } from '../src/usecases/issue-edition.js';
import type { AuditRecord, EditionSummary, Ports } from '../src/usecases/ports.js';
import { listLedger, readEdition } from '../src/usecases/read-reports.js';
import { recordFinding } from '../src/usecases/record-finding.js';
import { callerOf, FakeClock, FakeMeasurement } from './fake-ports.js';

/** One store under test, and what it has let out. */
export interface World {
  readonly ports: Ports;
  /** Events of a tenant in order, as others read them: type and aggregate. */
  events(tenant: string): Promise<readonly string[]>;
  audit(tenant: string): Promise<readonly AuditRecord[]>;
  close(): Promise<void>;
}

export type OpenWorld = (clock: FakeClock, measurement: FakeMeasurement) => Promise<World>;

/** The web shop of northwind and acme in a tenant of its own; every test gets a new one. */
export class Stage {
  readonly clock = new FakeClock();
  readonly measurement = new FakeMeasurement();
  tenant = '';
  private opened: World | undefined;
  private tenants = 0;

  async open(open: OpenWorld): Promise<void> {
    this.opened = await open(this.clock, this.measurement);
  }

  newTenant(): void {
    this.tenants += 1;
    this.tenant = `tenant-${this.tenants}`;
    this.clock.set('2026-05-01T00:00:00Z');
    this.measurement.meanwhile = () => Promise.resolve();
  }

  get world(): World {
    return defined(this.opened, 'the world of the stage');
  }

  get service(): Caller {
    return callerOf(this.tenant, undefined, 'service');
  }

  get provider(): Caller {
    return callerOf(this.tenant, 'northwind', 'provider_manager');
  }

  get customer(): Caller {
    return callerOf(this.tenant, 'acme', 'customer_manager');
  }

  async adopt(choices: ContractChoices = {}): Promise<Contract> {
    const contract = contractOf(choices);
    await this.world.ports.uow.run(this.service, (tx) => adoptVersion(tx, contract));
    return contract;
  }

  async end(text: string, version = 1): Promise<void> {
    const { ports } = this.world;
    const end = parseInstant(text);
    await ports.uow.run(this.service, (tx) => endVersion(ports)(tx, this.service, 'web-shop', version, end));
  }

  /** Takes findings in one after the other, each in a transaction of its own, as events do. */
  async record(...findings: readonly Finding[]): Promise<void> {
    const { ports } = this.world;
    for (const finding of findings) {
      await ports.uow.run(this.service, (tx) => recordFinding(ports)(tx, this.service, finding));
    }
  }

  issue(
    caller: Caller,
    order: { readonly agreementId?: string; readonly period?: string; readonly reason?: string } = {},
  ): Promise<IssueOutcome & { readonly edition: EditionSummary }> {
    return issueReport(this.world.ports)(
      caller,
      { agreementId: 'web-shop', period: '2026-03', reason: '', ...order },
      'trace',
    );
  }

  /** What the worker does in its turn. */
  work(period = '2026-03'): Promise<IssueOutcome> {
    return issueWhenComplete(this.world.ports)(this.service, { agreementId: 'web-shop', period }, 'trace');
  }

  async read(format: 'json' | 'csv' | 'html', edition = 0, caller = this.customer): Promise<string> {
    const name = { agreementId: 'web-shop', period: '2026-03', edition, format };
    return (await readEdition(this.world.ports)(caller, name)).content;
  }

  async ledger(caller = this.service): Promise<readonly LedgerEntry[]> {
    return (await listLedger(this.world.ports)(caller, { agreementId: '', after: '', limit: 1_000 })).entries;
  }

  /** Balances of all accounts, in minor units. */
  async balances(): Promise<Readonly<Record<string, bigint>>> {
    const accounts: Record<string, bigint> = {};
    for (const { debitAccount, creditAccount, amountMinor } of await this.ledger()) {
      accounts[debitAccount] = (accounts[debitAccount] ?? 0n) - amountMinor;
      accounts[creditAccount] = (accounts[creditAccount] ?? 0n) + amountMinor;
    }
    return accounts;
  }
}
