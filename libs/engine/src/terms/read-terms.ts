import { isResourceId, type FieldViolation, type Money } from '@sla/kernel';
import { MAX_LIST_LENGTH, ObjectReader } from './document-reader.js';
import { readCharge, readCredit } from './read-credits.js';
import { readObjective, readZone } from './read-objective.js';
import type { AgreementTerms, Exclusion, Party } from './terms.js';

export const TERMS_SCHEMA = 'sla-suite/agreement/v1';

export type TermsReading =
  | { readonly ok: true; readonly terms: AgreementTerms }
  | { readonly ok: false; readonly violations: readonly FieldViolation[] };

/**
 * Reads an agreement from plain data (of YAML, JSON or canonical JSON; decimals are strings).
 * Answers the parsed terms, or every fault with its path: `objectives[2].target`.
 */
export function readTerms(value: unknown): TermsReading {
  const faults: FieldViolation[] = [];
  const terms = readDocument(new ObjectReader(value, '', faults));
  if (faults.length > 0 || terms === undefined) return { ok: false, violations: faults };
  return { ok: true, terms };
}

function readDocument(r: ObjectReader): AgreementTerms | undefined {
  r.oneOf('schema', [TERMS_SCHEMA]);
  const id = r.id('id');
  const kind = r.oneOf('kind', ['SLA', 'OLA', 'UC']);
  const title = r.localized('title');
  const parties = readList(r, 'parties', 'required', readParty);
  const term = readTerm(r.object('term'));
  const timeZone = readZone(r);
  const scope = readScope(r.object('scope'));
  const services = readList(r, 'services', 'required', readService);
  const objectives = readList(r, 'objectives', 'required', (o) => readObjective(o, timeZone ?? 'UTC'));
  const exclusions = readList(r, 'exclusions', 'optional', readExclusion);
  const monthlyCharge: Money | undefined = r.has('charges') ? readCharge(r.object('charges')) : undefined;
  const charge = { isStated: r.has('charges'), money: monthlyCharge };
  const credits = readList(r, 'credits', 'optional', (c) => readCredit(c, objectives.values, charge));
  const schedule = r.has('reports') ? readReports(r.object('reports')) : 'month';
  r.end();
  checkReferences(r, {
    parties: parties.readers,
    services: services.readers,
    objectives: objectives.readers,
    exclusions: exclusions.readers,
    credits: credits.readers,
  });
  if (!id || !kind || !title || !term || !timeZone || !scope || !schedule) return undefined;
  return {
    id,
    kind,
    title,
    parties: parties.values,
    term,
    timeZone,
    scope,
    services: services.values,
    objectives: objectives.values,
    exclusions: exclusions.values,
    credits: credits.values,
    reports: { schedule },
    ...(monthlyCharge === undefined ? {} : { monthlyCharge }),
  };
}

interface ListReading<T> {
  readonly readers: readonly ObjectReader[];
  /** Those that have a meaning: a member with a fault may have none. */
  readonly values: readonly T[];
}

function readList<T>(
  r: ObjectReader,
  member: string,
  rule: 'required' | 'optional',
  read: (reader: ObjectReader) => T | undefined,
): ListReading<T> {
  const readers = r.objects(member, rule);
  return { readers, values: readers.flatMap((reader) => read(reader) ?? []) };
}

function readParty(r: ObjectReader): Party | undefined {
  const [id, role, name] = [r.id('id'), r.oneOf('role', ['provider', 'customer']), r.localized('name')];
  r.end();
  return id && role && name ? { id, role, name } : undefined;
}

function readTerm(r: ObjectReader | undefined): AgreementTerms['term'] | undefined {
  if (r === undefined) return undefined;
  const start = r.instant('start');
  const end = r.has('end') ? r.instant('end') : undefined;
  r.end();
  if (start === undefined) return undefined;
  if (end !== undefined && end <= start) return r.fault('end', 'terms.term_ends_before_start');
  return end === undefined ? { start } : { start, end };
}

