import type { z } from 'zod';
import { ConfigError, readConfig, type PlatformConfig } from './config.js';
import { drainOnSignal } from './drain.js';
import type { ServiceOptions } from './service.js';
import { startService } from './start-service.js';

/** Runs a service until it is asked to stop. A process that cannot start says why and exits with 1. */
export async function runService<S extends z.ZodObject>(options: ServiceOptions<S>): Promise<void> {
  try {
    const config = readConfig(options.config, process.env) as z.infer<S> & PlatformConfig;
    const service = await startService(options, config);
    drainOnSignal(service, service.log);
  } catch (error) {
    process.stderr.write(`${options.name} does not start: ${storyOf(error)}\n`);
    process.exit(1);
  }
}

/** A bad environment is the operator's to mend, and a stack would only hide the list. */
function storyOf(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
