/** Where NATS is, and as whom we connect. */
export interface NatsAccess {
  readonly servers: string[];
  readonly user?: string;
  readonly pass?: string;
}

/**
 * Reads `nats://user:password@host:port` and lists of it, separated by commas. The client library takes no credentials out
 * of URLs; all servers are one cluster, so the first credentials hold for all.
 */
export function natsAccess(urls: string): NatsAccess {
  const parsed = urls.split(',').map((url) => new URL(url.trim()));
  const servers = parsed.map(({ protocol, host }) => `${protocol}//${host}`);
  const known = parsed.find(({ username }) => username !== '');
  if (known === undefined) return { servers };
  return { servers, user: decodeURIComponent(known.username), pass: decodeURIComponent(known.password) };
}
