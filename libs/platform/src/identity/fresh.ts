/**
 * A value that is read when it is first needed, unless it is given, and again when it is older than `maxAgeMs`. When a later reading fails the last good value stays
 * in force: a file that is being replaced must not lock everybody out.
 */
export function fresh<A>(maxAgeMs: number, now: () => number, read: () => Promise<A>, given?: A): () => Promise<A> {
  let good: { readonly value: A } | undefined = given === undefined ? undefined : { value: given };
  let readAt = now();
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
