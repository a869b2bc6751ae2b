import type { Caller } from '@sla/kernel';
import { judgeDocument, type DocumentVerdict } from '../domain/document.js';
import type { DocumentFormat, Ports } from './ports.js';

export interface ValidateDocument {
  readonly document: Uint8Array;
  readonly format: DocumentFormat;
}

/** Checks a document without storing anything; who may ask is settled by the role alone. */
export const validateDocument =
  ({ documents, digest }: Pick<Ports, 'documents' | 'digest'>) =>
  (_caller: Caller, { document, format }: ValidateDocument): Promise<DocumentVerdict> =>
    Promise.resolve(judgeDocument(documents.read(document, format), digest));
