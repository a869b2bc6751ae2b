import type { Ratio } from '@sla/kernel';

/** A case does not say which of several figures it publishes: it agrees with the one that it is. */
export class AnyOf {
  readonly figures: Readonly<Record<string, Answer>>;

  constructor(figures: Readonly<Record<string, Answer>>) {
    this.figures = figures;
  }
}

/** What a mapping computes: undefined is no data. */
export type Answer =
  Ratio | string | boolean | undefined | AnyOf | readonly Answer[] | { readonly [name: string]: Answer };
