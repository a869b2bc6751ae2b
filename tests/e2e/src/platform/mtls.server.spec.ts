import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { credentials, type ChannelCredentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agreementsV1 as a, reportingV1 as r } from '@sla/contracts';
import { attempt, type Outcome } from '../access/attempt.js';
import { openShop, startSuite, type Suite } from '../access/shop.js';

const { getAgreement, listAgreements } = a.AgreementsServiceService;
// Requests copy their names into certificates since OpenSSL 3; LibreSSL does not.
const { stdout: version } = spawnSync('openssl', ['version'], { encoding: 'utf8' });
const withOpenssl = /^OpenSSL [3-9]/.test(version ?? '') ? describe : describe.skip;

/** A certificate authority in a folder; everything it signs lies there as `<name>.crt` and `<name>.key`. */
class Authority {
  constructor(
    private readonly dir: string,
    private readonly name: string,
  ) {
    this.#openssl('req', '-x509', ...this.#newKey(name), '-out', `${name}.crt`, '-days', '2');
  }

  sign(name: string, subjectAltName: string, days = 2): void {
    this.#openssl('req', ...this.#newKey(name), '-out', `${name}.csr`, '-addext', `subjectAltName=${subjectAltName}`);
    const signer = ['-CA', `${this.name}.crt`, '-CAkey', `${this.name}.key`, '-CAcreateserial'];
    const files = ['-in', `${name}.csr`, '-out', `${name}.crt`];
    this.#openssl('x509', '-req', ...files, ...signer, '-days', String(days), '-copy_extensions', 'copy');
  }

  #newKey(name: string): readonly string[] {
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    return [...curve, '-keyout', `${name}.key`, '-subj', `/CN=${name}`];
  }

  #openssl(...args: readonly string[]): void {
    execFileSync('openssl', args, { cwd: this.dir, stdio: 'ignore' });
  }
}

withOpenssl('an installation in which every call is encrypted and every caller shows a certificate', () => {
  let suite: Suite;

  beforeAll(async () => {
    const at = (dir: string, name: string): string => path.join(dir, name);
    const env = ({ dir }: { readonly dir: string }): Readonly<Record<string, string>> => {
      const ours = new Authority(dir, 'authority');
      ours.sign('service', 'DNS:localhost,IP:127.0.0.1,URI:sla://installation/service/suite');
      ours.sign('acme', 'URI:sla://demo/customer_manager/robot?party=acme');
      ours.sign('globex', 'URI:sla://demo/customer_manager/robot?party=globex');
      ours.sign('nobody', 'URI:sla://demo/customer_manager/robot');
      ours.sign('foreign', 'URI:sla://other/customer_manager/robot?party=acme');
      ours.sign('expired', 'URI:sla://demo/customer_manager/robot?party=acme', -1);
      new Authority(dir, 'stranger').sign('forged', 'URI:sla://demo/customer_manager/robot?party=acme');
      return {
        SLA_TENANTS: 'demo,other',
        SLA_TLS_CERT: at(dir, 'service.crt'),
        SLA_TLS_KEY: at(dir, 'service.key'),
        SLA_TLS_CLIENT_CA: at(dir, 'authority.crt'),
        SLA_TLS_CA: at(dir, 'authority.crt'),
      };
    };
    suite = await startSuite(env, ({ dir }) => channelOf(dir, 'nobody'));
    // Reports are issued with explanations that reporting asks of measurement: the services reach each other.
    await openShop(suite);
  });
  afterAll(() => suite.close());

  const channelOf = (dir: string, name?: string): ChannelCredentials => {
    const pair =
      name === undefined
        ? []
        : [readFileSync(path.join(dir, `${name}.key`)), readFileSync(path.join(dir, `${name}.crt`))];
    return credentials.createSsl(readFileSync(path.join(dir, 'authority.crt')), ...pair);
  };
  const get = (name: string | undefined, more: object = {}): Promise<Outcome> =>
    attempt(suite.services.agreements.address, {
      path: getAgreement.path,
      message: getAgreement.requestSerialize({ agreementId: 'web-shop' }),
      credentials: channelOf(suite.premises.dir, name),
      ...more,
    });

  it('lets its services call each other', async () => {
    const provider = await suite.client('reporting', r.ReportingServiceService, {
      roles: ['provider_manager'],
      party: 'northwind',
    });
    const { editions } = await provider.listReportEditions({
      agreementId: 'web-shop',
      period: '',
      pageSize: 0,
      pageToken: '',
    });
    expect(editions.length).toBeGreaterThan(0);
  });

  it('lets a party in by the name in its certificate', async () => {
    expect(await get('acme')).toMatchObject({ kind: 'served' });
  });

  it.each([
    ['of another party', 'globex', 'agreements.agreement_not_found'],
    ['of no party', 'nobody', 'agreements.party_required'],
    ['of another tenant', 'foreign', 'agreements.agreement_not_found'],
  ])('keeps a certificate %s to its own', async (_name, certificate, reason) => {
    expect(await get(certificate)).toMatchObject({ kind: 'refused', reason });
  });

  it('lets its services act for the tenant that they name, and for none without a name', async () => {
    expect(await get('service', { metadata: { 'x-sla-tenant': 'demo' } })).toMatchObject({ kind: 'served' });
    expect(await get('service')).toMatchObject({ kind: 'refused', reason: 'platform.tenant_required' });
  });

  it.each([
    ['no certificate', undefined],
    ['one that has expired', 'expired'],
    ['one of another authority', 'forged'],
  ])('does not connect to a caller with %s, whatever else it proves', async (_name, certificate) => {
    const token = await suite.token({ roles: ['auditor'] });
    const outcome = await get(certificate, { metadata: { authorization: `Bearer ${token}` } });
    expect(outcome).toMatchObject({ kind: 'refused', code: 14, reason: '' });
  });

  it('does not answer in the clear', async () => {
    const outcome = await attempt(suite.services.agreements.address, { path: listAgreements.path });
    expect(outcome).toMatchObject({ kind: 'refused', code: 14 });
  });
});
