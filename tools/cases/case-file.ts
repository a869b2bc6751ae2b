/** One case, computed and compared. */
export interface CaseResult {
  /** The id of the case in its file; for people only, nothing is decided by it. */
  readonly id: string;
  readonly agree: boolean;
  /** What the file publishes, as text for a person. */
  readonly expected: string;
  /** What we compute, or why we cannot. */
  readonly got: string;
  /**
   * What the case asks and publishes, without its id, source and prose: JSON. Its hash is the key under which
   * docs/known-disagreements.md lists a published answer that is wrong by its own rule.
   */
  readonly inputs: unknown;
  /**
   * The publisher's wrong rule, when a computation by that rule gives exactly what was published: the slug that a
   * heading of docs/known-disagreements.md begins with, for example `hold-by-wall-clock`.
   */
  readonly reason?: string;
}

/** Where the file lies; only those mappings read it that need what lies beside the file. */
export interface CaseContext {
  /** Absolute path of the file. */
  readonly file: string;
  /** Absolute path of its folder. */
  readonly dir: string;
}

/**
 * What a mapping exports as `run`: every case of a file, in order. A kind that it does not know is a case that does not
 * agree (see `unknownKind`), never one that is left out. A mapping goes by the fields of a case, never by its id.
 *
 * @param content the parsed JSON of the file
 */
export type RunCases = (content: unknown, context: CaseContext) => Iterable<CaseResult> | AsyncIterable<CaseResult>;

/** A case of a kind that the mapping does not know. */
export const unknownKind = (id: string, kind: unknown, inputs: unknown): CaseResult => ({
  id,
  agree: false,
  expected: 'a kind that the mapping knows',
  got: `unknown kind ${JSON.stringify(kind)}`,
  inputs,
});

/** A case that we refuse, or that cannot be read. */
export const failedCase = (id: string, expected: string, error: unknown, inputs: unknown): CaseResult => ({
  id,
  agree: false,
  expected,
  got: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  inputs,
});
