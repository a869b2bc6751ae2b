import { DomainError } from '@sla/kernel';
import { RpcStatus, SlaRpcError } from '@sla/platform/client';
import { tryRender, type Locale } from '@sla/texts';
import { UsageError } from './context.js';

/** 0 done · 1 verification failed · 2 wrong usage or input · 3 refused by a service · 4 not reachable · 5 not permitted. */
export const EXIT = { verificationFailed: 1, usage: 2, refused: 3, unreachable: 4, notPermitted: 5 } as const;

/** Exit code of a failure. */
export function exitCodeOf(error: unknown): number {
  if (!(error instanceof SlaRpcError)) return EXIT.usage;
  if (error.code === RpcStatus.UNAVAILABLE || error.code === RpcStatus.DEADLINE_EXCEEDED) return EXIT.unreachable;
  if (error.code === RpcStatus.PERMISSION_DENIED || error.code === RpcStatus.UNAUTHENTICATED) return EXIT.notPermitted;
  return EXIT.refused;
}

/** What a failure says: the thing, the reason and the way out, with every field fault on a line of its own. */
export function explainFailure(error: unknown, locale: Locale): string {
  if (error instanceof SlaRpcError) {
    const lines = error.violations.map(({ field, description }) => `  ${field}: ${description}`);
    return [`${error.message}${error.reason === '' ? '' : ` [${error.reason}]`}`, ...lines].join('\n');
  }
  if (error instanceof DomainError) {
    const text = (reason: string, params: Readonly<Record<string, string | number>>): string =>
      tryRender(reason, params, locale) ?? `${reason} ${JSON.stringify(params)}`;
    return [
      text(error.reason, error.params),
      ...error.violations.map((v) => `  ${v.field}: ${text(v.reason, v.params ?? {})}`),
    ].join('\n');
  }
  if (error instanceof UsageError || error instanceof Error) return error.message;
  return String(error);
}
