import type { DynamicModule } from '@nestjs/common';
import type { Digest, Instant } from '@sla/kernel';
import type { z } from 'zod';
import type { ServiceDefinitionLike } from '../grpc/serves-grpc.js';
import type { Logger } from '../log.js';
import type { Database } from '../sql/sql.js';
import type { PlatformConfig } from './config.js';
import type { Metrics } from './metrics.js';

/** What platform offers to a service's composition root. */
export interface Platform<C extends PlatformConfig> {
  readonly config: C;
  readonly log: Logger;
  readonly digest: Digest;
  readonly now: () => Instant;
  readonly metrics: Metrics;
  /** Publish soon: something was committed. */
  readonly poke: () => void;
}

/** What a composition root hands back. */
export interface Composition {
  readonly module: DynamicModule;
  readonly database: Database;
  /** Background work that starts when the service is ready and stops before the database closes. */
  readonly workers: readonly Worker[];
  /** Closes what the composition root has opened. */
  close(): Promise<void>;
}

/** Background work. */
export interface Worker {
  start(): void;
  /** Resolves when the work in hand is done. */
  stop(): Promise<void>;
}

/** A service, as its composition root describes it. */
export interface ServiceOptions<S extends z.ZodObject> {
  /** Also the name in the subjects of its events: `sla.<name>.v1.…`. */
  readonly name: string;
  /** Platform's keys extended by the service's own. */
  readonly config: S;
  /** Generated definitions of what it serves. */
  readonly services: readonly ServiceDefinitionLike[];
  readonly compose: (platform: Platform<z.infer<S> & PlatformConfig>) => Promise<Composition>;
}
