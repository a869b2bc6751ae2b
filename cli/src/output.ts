import Table from 'cli-table3';
import { stringify } from 'yaml';

export type Format = 'table' | 'json' | 'yaml';

/** Plain data of a protobuf message: 64-bit integers and bytes as text, so that JSON and YAML can hold them. */
export const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_key, member: unknown) =>
      typeof member === 'bigint'
        ? member.toString()
        : member instanceof Uint8Array
          ? Buffer.from(member).toString('base64')
          : member,
    ),
  );

/** Prints data in the wanted form; `rows` makes the table. */
export function print(format: Format, value: unknown, rows: () => readonly (readonly string[])[]): void {
  if (format === 'json') process.stdout.write(`${JSON.stringify(plain(value), null, 2)}\n`);
  else if (format === 'yaml') process.stdout.write(stringify(plain(value)));
  else process.stdout.write(`${tableOf(rows())}\n`);
}

/** Aligned columns; Chinese characters are two wide. The first row holds the heads. */
export function tableOf([heads = [], ...rows]: readonly (readonly string[])[]): string {
  const table = new Table({ head: [...heads], style: { head: [], border: [], compact: true } });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}
