import { readFile } from 'node:fs/promises';

/** Gives the token of the next call. */
export type TokenSource = () => Promise<string | undefined>;

/** How often a token file is read again; Kubernetes rotates projected tokens long before they expire. */
const REREAD_MS = 30_000;

export const fixedToken =
  (token: string): TokenSource =>
  async () =>
    token;

/** The token in a file, read again every half minute. */
export function tokenFile(file: string): TokenSource {
  let cached: { readonly at: number; readonly token: string } | undefined;
  return async () => {
    if (cached === undefined || Date.now() - cached.at > REREAD_MS) {
      cached = { at: Date.now(), token: (await readFile(file, 'utf8')).trim() };
    }
    return cached.token;
  };
}
