import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError, defined, parseInstant, type Caller } from '@sla/kernel';
import { activateVersion } from '../src/usecases/activate-version.js';
import { applyDocument } from '../src/usecases/apply-document.js';
import { freezeVersion } from '../src/usecases/freeze-version.js';
import { getAgreement } from '../src/usecases/get-agreement.js';
import { getTerms } from '../src/usecases/get-terms.js';
import { listAgreements } from '../src/usecases/list-agreements.js';
import type { Ports } from '../src/usecases/ports.js';
import { registerSigningKey } from '../src/usecases/register-signing-key.js';
import { signVersion } from '../src/usecases/sign-version.js';
import { terminateAgreement } from '../src/usecases/terminate-agreement.js';
import { watchAgreements, type WatchItem } from '../src/usecases/watch-agreements.js';
import type { AuditRecord } from '../src/domain/audit.js';
import type { Agreement } from '../src/domain/agreement.js';
import { documentOf, type DocumentChoices } from './documents.js';
import { FakeClock, callerOf } from './fake-ports.js';
import { rejectionOf } from './refusal.js';
import { makeKey, type TestKey } from './signing.js';

/** One store under test, and what it has let out. */
export interface World {
  readonly ports: Ports;
  /** Types and contents of the events of a tenant in order, as others read them. */
  events(
    tenant: string,
  ): Promise<readonly { readonly type: string; readonly aggregate: string; readonly version: number }[]>;
  audit(
    tenant: string,
  ): Promise<readonly Pick<AuditRecord, 'action' | 'resource' | 'beforeHash' | 'afterHash' | 'reason'>[]>;
  close(): Promise<void>;
}

