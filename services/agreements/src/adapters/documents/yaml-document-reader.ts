import { isUtf8 } from 'node:buffer';
import { LineCounter, type Document } from 'yaml';
import type { DocumentReading, Finding } from '../../domain/document.js';
import type { DocumentFormat, DocumentReader } from '../../usecases/ports.js';
import { composeDocument, type SyntaxFault } from './compose-document.js';
import { PositionIndex } from './position-index.js';
import { readValue } from './read-value.js';

/** Largest document, in bytes of UTF-8. */
export const MAX_DOCUMENT_BYTES = 1_048_576;

/**
 * Reads YAML 1.2 (core schema) and JSON with the place of every value. Hostile texts are refused before they cost
 * anything: size, depth and the number of values after expanding aliases are limited.
 */
export class YamlDocumentReader implements DocumentReader {
  read(bytes: Uint8Array, format: DocumentFormat): DocumentReading {
    if (bytes.length > MAX_DOCUMENT_BYTES) {
      return refused(at(0, 0, 'agreements.document_too_large', { bytes: bytes.length, max: MAX_DOCUMENT_BYTES }));
    }
    if (!isUtf8(bytes)) return refused(at(firstBadLine(bytes), 1, 'agreements.document_not_utf8'));
    const text = new TextDecoder().decode(bytes);
    if (text.trim() === '') return refused(at(1, 1, 'agreements.document_empty'));
    const json = format === 'json' || (format === 'detect' && text.trimStart().startsWith('{'));
    return json ? readJson(text) : readYaml(text);
  }
}

function readYaml(text: string): DocumentReading {
  const lines = new LineCounter();
  const { document, faults } = composeDocument(text, lines);
  if (document === undefined || faults.length > 0) return refused(...faults.map((fault) => locate(fault, lines)));
  return readComposed(document, lines);
}

/** YAML 1.2 contains JSON, so the same reader finds the places; JSON's own syntax is stricter and is checked first. */
function readJson(text: string): DocumentReading {
  try {
    JSON.parse(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : '';
    const [, line = '0', column = '0'] = /\(line (\d+) column (\d+)\)/.exec(detail) ?? [];
    return refused(at(Number(line), Number(column), 'agreements.json_malformed', { detail }));
  }
  return readYaml(text);
}

function readComposed(document: Document.Parsed, lines: LineCounter): DocumentReading {
  const positions = new PositionIndex(lines);
  const { value, faults } = readValue(document.contents, positions);
  if (faults.length > 0) return refused(...faults.map((fault) => locate(fault, lines)));
  return { ok: true, value, positionOf: (field) => positions.of(field) };
}

function locate({ field = '', reason, params = {}, offset }: SyntaxFault, lines: LineCounter): Finding {
  const { line, col } = lines.linePos(offset);
  return { field, reason, params, line, column: col };
}

const refused = (...findings: Finding[]): DocumentReading => ({ ok: false, findings });

const at = (line: number, column: number, reason: string, params: Finding['params'] = {}): Finding => ({
  field: '',
  reason,
  params,
  line,
  column,
});

const LINE_FEED = 0x0a;

function firstBadLine(bytes: Uint8Array): number {
  let start = 0;
  for (let line = 1; start < bytes.length; line++) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed < 0 ? bytes.length : feed + 1;
    if (!isUtf8(bytes.subarray(start, end))) return line;
    start = end;
  }
  return 0;
}
