import { reportingV1 as r } from '@sla/contracts';
import { rowsOf, type Stores } from './settled.js';
import type { Suite, SuiteClients } from './suite.js';

const FIRST = { pageSize: 500, pageToken: '' };

/** Everything that an outsider can hold against the suite: what it determined, booked and reported, without ids, traces and write times. */
export interface Outcome {
  readonly determinations: readonly object[];
  readonly ledger: readonly object[];
  readonly editions: readonly object[];
  readonly pending: readonly object[];
  readonly samples: readonly object[];
}

export async function outcomeOf(suite: Suite, stores: Stores): Promise<Outcome> {
  const clients = await suite.clients('operator');
  try {
    return {
      determinations: await determinationsOf(clients),
      ledger: await ledgerOf(clients),
      editions: await editionsOf(clients),
      pending: (await clients.measurement.listPendingRestatements({ ...FIRST, agreementId: '' })).pending,
      samples: await rowsOf(stores.measurement, 'select * from series order by 1, 2'),
    };
  } finally {
    clients.close();
  }
}

async function determinationsOf({ measurement }: SuiteClients): Promise<readonly object[]> {
  const { determinations } = await measurement.listDeterminations({
    ...FIRST,
    agreementId: '',
    objectiveId: '',
    overlapping: undefined,
    allRevisions: true,
  });
  return determinations.map(({ traceId: _trace, correlationId: _correlation, ...determination }) => determination);
}

async function ledgerOf({ reporting }: SuiteClients): Promise<readonly object[]> {
  const { entries } = await reporting.listLedgerEntries({ ...FIRST, agreementId: '' });
  const bare = entries.map(({ id: _id, time: _time, ...entry }) => entry);
  return bare.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

const keyOf = (entry: Pick<r.LedgerEntry, 'agreementId' | 'creditId' | 'windowLabel' | 'determinationRevision'>) =>
  [entry.agreementId, entry.creditId, entry.windowLabel, entry.determinationRevision].join('/');

/** Editions with their whole content but ids, dates of writing and the hash of the edition before, which holds such a date. */
async function editionsOf({ reporting }: SuiteClients): Promise<readonly object[]> {
  const { editions } = await reporting.listReportEditions({ ...FIRST, agreementId: '', period: '' });
  const read = editions.map(async ({ agreementId, period, edition }) => {
    const { content } = await reporting.getReportEdition({ agreementId, period, edition, format: r.ReportFormat.JSON });
    const document = JSON.parse(Buffer.from(content).toString('utf8')) as EditionDocument;
    const { issuedAt: _issuedAt, previousContentHash: _hash, ledger, ...body } = document;
    return { name: `${agreementId}/${period}/${edition}`, body, ledger: ledger.map(bareBooking).sort() };
  });
  return (await Promise.all(read)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

interface EditionDocument {
  readonly issuedAt: string;
  readonly previousContentHash: string;
  readonly ledger: readonly Readonly<Record<string, unknown>>[];
}

const bareBooking = ({ id: _id, bookedAt: _bookedAt, ...booking }: EditionDocument['ledger'][number]): string =>
  JSON.stringify(booking);
