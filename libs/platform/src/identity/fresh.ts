/**
 * A value that is read again when it is older than `maxAgeMs`. When a later reading fails the last good value stays
 * in force: a file that is being replaced must not lock everybody out.
 */
export function fresh<A>(maxAgeMs: number, now: () => number, read: () => Promise<A>): () => Promise<A> {
  let good: { readonly value: A } | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (good !== undefined && now() - readAt <= maxAgeMs) return good.value;
    readAt = now();
    const before = good;
    good = await read().then(
      (value) => ({ value }),
      (error: unknown) => {
        if (before === undefined) throw error;
        return before;
      },
    );
    return good.value;
  };
}
