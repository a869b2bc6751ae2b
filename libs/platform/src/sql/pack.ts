import { DomainError } from '@sla/kernel';

const TAG = '$sla';

/** JSON text of plain data that may hold bigints and byte arrays; `unpack` gives the same value back. */
export function pack(value: unknown): string {
  return (
    JSON.stringify(value, (_key, member: unknown) => {
      if (typeof member === 'bigint') return { [TAG]: 'bigint', value: member.toString() };
      if (member instanceof Uint8Array) return { [TAG]: 'bytes', value: Buffer.from(member).toString('base64') };
      // Buffer has turned itself into {type: 'Buffer', data} before it gets here.
      if (isBufferJson(member)) return { [TAG]: 'bytes', value: Buffer.from(member.data).toString('base64') };
      return member;
    }) ?? 'null'
  );
}

/** The inverse of pack. @throws DomainError when the text was not written by it. */
export function unpack(text: string): unknown {
  return JSON.parse(text, (_key, member: unknown) => {
    if (!isTagged(member)) return member;
    if (member[TAG] === 'bigint') return BigInt(member.value);
    if (member[TAG] === 'bytes') return new Uint8Array(Buffer.from(member.value, 'base64'));
    throw new DomainError('failed_precondition', 'platform.answer_unreadable', { tag: member[TAG] });
  });
}

const isBufferJson = (member: unknown): member is { type: 'Buffer'; data: number[] } =>
  typeof member === 'object' &&
  member !== null &&
  'type' in member &&
  member.type === 'Buffer' &&
  'data' in member &&
  Array.isArray(member.data);

const isTagged = (member: unknown): member is { [TAG]: string; value: string } =>
  typeof member === 'object' && member !== null && TAG in member && 'value' in member;
