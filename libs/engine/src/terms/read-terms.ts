import type { FieldViolation, Money } from '@sla/kernel';
import { ObjectReader } from './document-reader.js';
import { readCharge, readCredit } from './read-credits.js';
import { readObjective, readZone } from './read-objective.js';
import type { AgreementTerms, Exclusion, Objective, Party } from './terms.js';

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
  const parties = r.objects('parties', 'required').flatMap((party) => readParty(party) ?? []);
  const term = readTerm(r.object('term'));
  const timeZone = readZone(r);
  const scope = readScope(r.object('scope'));
  const services = r.objects('services', 'required').flatMap((service) => readService(service) ?? []);
  const objectives = r.objects('objectives', 'required').flatMap((o) => readObjective(o, timeZone ?? 'UTC') ?? []);
  const exclusions = r.objects('exclusions', 'optional').flatMap((e) => readExclusion(e) ?? []);
  const monthlyCharge: Money | undefined = r.has('charges') ? readCharge(r.object('charges')) : undefined;
  const credits = r.objects('credits', 'optional').flatMap((c) => readCredit(c, objectives, monthlyCharge) ?? []);
  const schedule = r.has('reports') ? readReports(r.object('reports')) : 'month';
  r.end();
  checkReferences(r, { parties, services, objectives, exclusions, credits });
  if (!id || !kind || !title || !term || !timeZone || !scope || !schedule) return undefined;
  return {
    id,
    kind,
    title,
    parties,
    term,
    timeZone,
    scope,
    services,
    objectives,
    exclusions,
    credits,
    reports: { schedule },
    ...(monthlyCharge === undefined ? {} : { monthlyCharge }),
  };
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

interface Named {
  readonly parties: readonly Party[];
  readonly services: readonly { readonly id: string }[];
  readonly objectives: readonly Objective[];
  readonly exclusions: readonly Exclusion[];
  readonly credits: readonly { readonly id: string; readonly objective: string }[];
}

function checkReferences(r: ObjectReader, named: Named): void {
  for (const role of ['provider', 'customer'] as const) {
    const count = named.parties.filter((party) => party.role === role).length;
    if (count !== 1) r.fault('parties', 'terms.one_party_per_role', { role, count });
  }
  for (const [member, list] of Object.entries(named) as [string, readonly { id: string }[]][]) {
    list.forEach(({ id }, i) => {
      if (list.findIndex((other) => other.id === id) < i) r.fault(`${member}[${i}].id`, 'terms.duplicate_id', { id });
    });
  }
  const refer = (path: string, id: string, to: string, list: readonly { readonly id: string }[]): void => {
    if (!list.some((candidate) => candidate.id === id)) r.fault(path, 'terms.dangling_reference', { id, to });
  };
  named.objectives.forEach((objective, i) => {
    refer(`objectives[${i}].service`, objective.service, 'services', named.services);
    refer(`objectives[${i}].owner`, objective.owner, 'parties', named.parties);
    objective.exclusions.forEach((id, k) =>
      refer(`objectives[${i}].exclusions[${k}]`, id, 'exclusions', named.exclusions),
    );
  });
  named.credits.forEach((credit, i) =>
    refer(`credits[${i}].objective`, credit.objective, 'objectives', named.objectives),
  );
}
