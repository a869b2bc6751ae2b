import { Controller, Get, Inject, Res, ServiceUnavailableException } from '@nestjs/common';
import type { Metrics } from './metrics.js';

/** What the health endpoints need to know of the process. */
export interface Vitals {
  readonly draining: AbortSignal;
  readonly metrics: Metrics;
  /** @throws when the process cannot serve calls now. */
  check(): Promise<void>;
  /** Without events calls are still served: what they decide waits in the outbox. */
  eventsConnected(): boolean;
}
export const VITALS = Symbol('vitals');

/** A process that does not find out within this time that it can serve, cannot. */
export const CHECK_LIMIT_MS = 2_000;

interface TextResponse {
  type(mediaType: string): TextResponse;
  send(body: string): void;
}

/** Answers the kubelet and Prometheus. */
@Controller()
export class HealthController {
  constructor(@Inject(VITALS) private readonly vitals: Vitals) {}

  /** The process lives. */
  @Get('healthz')
  live(): { status: string } {
    return { status: 'ok' };
  }

  /** The process can serve: it is not draining, and its database answers. */
  @Get('readyz')
  async ready(): Promise<{ status: string; events: string }> {
    if (this.vitals.draining.aborted) throw new ServiceUnavailableException('draining');
    await inTime(this.vitals.check()).catch(() => {
      // The reason may name hosts and roles, and this door has no lock; it stands in the log of the failing query.
      throw new ServiceUnavailableException('the database does not answer');
    });
    return { status: 'ok', events: this.vitals.eventsConnected() ? 'connected' : 'disconnected' };
  }

  @Get('metrics')
  async metrics(@Res() response: TextResponse): Promise<void> {
    response.type(this.vitals.metrics.registry.contentType).send(await this.vitals.metrics.registry.metrics());
  }
}

async function inTime(check: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('too late')), CHECK_LIMIT_MS);
  });
  await Promise.race([check, late]).finally(() => clearTimeout(timer));
}
