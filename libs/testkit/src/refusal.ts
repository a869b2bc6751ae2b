import { DomainError } from '@sla/kernel';
import { LOCALES, isTextKey, render } from '@sla/texts';

/** Reason of the refusal, after its text has been rendered in both languages: a text with a hole fails the test. */
export function refusalOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return reasonOf(error);
  }
  return 'nothing was refused';
}

/** The same for a promise. */
export const rejectionOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(() => 'nothing was refused', reasonOf);

/** What the caller would read. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof DomainError)) throw error;
  const faults = [error, ...error.violations.map(({ reason, params = {} }) => ({ reason, params }))];
  for (const { reason, params } of faults) {
    if (isTextKey(reason)) LOCALES.forEach((locale) => render(reason, params, locale));
  }
  return error.reason;
}
