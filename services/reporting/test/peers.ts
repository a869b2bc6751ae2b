import { createServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { agreementsV1, measurementV1, type MessageCodec } from '@sla/contracts';
import type { commonV1 } from '@sla/contracts';
import type { Explanation } from '@sla/engine';
import type { Finding } from '../src/domain/finding.js';
import { storyOf } from '../src/domain/web-shop.fixture.js';

/** The services that reporting asks, behind a real gRPC port: each answer was written down before. */
export interface TestPeers {
  readonly address: string;
  /** What measurement will tell of a determination. */
  tell(finding: Finding): void;
  /** Terms that agreements gives out by their hash. */
  keep(contentHash: string, canonicalTerms: string): void;
  /** Method, tenant and correlation of every call. */
  readonly calls: readonly { readonly method: string; readonly tenant: string; readonly correlation: string }[];
  /** While true, every call fails with UNAVAILABLE. */
  away: boolean;
  close(): Promise<void>;
}

const [NOT_FOUND, UNAVAILABLE, UNIMPLEMENTED] = [5, 14, 12];

type Answer = Uint8Array | number;

/** Starts the peers on a free port of the loopback interface. */
export async function startPeers(): Promise<TestPeers> {
  const stories = new Map<string, Explanation>();
  const terms = new Map<string, string>();
  const calls: { method: string; tenant: string; correlation: string }[] = [];
  const methods: Readonly<Record<string, (message: Uint8Array) => Answer>> = {
    Explain: (message) => {
      const { key } = measurementV1.ExplainRequest.decode(message);
      const story = stories.get(`${key?.agreementId}/${key?.objectiveId}/${key?.windowLabel}/${key?.revision}`);
      if (story === undefined) return NOT_FOUND;
      return bytesOf(measurementV1.ExplainResponse, { determination: undefined, explanation: nodeOf(story) });
    },
    GetTerms: (message) => {
      const text = terms.get(agreementsV1.GetTermsRequest.decode(message).contentHash);
      if (text === undefined) return NOT_FOUND;
      return bytesOf(agreementsV1.GetTermsResponse, { canonicalJson: Buffer.from(text), agreementId: '', version: 1 });
    },
  };
  const peers = { away: false };
  const server = createServer();
  server.on('stream', (stream, headers) => {
    const method = String(headers[':path']).split('/').at(-1) ?? '';
    calls.push({
      method,
      tenant: headerOf(headers, 'x-sla-tenant'),
      correlation: headerOf(headers, 'x-sla-correlation'),
    });
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      const answer = peers.away
        ? UNAVAILABLE
        : (methods[method]?.(Buffer.concat(chunks).subarray(PREFIX)) ?? UNIMPLEMENTED);
      reply(stream, answer);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => void sessions.add(session));
  return Object.assign(peers, {
    address: `127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`,
    calls,
    tell: (f: Finding) =>
      void stories.set(`${f.agreementId}/${f.objectiveId}/${f.windowLabel}/${f.revision}`, storyOf(f)),
    keep: (contentHash: string, canonicalTerms: string) => void terms.set(contentHash, canonicalTerms),
    close: () => {
      for (const session of sessions) session.destroy();
      return new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  });
}

/** One byte of flags and four of length go before every message. */
const PREFIX = 5;

function reply(stream: ServerHttp2Stream, answer: Answer): void {
  const [status, message] = typeof answer === 'number' ? [answer, undefined] : [0, answer];
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': String(status) }));
  if (message === undefined) return void stream.end();
  const prefix = Buffer.alloc(PREFIX);
  prefix.writeUInt32BE(message.length, 1);
  stream.end(Buffer.concat([prefix, message]));
}

const headerOf = (headers: IncomingHttpHeaders, name: string): string => String(headers[name] ?? '');
const bytesOf = <M>(codec: MessageCodec<M>, message: M): Uint8Array => codec.encode(message).finish();

const nodeOf = ({ key, params, children }: Explanation): commonV1.ExplanationNode => ({
  key,
  text: { en: key, zhCn: key },
  params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)])),
  children: children.map(nodeOf),
});
