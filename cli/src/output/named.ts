import { agreementsV1, measurementV1 as m, reportingV1 as r } from '@sla/contracts';

/** A message as programs read it: names in place of the numbers of enums, which mean nothing outside of the proto files. */
export type Named = Readonly<Record<string, unknown>>;

export const namedDetermination = (d: m.Determination): Named => ({
  ...d,
  phase: m.Phase[d.phase],
  verdict: m.Verdict[d.verdict],
  unit: m.Unit[d.unit],
});

export const namedRow = ({ determination, credits, ...row }: r.ComplianceRow): Named => ({
  ...row,
  ...(determination && { determination: namedDetermination(determination) }),
  credits: credits.map((credit) => ({ ...credit, state: r.CreditState[credit.state] })),
});

export const namedAgreement = (agreement: agreementsV1.Agreement): Named => ({
  ...agreement,
  parties: agreement.parties.map((party) => ({ ...party, role: agreementsV1.PartyRole[party.role] })),
  versions: agreement.versions.map((version) => ({ ...version, state: agreementsV1.VersionState[version.state] })),
});

export const namedDispute = (dispute: m.Dispute): Named => ({
  ...dispute,
  claim: m.State[dispute.claim],
  state: m.DisputeState[dispute.state],
});