function readScope(r: ObjectReader | undefined): AgreementTerms['scope'] | undefined {
  if (r === undefined) return undefined;
  const scope = { included: r.localizedList('included'), excluded: r.localizedList('excluded') };
  r.end();
  return scope;
}

function readService(r: ObjectReader): AgreementTerms['services'][number] | undefined {
  const [id, title] = [r.id('id'), r.localized('title')];
  const criticality = r.oneOf('criticality', ['critical', 'standard', 'auxiliary']);
  r.end();
  return id && title && criticality ? { id, title, criticality } : undefined;
}

function readExclusion(r: ObjectReader): Exclusion | undefined {
  const [id, title] = [r.id('id'), r.localized('title')];
  const effect = r.oneOf('effect', ['drop', 'count_good', 'drop_bad']);
  const intervals = r.objects('intervals', 'required').flatMap((interval) => readExclusionInterval(interval) ?? []);
  const minimumNoticeMs = r.has('minimumNotice') ? r.durationMs('minimumNotice') : undefined;
  const capPerWindowMs = r.has('capPerWindow') ? r.durationMs('capPerWindow') : undefined;
  r.end();
  if (!id || !title || !effect) return undefined;
  return {
    id,
    title,
    effect,
    intervals,
    ...(minimumNoticeMs === undefined ? {} : { minimumNoticeMs }),
    ...(capPerWindowMs === undefined ? {} : { capPerWindowMs }),
  };
}

function readExclusionInterval(r: ObjectReader): Exclusion['intervals'][number] | undefined {
  const [start, end] = [r.instant('start'), r.instant('end')];
  const announcedAt = r.has('announcedAt') ? r.instant('announcedAt') : undefined;
  r.end();
  if (start === undefined || end === undefined) return undefined;
  if (end <= start) return r.fault('end', 'terms.interval_ends_before_start');
  return announcedAt === undefined ? { start, end } : { start, end, announcedAt };
}

function readReports(r: ObjectReader | undefined): AgreementTerms['reports']['schedule'] | undefined {
  const schedule = r?.oneOf('schedule', ['month', 'quarter', 'year']);
  r?.end();
  return schedule;
}

type Lists = Readonly<
  Record<'parties' | 'services' | 'objectives' | 'exclusions' | 'credits', readonly ObjectReader[]>
>;

/** Checks what refers to what by what the document says, so that a fault of one member makes no fault of those that refer to it. */
function checkReferences(r: ObjectReader, lists: Lists): void {
  for (const role of ['provider', 'customer'] as const) {
    const count = lists.parties.filter((party) => party.peek('role') === role).length;
    if (count !== 1) r.fault('parties', 'terms.one_party_per_role', { role, count });
  }
  for (const list of Object.values(lists)) checkDuplicates(list);
  const refer = (from: ObjectReader, member: string, id: unknown, to: keyof Lists): void => {
    if (typeof id !== 'string' || lists[to].some((candidate) => candidate.peek('id') === id)) return;
    from.fault(member, 'terms.dangling_reference', { id: id.slice(0, 60), to });
  };
  const referById = (from: ObjectReader, member: string, to: keyof Lists): void => {
    const id = from.peek(member);
    if (typeof id === 'string' && isResourceId(id)) refer(from, member, id, to);
  };
  for (const objective of lists.objectives) {
    referById(objective, 'service', 'services');
    referById(objective, 'owner', 'parties');
    const names = objective.peek('exclusions');
    if (!Array.isArray(names)) continue;
    names.slice(0, MAX_LIST_LENGTH).forEach((id: unknown, k) => {
      if (id !== '') refer(objective, `exclusions[${k}]`, id, 'exclusions');
    });
  }
  for (const credit of lists.credits) referById(credit, 'objective', 'objectives');
}

function checkDuplicates(list: readonly ObjectReader[]): void {
  const seen = new Set<string>();
  for (const reader of list) {
    const id = reader.peek('id');
    if (typeof id !== 'string' || !isResourceId(id)) continue;
    if (seen.has(id)) reader.fault('id', 'terms.duplicate_id', { id });
    seen.add(id);
  }
}
