let flush: (() => Promise<void>) | undefined;

/** The preload leaves here how spans are sent off; this module imports nothing, so that nothing loads before the preload. */
export function onFlush(send: () => Promise<void>): void {
  flush = send;
}

/** Sends what is left; nothing happens when the process runs without telemetry. */
export async function flushTelemetry(): Promise<void> {
  await flush?.();
}
