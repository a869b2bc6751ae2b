import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jwtVerify } from 'jose';
import { tokenFile } from '../client/token-source.js';
import { apiKeyFile, parseApiKeys } from './api-keys.js';
import { fresh } from './fresh.js';
import { keySource } from './key-source.js';
import { createLocalIssuer, LOCAL_AUDIENCE, LOCAL_ISSUER } from './local-issuer.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const key = (text: string, changes: object = {}): object => ({
  sha256: sha256(text),
  subject: 'probe',
  tenant: 'demo',
  roles: ['ingest'],
  ...changes,
});

describe('files that prove who calls', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'sla-files-'));
  });
  afterAll(() => rmSync(dir, { recursive: true }));
  const file = (name: string, content: string): string => {
    writeFileSync(path.join(dir, name), content);
    return path.join(dir, name);
  };

  it('with API keys are read again after a minute, and stay in force while they cannot be read', async () => {
    let now = 0;
    const keys = file('keys.json', JSON.stringify([key('old', { party: 'acme' })]));
    const find = apiKeyFile(keys, () => now);
    expect(await find('old')).toEqual({
      subject: 'probe',
      tenant: 'demo',
      party: 'acme',
      roles: ['ingest'],
      kind: 'service',
    });
    file('keys.json', JSON.stringify([key('new')]));
    now = 60_000;
    expect(await find('new')).toBeUndefined();
    now = 60_001;
    expect(await find('new')).toMatchObject({ subject: 'probe' });
    expect(await find('old')).toBeUndefined();
    file('keys.json', '[{"half');
    now = 120_002;
    expect(await find('new')).toMatchObject({ subject: 'probe' });
  });

  it('need not exist', async () => {
    expect(await apiKeyFile(undefined, () => 0)('any')).toBeUndefined();
  });

  it.each([
    ['a key in the clear', key('x', { sha256: 'x' }), '0.sha256: must be the SHA-256'],
    ['a key for managers', key('x', { roles: ['provider_manager'] }), '0.roles.0:'],
    ['a key for nobody', key('x', { subject: '' }), '0.subject:'],
    ['a key without roles', key('x', { roles: [] }), '0.roles:'],
  ])('with %s stop the process', (_name, bad, fault) => {
    expect(() => parseApiKeys('keys.json', JSON.stringify([bad]))).toThrow(fault);
  });

  it('with a token are trimmed', async () => {
    expect(await tokenFile(file('token', 'abc\n'))()).toBe('abc');
  });

  it('of the local issuer make tokens that its key set verifies, also after a restart', async () => {
    const home = path.join(dir, 'issuer');
    const first = await createLocalIssuer(home, 'development');
    const again = await createLocalIssuer(home, undefined);
    const token = await first.mint({ subject: 'ada', tenant: 'demo', roles: ['auditor'], party: 'acme' }, 60);
    const { payload } = await jwtVerify(token, keySource(again.jwksFile, Date.now), {
      issuer: LOCAL_ISSUER,
      audience: LOCAL_AUDIENCE,
    });
    expect(payload).toMatchObject({
      sub: 'ada',
      sla_tenant: 'demo',
      sla_roles: ['auditor'],
      sla_party: 'acme',
      sla_kind: 'person',
    });
    expect(readFileSync(again.jwksFile, 'utf8')).not.toContain('"d"');
    expect(statSync(path.join(home, 'private.jwk.json')).mode & 0o077).toBe(0);
  });

  it('of the local issuer are never made in production', async () => {
    const home = path.join(dir, 'production');
    await expect(createLocalIssuer(home, 'production')).rejects.toThrow('does not start with SLA_ENV=production');
    expect(existsSync(home)).toBe(false);
  });
});

describe('a value that is read again', () => {
  it('fails when it could never be read', async () => {
    const value = fresh(
      1,
      () => 0,
      () => Promise.reject(new Error('no file')),
    );
    await expect(value()).rejects.toThrow('no file');
  });
});
