import { describe, expect, it } from '@jest/globals';
import { refusalOf } from '@sla/testkit/refusal';
import {
  ACME,
  NORTHWIND,
  STORED_AT,
  draft,
  effective,
  frozen,
  hashOf,
  headerOf,
  terminated,
} from './agreement.fixture.js';
import type { Agreement, AgreementVersion, DocumentHeader } from './agreement.js';
import { MAX_VERSIONS, decideStoreDraft } from './store-draft.js';

const store = (agreement: Agreement | undefined, content: string, header: DocumentHeader = headerOf()) =>
  decideStoreDraft(agreement, { header, contentHash: hashOf(content), canonicalJson: content, at: STORED_AT });

describe('storing a document', () => {
  it('begins with version 1, which has no predecessor', () => {
    expect(draft().versions).toEqual([
      {
        number: 1,
        state: 'draft',
        contentHash: hashOf('a'),
        term: headerOf().term,
        signatures: [],
        createdAt: STORED_AT,
      },
    ]);
  });

  it('replaces a draft', () => {
    const replaced = draft(draft(), 'b');
    expect(replaced.versions).toHaveLength(1);
    expect(replaced).toMatchObject({ revision: 2, versions: [{ number: 1, contentHash: hashOf('b') }] });
  });

  it('begins a next version after a frozen one and names its hash', () => {
    expect(draft(frozen(), 'b').versions[1]).toMatchObject({ number: 2, state: 'draft', previousHash: hashOf('a') });
  });

  it.each([
    ['the draft itself', draft()],
    ['a frozen version', frozen()],
    ['an older version beside a newer draft', draft(frozen(), 'b')],
  ])('changes nothing when %s holds the content', (_name, agreement) => {
    expect(store(agreement, 'a')).toEqual([]);
  });

  it('may name other parties only while nothing is frozen', () => {
    const header = headerOf({ parties: [NORTHWIND, { ...ACME, id: 'globex' as typeof ACME.id }] });
    expect(store(draft(), 'b', header)).toHaveLength(1);
    expect(refusalOf(() => store(frozen(), 'b', header))).toBe('agreements.parties_changed');
  });

  it('refuses swapped roles and accepts a new name or order', () => {
    const swapped = headerOf({
      parties: [
        { ...NORTHWIND, role: 'customer' },
        { ...ACME, role: 'provider' },
      ],
    });
    const renamed = headerOf({ parties: [{ ...ACME, name: { en: 'Acme', 'zh-CN': '艾克米' } }, NORTHWIND] });
    expect(refusalOf(() => store(frozen(), 'b', swapped))).toBe('agreements.parties_changed');
    expect(store(frozen(), 'b', renamed)).toHaveLength(1);
  });

  it('is refused after termination', () => {
    expect(refusalOf(() => store(terminated(), 'b'))).toBe('agreements.agreement_terminated');
  });

  it.each([
    [MAX_VERSIONS - 1, 'accepted'],
    [MAX_VERSIONS, 'agreements.too_many_versions'],
  ])('with %d versions is %s', (count, outcome) => {
    const [version] = effective().versions as [AgreementVersion];
    const versions = Array.from({ length: count }, (_, i) => ({
      ...version,
      number: i + 1,
      contentHash: hashOf(`v${i}`),
    }));
    const call = (): unknown => store({ ...effective(), versions }, 'new');
    if (outcome === 'accepted') expect(call()).toHaveLength(1);
    else expect(call).toThrow(outcome);
  });
});
