import { MAX_JSON_DEPTH, defined, type CanonicalValue } from '@sla/kernel';
import { isAlias, isMap, isScalar, isSeq, type Alias, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import type { SyntaxFault } from './compose-document.js';
import { itemPath, memberPath, type PositionIndex } from './position-index.js';

/** Most values in a document once its aliases are expanded: an alias bomb stops here. */
export const MAX_VALUES = 20_000;

/** A member name as canonical JSON takes it. */
const ASCII_KEY = /^[\x20-\x7e]+$/;
const INTEGER = /^(?:0|-?[1-9]\d*)$/;

/** The value of a node and everything in it. The value means nothing when there are faults. */
export function readValue(
  root: Node | null,
  positions: PositionIndex,
): { value: CanonicalValue; faults: readonly SyntaxFault[] } {
  const reading = new Reading(positions);
  return { value: reading.value(root, '', 0), faults: reading.faults };
}

class Reading {
  readonly faults: SyntaxFault[] = [];
  private readonly anchors = new Map<string, Node>();
  private values = 0;

  constructor(private readonly positions: PositionIndex) {}

  value(node: Node | null, field: string, depth: number): CanonicalValue {
    if (node === null || !this.admit(node, field, depth)) return null;
    const offset = node.range?.[0] ?? 0;
    this.positions.add(field, offset);
    if (isAlias(node)) return this.repeat(node, field, depth);
    if (!isAlias(node) && 'anchor' in node && node.anchor !== undefined) this.anchors.set(node.anchor, node);
    if (isScalar(node)) return this.scalar(node, field, offset);
    if (isSeq<Node>(node)) return node.items.map((item, i) => this.value(item, itemPath(field, i), depth + 1));
    if (isMap<Node, Node>(node)) return this.record(node, field, depth);
    return null;
  }

  /** False when a limit is reached; each limit is reported once. */
  private admit(node: Node, field: string, depth: number): boolean {
    this.values += 1;
    const offset = node.range?.[0] ?? 0;
    if (this.values > MAX_VALUES) {
      if (this.values === MAX_VALUES + 1) this.fault('agreements.too_many_values', field, offset, { max: MAX_VALUES });
      return false;
    }
    if (depth <= MAX_JSON_DEPTH) return true;
    if (this.faults.every((fault) => fault.reason !== 'agreements.document_too_deep')) {
      this.fault('agreements.document_too_deep', field, offset, { max: MAX_JSON_DEPTH });
    }
    return false;
  }

  private repeat(alias: Alias, field: string, depth: number): CanonicalValue {
    const anchored = this.anchors.get(alias.source);
    if (anchored !== undefined) return this.value(anchored, field, depth + 1);
    this.fault('agreements.yaml_unknown_alias', field, alias.range?.[0] ?? 0, { alias: alias.source });
    return null;
  }

  /** PostgreSQL keeps no NUL, and no text needs one. */
  private scalar(node: Scalar, field: string, offset: number): CanonicalValue {
    const value = scalarValue(node);
    if (typeof value === 'string' && value.includes('\u0000'))
      this.fault('agreements.text_with_nul', field, offset, {});
    return value;
  }

  private record(map: YAMLMap<Node, Node>, field: string, depth: number): CanonicalValue {
    const members = new Map<string, CanonicalValue>();
    for (const pair of map.items) {
      const key = this.key(pair, field, members);
      if (key !== undefined) members.set(key, this.value(pair.value, memberPath(field, key), depth + 1));
      if (this.values > MAX_VALUES) break;
    }
    return Object.fromEntries(members);
  }

  /** The name of a member, or undefined when it is reported as unusable. */
  private key(pair: Pair<Node, Node>, field: string, known: ReadonlyMap<string, unknown>): string | undefined {
    const node = pair.key;
    const offset = node.range?.[0] ?? 0;
    if (!isScalar(node) || node.value === null) return this.fault('agreements.key_not_text', field, offset, {});
    const key = typeof node.value === 'string' ? node.value : sourceOf(node);
    const path = memberPath(field, key);
    if (!ASCII_KEY.test(key)) return this.fault('agreements.key_not_ascii', path, offset, { key });
    if (known.has(key)) return this.fault('agreements.duplicate_key', path, offset, { key });
    return key;
  }

  private fault(reason: string, field: string, offset: number, params: Record<string, string | number>): undefined {
    this.faults.push({ reason, field, offset, params });
    return undefined;
  }
}

/**
 * Whole numbers stay numbers; everything else that looks like a number is its source text,
 * so that 99.90 is never the nearest binary fraction.
 */
function scalarValue(node: Scalar): CanonicalValue {
  const { value } = node;
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  const source = sourceOf(node);
  return INTEGER.test(source) && Number.isSafeInteger(Number(source)) ? Number(source) : source;
}

/** Parsed scalars keep the text that they were written as. */
const sourceOf = (node: Scalar): string => defined(node.source, 'the source of a scalar');
