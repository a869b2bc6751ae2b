import { describe, expect, it } from '@jest/globals';
import { TZ_VERSION } from '@sla/calendar';
import type { VerificationFinding } from '@sla/engine';
import fc from 'fast-check';
import { Session } from '../session.js';
import { bundleBytes } from './bundle.fixture.js';
import { verify } from './verify.js';

const bundle = bundleBytes();
const [en, zh] = [new Session('en', undefined), new Session('zh-CN', undefined)];
type Failed = { readonly ok: boolean; readonly findings: readonly VerificationFinding[] };
const findingsOf = (session: Session, bytes: Uint8Array) => (verify(session, 'e.json', bytes).data as Failed).findings;

function flipped(place: number, mask: number): Buffer {
  const bytes = Buffer.from(bundle);
  bytes[place] = (bytes[place] ?? 0) ^ mask;
  return bytes;
}

const changed = (from: string, to: string): Buffer => {
  const text = bundle.toString('utf8');
  expect(text).toContain(from);
  return Buffer.from(text.replace(from, to));
};

describe('slactl verify', () => {
  it.each([
    ['as it was written', bundle],
    ['with a line end', Buffer.concat([bundle, Buffer.from('\n')])],
  ])('proves a bundle %s', (_name, bytes) => {
    const { data, text, exitCode } = verify(en, 'e.json', bytes);
    expect(data).toMatchObject({ ok: true, figures: { bad: '300000' } });
    expect(text).toContain('is proven');
    expect(exitCode ?? 0).toBe(0);
  });

  it('sees every byte that differs, and names a place in both languages', () => {
    const unnamed: string[] = [];
    for (let place = 0; place < bundle.length; place++) {
      const bytes = flipped(place, 1 << (place % 7));
      const [english, chinese] = [verify(en, 'e.json', bytes), verify(zh, 'e.json', bytes)];
      if (english.exitCode !== 1 || chinese.exitCode !== 1) throw new Error(`byte ${place} was not seen`);
      const [first] = (english.data as Failed).findings;
      if (first === undefined || first.what === 'the bundle as a whole')
        unnamed.push(bundle.subarray(place - 12, place + 12).toString('utf8'));
      expect(chinese.text).toMatch(/与其所述不符/);
    }
    expect(unnamed).toEqual([]);
  }, 120_000);

  it('sees bytes of any value at any place', () => {
    fc.assert(
      fc.property(fc.nat(bundle.length - 1), fc.integer({ min: 1, max: 255 }), (place, mask) => {
        expect(verify(en, 'e.json', flipped(place, mask)).exitCode).toBe(1);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['a sample', ',"down"]', ',"up"]', 'the samples of 2026-03-01', '2026-03-01 的样本'],
    ['a figure', '"bad":"300000"', '"bad":"299999"', 'figure bad', '数字 bad'],
    ['the terms', '\\"99.9\\"', '\\"99.8\\"', 'the terms of the agreement', '协议条款'],
    ['the revision', '"revision":1', '"revision":2', 'the hash over the whole bundle', '整包哈希'],
    ['a dispute', '"openedBy":"acme"', '"openedBy":"acmf"', 'the hash over the whole bundle', '整包哈希'],
    ['the name of a member', '"samples":[[', '"sbmples":[[', 'member series.samples', '成员 series.samples'],
    ['the schema', 'evidence/v1', 'evidence/v2', 'the schema', '模式'],
    ['the tz data', `"tz":"${TZ_VERSION}"},`, '"tz":"x"},', 'the version of the tz data', '时区数据版本'],
    ['a blank', '{"agreement"', '{ "agreement"', 'byte 1 of the file, its canonical form', '文件第 1 字节（规范形式）'],
    ['a quotation mark', '{"agreement"', '{agreement"', 'byte 1 of the file', '文件第 1 字节'],
  ])('names %s that was changed', (_name, from, to, english, chinese) => {
    const bytes = changed(from, to);
    expect(findingsOf(en, bytes).map(({ what }) => what)).toContain(english);
    expect(findingsOf(zh, bytes).map(({ what }) => what)).toContain(chinese);
  });

  it.each([
    ['nothing', ''],
    ['another document', '{"schema":"x"}'],
    ['a list', '[]'],
    ['null', 'null'],
    ['bytes that are no text', '\u0000\u0001'],
  ])('refuses %s without falling over', (_name, text) =>
    expect(verify(en, 'e.json', Buffer.from(text)).exitCode).toBe(1),
  );
});
