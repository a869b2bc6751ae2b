declare const brand: unique symbol;

/** A value that cannot be mixed up with another of the same representation. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

export type TenantId = Brand<string, 'TenantId'>;
export type AgreementId = Brand<string, 'AgreementId'>;
export type ObjectiveId = Brand<string, 'ObjectiveId'>;
export type PartyId = Brand<string, 'PartyId'>;
export type SeriesId = Brand<string, 'SeriesId'>;
export type SourceId = Brand<string, 'SourceId'>;
export type EventId = Brand<string, 'EventId'>;

/** Longest resource id; it is part of keys, subjects and file names. */
export const MAX_RESOURCE_ID_LENGTH = 128;
const RESOURCE_ID = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/;

/** True for `web-shop.acme`: lower-case ASCII letters, digits and `. _ -` inside, at most MAX_RESOURCE_ID_LENGTH. */
export function isResourceId(text: string): boolean {
  return text.length <= MAX_RESOURCE_ID_LENGTH && RESOURCE_ID.test(text);
}
