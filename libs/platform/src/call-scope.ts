import { AsyncLocalStorage } from 'node:async_hooks';

/** For whom the process is working just now; every log line written meanwhile carries it. */
export interface CallScope {
  readonly tenant: string;
  readonly correlationId: string;
}

const scopes = new AsyncLocalStorage<CallScope>();

/** Runs `work` so that everything logged by it names the tenant and the correlation id. */
export const inCallScope = <A>(scope: CallScope, work: () => A): A => scopes.run(scope, work);

/** The scope of what runs now; undefined outside of calls and events. */
export const callScope = (): CallScope | undefined => scopes.getStore();