/** The behaviour that every store must show; run on the fake one and on a real PostgreSQL. */
export function useCaseSuite(name: string, open: (clock: FakeClock) => Promise<World>): void {
  describe(`use cases on ${name}`, () => {
    const clock = new FakeClock();
    const keys = new Map<string, TestKey>();
    let world: World;
    let tenants = 0;
    let tenant: string;
    let provider: Caller;
    let customer: Caller;

    beforeAll(async () => {
      world = await open(clock);
      for (const party of ['northwind', 'acme', 'globex']) keys.set(party, await makeKey(`${party}-key`));
    });
    afterAll(() => world.close());
    beforeEach(() => {
      tenants += 1;
      tenant = `tenant-${tenants}`;
      provider = callerOf(tenant, 'northwind', 'provider_manager');
      customer = callerOf(tenant, 'acme', 'customer_manager');
      clock.set('2026-11-01T00:00:00Z');
    });

    const apply = (caller: Caller, choices: DocumentChoices = {}, etag = '') =>
      applyDocument(world.ports)(caller, { document: documentOf(choices), format: 'yaml', etag });
    const freeze = (caller: Caller, version = 1, etag = '') =>
      freezeVersion(world.ports)(caller, { agreementId: 'web-shop', version, etag });
    const get = (caller: Caller, agreementId = 'web-shop') => getAgreement(world.ports)(caller, { agreementId });
    const activate = (caller: Caller, version = 1, at?: string) =>
      activateVersion(world.ports)(caller, {
        agreementId: 'web-shop',
        version,
        ...(at !== undefined && { effectiveAt: parseInstant(at) }),
      });
    const keyOf = (party: string): TestKey => defined(keys.get(party), `key of ${party}`);
    const register = (caller: Caller, key = keyOf(caller.principal.party ?? '')) =>
      registerSigningKey(world.ports)(caller, {
        party: caller.principal.party ?? '',
        keyId: key.keyId,
        publicJwk: key.publicJwk,
      });

    async function sign(caller: Caller, version = 1, key = keyOf(caller.principal.party ?? '')): Promise<Agreement> {
      const hash = (await get(caller)).versions[version - 1]?.contentHash ?? '';
      const jws = await key.sign(hash);
      return signVersion(world.ports)(caller, { agreementId: 'web-shop', version, keyId: key.keyId, jws });
    }

    async function signByBoth(version: number): Promise<Agreement> {
      await freeze(provider, version);
      await sign(provider, version);
      return sign(customer, version);
    }

    /** Version 1 signed by both and in force since the start of its term. */
    async function inForce(): Promise<Agreement> {
      await apply(provider);
      await register(provider);
      await register(customer);
      await signByBoth(1);
      return activate(customer);
    }

    describe('the life of an agreement', () => {
      it('goes from draft to termination, with events and audit entries for every step', async () => {
        await inForce();
        await apply(customer, { target: '99.95' });
        await signByBoth(2);
        await activate(provider, 2);
        const ended = await terminateAgreement(world.ports)(customer, {
          agreementId: 'web-shop',
          effectiveAt: parseInstant('2026-12-01T00:00:00Z'),
          reason: 'moved away',
        });
        expect(ended.versions.map(({ number, state, effective }) => [number, state, effective])).toEqual([
          [1, 'superseded', { start: parseInstant('2025-10-01T00:00:00Z'), end: parseInstant('2026-11-01T00:00:00Z') }],
          [2, 'terminated', { start: parseInstant('2026-11-01T00:00:00Z'), end: parseInstant('2026-12-01T00:00:00Z') }],
        ]);
        expect(await get(provider)).toEqual(ended);
        expect((await world.events(tenant)).map(({ type, version }) => `${type} ${version}`)).toEqual([
          'version_frozen 1',
          'version_signed 1',
          'version_signed 1',
          'agreement_effective 1',
          'version_frozen 2',
          'version_signed 2',
          'version_signed 2',
          'version_superseded 1',
          'agreement_effective 2',
          'agreement_terminated 2',
        ]);
        const audit = await world.audit(tenant);
        expect(audit.map(({ action }) => action.replace('agreements.', ''))).toEqual([
          'draft.stored',
          'signing_key.registered',
          'signing_key.registered',
          'version.frozen',
          'version.signed',
          'version.signed',
          'version.activated',
          'draft.stored',
          'version.frozen',
          'version.signed',
          'version.signed',
          'version.activated',
          'agreement.terminated',
        ]);
        expect(audit.at(-1)).toMatchObject({ resource: 'agreement/web-shop', reason: 'moved away' });
        const ofAgreement = audit.filter(({ resource }) => resource.startsWith('agreement/'));
        expect(ofAgreement.slice(1).map(({ beforeHash }) => beforeHash)).toEqual(
          ofAgreement.slice(0, -1).map(({ afterHash }) => afterHash),
        );
      });

      it('keeps the versions chained by their hashes', async () => {
        await apply(provider);
        await freeze(provider);
        const { agreement, version } = await apply(provider, { target: '99.95' });
        expect(version).toBe(2);
        expect(agreement.versions[1]?.previousHash).toBe(agreement.versions[0]?.contentHash);
        expect(agreement.versions[0]?.previousHash).toBeUndefined();
      });

      it('gives back the terms that were signed', async () => {
        const agreement = await inForce();
        const contentHash = agreement.versions[0]?.contentHash ?? '';
        const terms = await getTerms(world.ports)(customer, { contentHash });
        expect(terms).toMatchObject({ agreementId: 'web-shop', version: 1 });
        expect(Buffer.from(world.ports.digest.sha256(terms.canonicalJson)).toString('hex')).toBe(contentHash);
        expect(JSON.parse(terms.canonicalJson)).toMatchObject({ objectives: [{ target: '99.9' }] });
      });
    });

    describe('applying', () => {
      it('the same content again changes nothing', async () => {
        const first = await apply(provider);
        const second = await apply(customer);
        expect(first.changed).toBe(true);
        expect(second).toEqual({ ...first, changed: false });
        expect(await world.audit(tenant)).toHaveLength(1);
      });

      it('the same content in another spelling is the same content', async () => {
        const first = await apply(provider);
        const text = Buffer.from(documentOf()).toString().replace('target: 99.9', 'target: "99.9" # percent');
        const document = Buffer.from(`# reviewed\n${text}`);
        expect(await applyDocument(world.ports)(provider, { document, format: 'detect', etag: '' })).toEqual({
          ...first,
          changed: false,
        });
      });

      it('an earlier version again changes nothing', async () => {
        await inForce();
        await apply(provider, { target: '99.95' });
        expect(await apply(provider)).toMatchObject({ version: 1, changed: false });
      });

      it('replaces a draft with all it says', async () => {
        await apply(provider);
        await apply(provider, { title: 'Other title', customer: 'acme', end: '2029-01-01T00:00:00Z' });
        const [version, ...others] = (await get(provider)).versions;
        expect(others).toEqual([]);
        expect(version).toMatchObject({
          number: 1,
          state: 'draft',
          term: { end: parseInstant('2029-01-01T00:00:00Z') },
        });
        expect((await get(provider)).title.en).toBe('Other title');
      });

      it('moves a draft to another customer, who then sees it instead of the first', async () => {
        await apply(provider);
        await apply(provider, { customer: 'globex' });
        expect((await get(callerOf(tenant, 'globex', 'customer_manager'))).parties[1]?.id).toBe('globex');
        expect(await rejectionOf(get(customer))).toBe('agreements.agreement_not_found');
      });

      it('a faulty document stores nothing and names every fault with its line', async () => {
        const refusal = apply(provider, { target: '101', start: 'yesterday' });
        const error: unknown = await refusal.catch((reason: unknown) => reason);
        if (!(error instanceof DomainError)) throw new Error(String(error));
        expect(error.reason).toBe('agreements.document_invalid');
        expect(error.violations.map(({ field, line }) => [field, line])).toEqual(
          expect.arrayContaining([
            ['term.start', 8],
            ['objectives[0].target', 22],
          ]),
        );
        expect(await rejectionOf(get(provider))).toBe('agreements.agreement_not_found');
      });

      it("is refused for parties that are not the caller's", async () => {
        expect(await rejectionOf(apply(customer, { customer: 'globex' }))).toBe('agreements.not_a_party');
      });

      it('does not tell who holds a taken id', async () => {
        await apply(provider);
        const globex = callerOf(tenant, 'globex', 'customer_manager');
        await expect(apply(globex, { customer: 'globex' })).rejects.toMatchObject({
          reason: 'agreements.id_taken',
          params: { id: 'web-shop' },
        });
      });
    });

    describe('conditions', () => {
      it('an etag must be the one of now', async () => {
        const { agreement } = await apply(provider, {}, 'none');
        expect(await rejectionOf(apply(provider, { target: '99' }, 'none'))).toBe('agreements.etag_mismatch');
        expect(await rejectionOf(freeze(provider, 1, '999'))).toBe('agreements.etag_mismatch');
        expect((await freeze(provider, 1, String(agreement.revision))).versions[0]?.state).toBe('awaiting_signature');
      });

      it('a request id answers the same, once', async () => {
        const request = { method: 'Freeze', requestId: 'r1', fingerprint: 'f1' };
        await apply(provider);
        const first = await freeze({ ...provider, request });
        await register(provider);
        await sign(provider);
        expect(await freeze({ ...provider, request })).toEqual(first);
        expect((await world.events(tenant)).filter(({ type }) => type === 'version_frozen')).toHaveLength(1);
        expect(await rejectionOf(freeze({ ...provider, request: { ...request, fingerprint: 'f2' } }))).toBe(
          'platform.request_id_reused',
        );
      });

      it('a refused request leaves its id free', async () => {
        const request = { method: 'Freeze', requestId: 'r2', fingerprint: 'f1' };
        expect(await rejectionOf(freeze({ ...provider, request }))).toBe('agreements.agreement_not_found');
        await apply(provider);
        expect((await freeze({ ...provider, request })).versions[0]?.state).toBe('awaiting_signature');
      });
    });

    describe('signing', () => {
      beforeEach(async () => {
        await apply(provider);
        await freeze(provider);
        await register(provider);
      });

      it('the same signature again changes nothing', async () => {
        const once = await sign(provider);
        expect(await sign(provider)).toEqual(once);
      });

      it.each<[string, () => Promise<unknown>, string]>([
        [
          'with a key that nobody has',
          async () => sign(customer, 1, await makeKey('unknown')),
          'agreements.key_not_found',
        ],
        [
          'with the key of the other party',
          () => sign(customer, 1, keyOf('northwind')),
          'agreements.sign_with_foreign_key',
        ],
        ['of another text', () => signText('another text'), 'agreements.signature_wrong'],
        [
          'with another private key',
          async () => sign(provider, 1, await makeKey('northwind-key')),
          'agreements.signature_wrong',
        ],
        ['by an auditor of the party', () => sign(callerOf(tenant, 'acme', 'auditor')), 'agreements.role_mismatch'],
      ])('is refused %s', async (_name, call, reason) => {
        expect(await rejectionOf(call())).toBe(reason);
        expect((await get(provider)).versions[0]?.signatures).toEqual([]);
      });

      const signText = async (text: string): Promise<unknown> => {
        const jws = await keyOf('northwind').sign(text);
        return signVersion(world.ports)(provider, { agreementId: 'web-shop', version: 1, keyId: 'northwind-key', jws });
      };

      it('is refused for a draft', async () => {
        await apply(provider, { target: '99.95' });
        expect(await rejectionOf(sign(provider, 2))).toBe('agreements.sign_draft');
      });

      it('an unsigned version does not come into force', async () => {
        await sign(provider);
        await expect(activate(provider)).rejects.toMatchObject({
          reason: 'agreements.activate_unsigned',
          params: { missing: 'acme' },
        });
      });
    });

    describe('keys', () => {
      it('the same key again is the same key', async () => {
        expect(await register(provider)).toEqual(await register(provider));
        expect(await world.audit(tenant)).toHaveLength(1);
      });

      it.each<[string, () => Promise<unknown>, string]>([
        [
          'under a taken id',
          async () => register(provider, { ...(await makeKey('x')), keyId: 'northwind-key' }),
          'agreements.key_id_taken',
        ],
        ['of another party', () => register(customer, keyOf('northwind')), 'agreements.key_of_another_party'],
        [
          'that is private',
          () =>
            register(customer, { ...keyOf('acme'), publicJwk: '{"kty":"OKP","crv":"Ed25519","x":"","d":"s3cret"}' }),
          'agreements.jwk_private',
        ],
        [
          'with an unusable id',
          () => register(customer, { ...keyOf('acme'), keyId: 'a/b' }),
          'agreements.key_id_malformed',
        ],
      ])('refuses a key %s', async (_name, call, reason) => {
        await register(provider);
        expect(await rejectionOf(call())).toBe(reason);
      });

      it('of two parties that register one key at once, one gets it', async () => {
        const outcomes = await Promise.all(
          [provider, customer].map((caller) => rejectionOf(register(caller, keyOf('globex')))),
        );
        expect(outcomes).toContain('nothing was refused');
        expect(outcomes.find((outcome) => outcome !== 'nothing was refused')).toMatch(
          /^agreements\.(key_of_another_party|key_changed_meanwhile)$/,
        );
      });

      it('registers for the own party only', async () => {
        const { keyId, publicJwk } = keyOf('acme');
        const call = registerSigningKey(world.ports)(provider, { party: 'acme', keyId, publicJwk });
        expect(await rejectionOf(call)).toBe('agreements.key_for_other_party');
      });
    });

    describe('activation', () => {
      it('twice changes nothing', async () => {
        const once = await inForce();
        expect(await activate(provider)).toEqual(once);
        expect((await world.events(tenant)).filter(({ type }) => type === 'agreement_effective')).toHaveLength(1);
      });

      it('by both parties at once happens once', async () => {
        await inForce();
        await apply(provider, { target: '99.95' });
        await signByBoth(2);
        const at = '2027-01-01T00:00:00Z';
        const both = await Promise.all([activate(provider, 2, at), activate(customer, 2, at)]);
        expect(both[0]).toEqual(both[1]);
        expect((await world.events(tenant)).filter(({ type }) => type === 'version_superseded')).toHaveLength(1);
      });

      it('at two different instants at once lets one win and refuses the other', async () => {
        await apply(provider);
        await register(provider);
        await register(customer);
        await signByBoth(1);
        const outcomes = await Promise.allSettled([
          activate(provider, 1, '2026-01-01T00:00:00Z'),
          activate(customer, 1, '2026-02-01T00:00:00Z'),
        ]);
        expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
        expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
          reason: { reason: 'agreements.already_effective' },
        });
      });

      it('of an amendment cannot reach back before its signatures', async () => {
        await inForce();
        await apply(provider, { target: '99.95' });
        await signByBoth(2);
        expect(await rejectionOf(activate(provider, 2, '2026-10-31T23:59:59.999Z'))).toBe(
          'agreements.activate_before_signature',
        );
      });
    });

    describe('creation', () => {
      it('by two callers at once ends in one agreement', async () => {
        const outcomes = await Promise.allSettled([apply(provider), apply(customer, { target: '99.5' })]);
        expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
        expect((await get(provider)).versions).toHaveLength(1);
      });
    });

    describe('who sees what', () => {
      beforeEach(async () => {
        await apply(provider);
        await apply(provider, { id: 'data-platform', customer: 'globex' });
      });

      const idsOf = async (caller: Caller, party?: string): Promise<readonly string[]> => {
        const page = await listAgreements(world.ports)(caller, {
          after: '',
          limit: 50,
          ...(party !== undefined && { party }),
        });
        return page.agreements.map(({ id }) => id);
      };

      it('a party sees its own agreements, operators and services see all', async () => {
        expect(await idsOf(provider)).toEqual(['data-platform', 'web-shop']);
        expect(await idsOf(customer)).toEqual(['web-shop']);
        expect(await idsOf(callerOf(tenant, undefined, 'operator'))).toEqual(['data-platform', 'web-shop']);
        expect(await idsOf(provider, 'globex')).toEqual(['data-platform']);
        expect(await idsOf(customer, 'globex')).toEqual([]);
      });

      it('another tenant sees nothing', async () => {
        const stranger = callerOf(`${tenant}-other`, 'northwind', 'provider_manager');
        expect(await idsOf(stranger)).toEqual([]);
        expect(await rejectionOf(get(stranger))).toBe('agreements.agreement_not_found');
      });

      it('pages in order of id', async () => {
        const first = await listAgreements(world.ports)(provider, { after: '', limit: 1 });
        expect(first).toMatchObject({ agreements: [{ id: 'data-platform' }], next: 'data-platform' });
        const second = await listAgreements(world.ports)(provider, { after: 'data-platform', limit: 1 });
        expect(second.agreements.map(({ id }) => id)).toEqual(['web-shop']);
        expect(second.next).toBeUndefined();
      });

      it('agreements and terms of others do not exist', async () => {
        const contentHash = (await get(provider, 'data-platform')).versions[0]?.contentHash ?? '';
        expect(await rejectionOf(get(customer, 'data-platform'))).toBe('agreements.agreement_not_found');
        expect(await rejectionOf(getTerms(world.ports)(customer, { contentHash }))).toBe('agreements.terms_not_found');
      });
    });

    describe('watching', () => {
      const watch = (caller: Caller, end: AbortController): AsyncGenerator<WatchItem> =>
        watchAgreements(world.ports)(caller, {}, end.signal);

      const next = async (items: AsyncGenerator<WatchItem>): Promise<string> => {
        const { value, done } = await items.next();
        if (done === true) return 'end';
        const item = value as WatchItem;
        return item.kind === 'caught_up'
          ? 'caught up'
          : `${item.agreement.id} ${item.agreement.versions.at(-1)?.state}`;
      };

      it('sends what is there, says so, then every change, and ends with the signal', async () => {
        await apply(provider);
        const end = new AbortController();
        const items = watch(provider, end);
        expect(await next(items)).toBe('web-shop draft');
        expect(await next(items)).toBe('caught up');
        await freeze(provider);
        expect(await next(items)).toBe('web-shop awaiting_signature');
        await apply(provider, { id: 'data-platform', customer: 'globex' });
        expect(await next(items)).toBe('data-platform draft');
        end.abort();
        expect(await next(items)).toBe('end');
      });

      it('shows a party its own agreements only', async () => {
        const end = new AbortController();
        const items = watch(customer, end);
        expect(await next(items)).toBe('caught up');
        await apply(provider, { id: 'data-platform', customer: 'globex' });
        await apply(provider);
        expect(await next(items)).toBe('web-shop draft');
        end.abort();
      });
    });
  });
}
