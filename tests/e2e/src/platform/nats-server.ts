import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, headers, type NatsConnection } from '@nats-io/transport-node';
import { EVENTS } from '@sla/contracts';
import { freePort } from '@sla/testkit';

/** A nats-server that can be killed and started again, with or without its data. */
export class KillableNats {
  readonly #dir = mkdtempSync(path.join(tmpdir(), 'sla-nats-'));
  #child: ChildProcess | undefined;

  private constructor(private readonly port: number) {}

  static async start(): Promise<KillableNats> {
    const nats = new KillableNats(await freePort());
    await nats.start();
    return nats;
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const finder = pathToFileURL(path.resolve(import.meta.dirname, '../../../../tools/nats/find.mjs')).href;
    const { findNatsServer } = (await import(finder)) as { findNatsServer: () => string };
    const options = ['-a', '127.0.0.1', '-p', String(this.port), '-js', '-sd', this.#dir];
    const child = spawn(findNatsServer(), options, { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`nats-server ended with ${code}`)));
      child.stderr.on('data', (chunk: Buffer) => chunk.includes('Server is ready') && resolve());
    });
  }

  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.#child?.once('exit', resolve));
    this.#child?.kill('SIGKILL');
    await ended;
  }

  /** Everything that was stored is gone, as after the loss of a disk. */
  async killAndForget(): Promise<void> {
    await this.kill();
    rmSync(this.#dir, { recursive: true, force: true });
  }
}

export interface Publication {
  readonly tenant?: string;
  readonly agreementId: string;
  readonly sequence: number;
  readonly subject?: string;
  readonly data?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Other than usual, when the same event is to come twice. */
  readonly messageId?: string;
}

/** Publishes as the relay of another service would. */
export class OtherService {
  private constructor(readonly connection: NatsConnection) {}

  static async connect(url: string): Promise<OtherService> {
    return new OtherService(await connect({ servers: url, maxReconnectAttempts: -1 }));
  }

  async publish(publication: Publication): Promise<void> {
    const { tenant = 'demo', agreementId, sequence, subject = EVENTS.versionFrozen.subject } = publication;
    const message = headers();
    const attributes = {
      'ce-id': `${agreementId}/${sequence}`,
      'ce-tenantid': tenant,
      'ce-aggregateid': `agreement/${agreementId}`,
      'ce-aggregatesequence': String(sequence),
      'ce-correlationid': 'correlation-1',
      ...publication.headers,
    };
    for (const [name, value] of Object.entries(attributes)) message.set(name, value);
    const frozen = { agreementId, version: sequence, contentHash: 'f'.repeat(64) };
    const data = publication.data ?? EVENTS.versionFrozen.codec.encode(frozen).finish();
    const msgID = publication.messageId ?? `${tenant}/${agreementId}/${sequence}`;
    await jetstream(this.connection).publish(subject, data, { headers: message, msgID });
  }

  /** Messages that are delivered and not settled, and those that still wait. */
  async outstanding(durable: string): Promise<number> {
    const manager = await jetstreamManager(this.connection);
    const info = await manager.consumers.info('SLA', durable);
    return info.num_ack_pending + info.num_pending;
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}
