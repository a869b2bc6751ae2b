import { defined, parseInstant, type Caller } from '@sla/kernel';
import type { Agreement } from '../src/domain/agreement.js';
import type { AuditRecord } from '../src/domain/audit.js';
import { activateVersion } from '../src/usecases/activate-version.js';
import { applyDocument, type AppliedDocument } from '../src/usecases/apply-document.js';
import { freezeVersion } from '../src/usecases/freeze-version.js';
import { getAgreement } from '../src/usecases/get-agreement.js';
import type { Ports } from '../src/usecases/ports.js';
import { registerSigningKey } from '../src/usecases/register-signing-key.js';
import { signVersion } from '../src/usecases/sign-version.js';
import { documentOf, type DocumentChoices } from './documents.js';
import { FakeClock, callerOf } from './fake-ports.js';
import { makeKey, type TestKey } from './signing.js';

/** One store under test, and what it has let out. */
export interface World {
  readonly ports: Ports;
  /** Events of a tenant in order, as others read them. */
  events(
    tenant: string,
  ): Promise<readonly { readonly type: string; readonly aggregate: string; readonly version: number }[]>;
  audit(tenant: string): Promise<readonly AuditRecord[]>;
  close(): Promise<void>;
}

/** The two parties of `web-shop` at work in a tenant of their own; every test gets a new one. */
export class Stage {
  readonly clock = new FakeClock();
  tenant = '';
  private readonly keys = new Map<string, TestKey>();
  private opened: World | undefined;
  private tenants = 0;

  async open(open: (clock: FakeClock) => Promise<World>): Promise<void> {
    this.opened = await open(this.clock);
    for (const party of ['northwind', 'acme', 'globex']) this.keys.set(party, await makeKey(`${party}-key`));
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

  apply(caller: Caller, choices: DocumentChoices = {}, etag = ''): Promise<AppliedDocument> {
    return applyDocument(this.world.ports)(caller, { document: documentOf(choices), format: 'yaml', etag });
  }

  freeze(caller: Caller, version = 1, etag = ''): Promise<Agreement> {
    return freezeVersion(this.world.ports)(caller, { agreementId: 'web-shop', version, etag });
  }

  get(caller: Caller, agreementId = 'web-shop'): Promise<Agreement> {
    return getAgreement(this.world.ports)(caller, { agreementId });
  }

  activate(caller: Caller, version = 1, at?: string): Promise<Agreement> {
    const when = at === undefined ? {} : { effectiveAt: parseInstant(at) };
    return activateVersion(this.world.ports)(caller, { agreementId: 'web-shop', version, ...when });
  }

  keyOf(party: string): TestKey {
    return defined(this.keys.get(party), `key of ${party}`);
  }

  register(caller: Caller, key = this.keyOf(caller.principal.party ?? '')): Promise<{ readonly thumbprint: string }> {
    const { keyId, publicJwk } = key;
    return registerSigningKey(this.world.ports)(caller, { party: caller.principal.party ?? '', keyId, publicJwk });
  }

  async sign(caller: Caller, version = 1, key = this.keyOf(caller.principal.party ?? '')): Promise<Agreement> {
    const hash = (await this.get(caller)).versions[version - 1]?.contentHash ?? '';
    const jws = await key.sign(hash);
    return signVersion(this.world.ports)(caller, { agreementId: 'web-shop', version, keyId: key.keyId, jws });
  }

  async signByBoth(version: number): Promise<Agreement> {
    await this.freeze(this.provider, version);
    await this.sign(this.provider, version);
    return this.sign(this.customer, version);
  }

  /** Version 1 signed by both and in force since the start of its term. */
  async inForce(): Promise<Agreement> {
    await this.apply(this.provider);
    await this.register(this.provider);
    await this.register(this.customer);
    await this.signByBoth(1);
    return this.activate(this.customer);
  }
}
