/** One name as Node.js prints it: values with special characters are quoted like JSON. */
const NAME = /(?<kind>[A-Za-z ]+):(?<value>"(?:[^"\\]|\\.)*"|[^",]*)(?:, |$)/y;

/**
 * The URI names in the text of a certificate's subject alternative names.
 * A text that does not read as a list of names yields none: a name inside a quoted value must not count.
 */
export function certificateUris(subjectAltName: string): readonly string[] {
  const uris: string[] = [];
  NAME.lastIndex = 0;
  while (NAME.lastIndex < subjectAltName.length) {
    const { kind, value = '' } = NAME.exec(subjectAltName)?.groups ?? {};
    if (kind === undefined) return [];
    if (kind === 'URI' && !value.startsWith('"')) uris.push(value);
  }
  return uris;
}
