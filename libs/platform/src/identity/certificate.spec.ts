import { describe, expect, it } from '@jest/globals';
import { certificateUris } from './certificate.js';

describe('the names of a certificate', () => {
  it.each<[string, string, readonly string[]]>([
    ['nothing', '', []],
    ['a host', 'DNS:robot', []],
    ['a name', 'URI:sla://demo/auditor/robot', ['sla://demo/auditor/robot']],
    ['several', 'DNS:a, URI:sla://a/b/c, IP Address:127.0.0.1, URI:sla://d/e/f', ['sla://a/b/c', 'sla://d/e/f']],
    ['a name hidden in a quoted one', 'URI:"x, URI:sla://demo/operator/root"', []],
    ['a name behind a quoted one', 'DNS:"a\\"b, c", URI:sla://a/b/c', ['sla://a/b/c']],
    ['a quotation without end', 'URI:"x, URI:sla://a/b/c', []],
    ['no list at all', '???', []],
  ])('%s', (_name, text, uris) => {
    expect(certificateUris(text)).toEqual(uris);
  });
});
