const TOKEN =
  // oxlint-disable-next-line no-control-regex -- JSON forbids exactly these characters inside of strings
  /[ \t\n\r]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y;
const REST = /[ \t\n\r]*$/y;

type Expecting = 'value' | 'key' | 'colon' | 'comma' | 'first value' | 'first key' | 'end';

/** The index of the first character at which a text stops being JSON; undefined when it is JSON. The engine's own message often names no place. */
export function jsonFault(text: string): number | undefined {
  const open: string[] = [];
  let [at, expecting] = [0, 'value' as Expecting];
  while (expecting !== 'end') {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text);
    const next = token === null ? undefined : step(expecting, token[1] ?? '', token[2], open);
    if (token === null || next === undefined) return skipBlanks(text, at);
    [at, expecting] = [TOKEN.lastIndex, next];
  }
  REST.lastIndex = at;
  return REST.test(text) ? undefined : skipBlanks(text, at);
}

const skipBlanks = (text: string, from: number): number => {
  let at = from;
  while (' \t\n\r'.includes(text[at] ?? 'x')) at++;
  return at;
};

/** What comes after a token; undefined when the token has no place here. */
function step(expecting: Expecting, mark: string, value: string | undefined, open: string[]): Expecting | undefined {
  const afterValue = (): Expecting => (open.length === 0 ? 'end' : 'comma');
  const close = (): Expecting => {
    open.pop();
    return afterValue();
  };
  if (mark === '}' || mark === ']') {
    const closable = expecting === 'comma' || expecting === (mark === '}' ? 'first key' : 'first value');
    return closable && open.at(-1) === (mark === '}' ? '{' : '[') ? close() : undefined;
  }
  switch (expecting) {
    case 'value':
    case 'first value':
      if (mark === '{' || mark === '[') {
        open.push(mark);
        return mark === '{' ? 'first key' : 'first value';
      }
      return value === undefined ? undefined : afterValue();
    case 'key':
    case 'first key':
      return value?.startsWith('"') === true ? 'colon' : undefined;
    case 'colon':
      return mark === ':' ? 'value' : undefined;
    case 'comma':
      return mark === ',' ? (open.at(-1) === '{' ? 'key' : 'value') : undefined;
    case 'end':
      return undefined;
  }
}
