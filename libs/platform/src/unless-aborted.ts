/** What is waited for, or the reason of the signal as an error. Leaves no listener behind, however often it is used on one signal. */
export function unlessAborted<A>(wait: Promise<A>, signal: AbortSignal): Promise<A> {
  return new Promise<A>((resolve, reject) => {
    const onAbort = (): void => reject(asError(signal.reason));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    void wait.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

export const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));

/** Calls `cancel` when the signal is aborted, now or later; answers how to stop listening. */
export function onAbort(signal: AbortSignal | undefined, cancel: () => void): () => void {
  if (signal === undefined) return () => undefined;
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  return () => signal.removeEventListener('abort', cancel);
}
