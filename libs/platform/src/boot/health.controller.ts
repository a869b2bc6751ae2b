import { Controller, Get, Inject, Res, ServiceUnavailableException } from '@nestjs/common';
import type { Metrics } from './metrics.js';

/** What the health endpoints need to know of the process. */
export interface Vitals {
  readonly draining: AbortSignal;
  readonly metrics: Metrics;
  /** @throws when the process cannot do its work now. */
  check(): Promise<void>;
}
export const VITALS = Symbol('vitals');

interface TextResponse {
  type(mediaType: string): TextResponse;
  send(body: string): void;
}

@Controller()
export class HealthController {
  constructor(@Inject(VITALS) private readonly vitals: Vitals) {}

  /** The process lives. */
  @Get('healthz')
  live(): { status: string } {
    return { status: 'ok' };
  }

  /** The process can serve: not draining, database and NATS reachable. */
  @Get('readyz')
  async ready(): Promise<{ status: string }> {
    if (this.vitals.draining.aborted) throw new ServiceUnavailableException('draining');
    await this.vitals.check().catch((error: unknown) => {
      throw new ServiceUnavailableException(error instanceof Error ? error.message : 'not ready');
    });
    return { status: 'ok' };
  }

  @Get('metrics')
  async metrics(@Res() response: TextResponse): Promise<void> {
    response.type(this.vitals.metrics.registry.contentType).send(await this.vitals.metrics.registry.metrics());
  }
}
