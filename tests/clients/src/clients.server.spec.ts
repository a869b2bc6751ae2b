import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { documentOf, openShop, startSuite, type Suite } from '../../e2e/src/access/shop.js';
import { go, python, type Toolchain } from './toolchains.js';

/** The first run fetches and compiles what is pinned; later runs find it in .local. */
const COLD_MS = 240_000;

describe('a client in another language', () => {
  let suite: Suite;
  let contentHash: string;

  beforeAll(async () => {
    suite = await startSuite(() => ({ SLA_TENANTS: 'demo' }));
    ({ contentHash } = await openShop(suite));
  });
  afterAll(() => suite.close());

  async function environment({ language }: Toolchain): Promise<Readonly<Record<string, string>>> {
    const { premises, services } = suite;
    const name = language.toLowerCase();
    const document = path.join(premises.dir, `${name}.yaml`);
    writeFileSync(document, documentOf(`from-${name}`));
    return {
      SLA_AGREEMENTS_ADDRESS: services.agreements.address,
      SLA_MEASUREMENT_ADDRESS: services.measurement.address,
      SLA_PROVIDER_TOKEN: await suite.token({ roles: ['provider_manager'], party: 'northwind' }),
      SLA_INGEST_TOKEN: await suite.token({ roles: ['ingest'] }),
      SLA_DOCUMENT: document,
      SLA_REQUEST_ID: `apply-from-${name}`,
      SLA_SOURCE: `probes-of-${name}`,
      SLA_SERIES: `series-of-${name}`,
    };
  }

  const does = (toolchain: Toolchain) => async (): Promise<void> => {
    if (toolchain.missing !== undefined) throw new Error(toolchain.missing);
    const runProgram = await toolchain.prepare();
    const found = JSON.parse(await runProgram(await environment(toolchain))) as Record<string, unknown>;
    const domain = expect.stringMatching(/^sla/) as unknown;
    const text = (pattern: RegExp): unknown => expect.stringMatching(pattern);
    expect(found).toEqual({
      findings: 0,
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      brokenHasFindings: true,
      agreement: `from-${toolchain.language.toLowerCase()}`,
      version: 1,
      changed: [true, true],
      accepted: 2,
      replayed: [false, true],
      verdicts: expect.objectContaining({ '2026-09': 'VERDICT_MISSED' }) as unknown,
      wrongRole: {
        code: 'PermissionDenied',
        reason: 'platform.role_missing',
        domain,
        locale: 'en',
        text: text(/may be called by provider_manager/),
      },
      wrongRoleInChinese: {
        code: 'PermissionDenied',
        reason: 'platform.role_missing',
        domain,
        locale: 'zh-CN',
        text: text(/只允许 provider_manager/),
      },
      reusedRequestId: {
        code: 'AlreadyExists',
        reason: 'platform.request_id_reused',
        domain,
        locale: 'en',
        text: text(/apply-from-/),
      },
      tooLate: 'DeadlineExceeded',
    });
    // Another id, another content: the hash covers the document and nothing else.
    expect(found['contentHash']).not.toBe(contentHash);
  };

  for (const toolchain of [go, python]) {
    const { language, missing } = toolchain;
    const title = `in ${language} calls, repeats, reads and is refused as the contracts say`;
    if (missing === undefined || process.env['CI'] === 'true') it(title, does(toolchain), COLD_MS);
    else it.skip(`${title} (${missing})`, does(toolchain));
  }
});
