import { MAX_JSON_DEPTH } from '@sla/kernel';
import { Composer, Lexer, Parser, type CST, type Document, type ErrorCode, type LineCounter } from 'yaml';

/** A fault at an offset of the text; the reader turns offsets into lines. */
export interface SyntaxFault {
  readonly field?: string;
  readonly reason: string;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly offset: number;
}

/** Most faults reported for one text: a broken line often breaks all lines after it. */
const MAX_SYNTAX_FAULTS = 20;
/** Most lexical tokens, comments and spaces included; an agreement of two hundred lines has about five thousand. */
export const MAX_TOKENS = 200_000;
/** Every level of a document takes at most this many entries of the parser's stack. */
const STACK_PER_LEVEL = 2;

const REASONS: Partial<Record<ErrorCode, string>> = {
  MULTIPLE_DOCS: 'agreements.yaml_several_documents',
  TAB_AS_INDENT: 'agreements.yaml_tab_indent',
  TAG_RESOLVE_FAILED: 'agreements.yaml_unknown_tag',
};

/** Parses the text into the nodes of exactly one document, or says what is wrong with its syntax. */
export function composeDocument(
  text: string,
  lines: LineCounter,
): { document?: Document.Parsed; faults: readonly SyntaxFault[] } {
  const tokens = tokenise(text, lines);
  if (!Array.isArray(tokens)) return { faults: [tokens] };
  // Duplicate keys are found while reading the values: the library compares every key with every other.
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    uniqueKeys: false,
    merge: false,
    resolveKnownTags: false,
  });
  const [document, second] = [...composer.compose(tokens, true, text.length)];
  if (document === undefined) return { faults: [{ reason: 'agreements.document_empty', offset: 0 }] };
  const faults = [...document.errors, ...document.warnings].map(({ code, message, pos }) => ({
    reason: REASONS[code] ?? 'agreements.yaml_malformed',
    params: { detail: message },
    offset: pos[0],
  }));
  if (second)
    faults.push({ reason: 'agreements.yaml_several_documents', params: { detail: '' }, offset: second.range[0] });
  return { document, faults: faults.slice(0, MAX_SYNTAX_FAULTS) };
}

/** The concrete syntax, with the depth limited before anything recursive looks at it. */
function tokenise(text: string, lines: LineCounter): CST.Token[] | SyntaxFault {
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  lines.addNewLine(0);
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    count += 1;
    if (count > MAX_TOKENS) {
      return { reason: 'agreements.document_too_long', params: { max: MAX_TOKENS }, offset: parser.offset };
    }
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > (MAX_JSON_DEPTH + 1) * STACK_PER_LEVEL) {
      return { reason: 'agreements.document_too_deep', params: { max: MAX_JSON_DEPTH }, offset: parser.offset };
    }
  }
  tokens.push(...parser.end());
  return tokens;
}
