/** Rows of a table; the first holds the heads. */
export type Rows = readonly (readonly string[])[];

/** What a command says: the same facts as data for programs and as text for people. */
export interface Answer {
  /** Printed as JSON or YAML. */
  readonly data: unknown;
  /** Lines before the tables. */
  readonly text?: string;
  readonly tables?: readonly Rows[];
  /** Printed as it is, in place of text and tables. */
  readonly raw?: Uint8Array;
  /** 0 without it. */
  readonly exitCode?: number;
}
