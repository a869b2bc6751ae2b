/** A line of an explanation with what it rests on; texts of the keys live in libs/texts. Values are exact and unformatted. */
export interface Explanation {
  readonly key: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly children: readonly Explanation[];
}

export const explain = (
  key: string,
  params: Explanation['params'],
  children: readonly Explanation[] = [],
): Explanation => ({
  key,
  params,
  children,
});
