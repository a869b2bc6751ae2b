import { DomainError } from '@sla/kernel';
import { RpcStatus, SlaRpcError } from '@sla/platform/client';
import { render, tryRender, type Locale, type Params } from '@sla/texts';

/** 0 done · 1 verification failed · 2 wrong usage or input · 3 refused by a service · 4 not reachable · 5 not permitted. */
export const EXIT = { verificationFailed: 1, usage: 2, refused: 3, unreachable: 4, notPermitted: 5 } as const;

const UNREACHABLE: readonly RpcStatus[] = [RpcStatus.UNAVAILABLE, RpcStatus.DEADLINE_EXCEEDED];
const NOT_PERMITTED: readonly RpcStatus[] = [RpcStatus.PERMISSION_DENIED, RpcStatus.UNAUTHENTICATED];

/** True when nobody answered: the same call may succeed later. */
export const isUnreachable = (error: unknown): boolean =>
  error instanceof SlaRpcError && UNREACHABLE.includes(error.code);

/** Exit code of a failure. */
export function exitCodeOf(error: unknown): number {
  if (!(error instanceof SlaRpcError)) return EXIT.usage;
  if (isUnreachable(error)) return EXIT.unreachable;
  return NOT_PERMITTED.includes(error.code) ? EXIT.notPermitted : EXIT.refused;
}

/** What a failure says: the thing, the reason and the way out, with every field fault on a line of its own. */
export function explainFailure(error: unknown, locale: Locale, addresses: readonly string[]): string {
  if (error instanceof SlaRpcError) return explainRefusal(error, locale, addresses);
  if (error instanceof DomainError) return explainFault(error, locale);
  return render('cli.failure', { why: error instanceof Error ? error.message : String(error) }, locale);
}

function explainRefusal(error: SlaRpcError, locale: Locale, addresses: readonly string[]): string {
  if (error.reason === '') {
    // Not a word of the suite: the library's own message is English and speaks of sockets.
    return isUnreachable(error)
      ? render('cli.unreachable', { address: [...new Set(addresses)].join(', ') }, locale)
      : render('cli.failure', { why: error.message }, locale);
  }
  const lines = error.violations.map(({ field, description }) => `  ${field}: ${description}`);
  return [`${error.message} [${error.reason}]`, ...lines].join('\n');
}

function explainFault({ reason, params, violations }: DomainError, locale: Locale): string {
  const text = (key: string, values: Params): string =>
    tryRender(key, values, locale) ?? `${key} ${JSON.stringify(values)}`;
  const lines = violations.map((fault) => `  ${fault.field}: ${text(fault.reason, fault.params ?? {})}`);
  return [text(reason, params), ...lines].join('\n');
}
