import { intersect, normalise, subtract, type Timeline } from '@sla/calendar';
import { DomainError, type Interval } from '@sla/kernel';

/** An agreement in a chain: an SLA on top, the OLAs and underpinning contracts that it rests on below. */
export interface ChainLink {
  readonly agreement: string;
  readonly kind: 'SLA' | 'OLA' | 'UC';
  /** Who owes it: the provider of the SLA, the team of the OLA, the supplier of the contract. */
  readonly party: string;
  /** When this agreement itself was not kept. Of the top link all of it is handed out. */
  readonly bad: readonly Interval[];
  /** Of links side by side 1 takes before 2. */
  readonly precedence: number;
  readonly under: readonly ChainLink[];
}

/** Bad time of the top agreement that ends up at one link. */
export interface ChainPart extends Interval {
  readonly agreement: string;
  readonly kind: ChainLink['kind'];
  readonly party: string;
  /** Links below, of equal precedence, that were bad together: the time stays with the link above until a person decides. */
  readonly contestedBy: readonly string[];
}

/** Deepest chain: SLA, OLA, contract, and five below it. */
export const MAX_CHAIN_DEPTH = 8;

/**
 * Hands the bad time of an agreement down its chain: each millisecond ends at the deepest link that was bad at that
 * instant together with all links above it. The parts tile the bad time of the top, in order, without gap or overlap:
 * what no link below explains stays with the one that promised it.
 * @throws DomainError invalid_argument beyond MAX_CHAIN_DEPTH.
 */
export function handDown(top: ChainLink): readonly ChainPart[] {
  return partsOf(top, normalise(top.bad), 1).toSorted((a, b) => a.start - b.start);
}

function partsOf(link: ChainLink, bad: Timeline, depth: number): readonly ChainPart[] {
  if (depth > MAX_CHAIN_DEPTH) {
    throw new DomainError('invalid_argument', 'clock.chain_too_deep', {
      agreement: link.agreement,
      max: MAX_CHAIN_DEPTH,
    });
  }
  const parts: ChainPart[] = [];
  let left = bad;
  const precedences = [...new Set(link.under.map(({ precedence }) => precedence))].sort((a, b) => a - b);
  for (const precedence of precedences) {
    const peers = link.under.filter((below) => below.precedence === precedence);
    for (const { span, takers } of sharedOut(left, peers)) {
      const [only, ...others] = takers;
      if (only === undefined) continue;
      if (others.length === 0) parts.push(...partsOf(only, [span], depth + 1));
      else parts.push(partAt(link, span, takers.map(({ agreement }) => agreement).sort()));
      left = subtract(left, [span]);
    }
  }
  return [...parts, ...left.map((span) => partAt(link, span, []))];
}

const partAt = (
  { agreement, kind, party }: ChainLink,
  { start, end }: Interval,
  contestedBy: readonly string[],
): ChainPart => ({
  start,
  end,
  agreement,
  kind,
  party,
  contestedBy,
});

/** Bad time cut into spans with the same set of links that were bad. */
function sharedOut(
  bad: Timeline,
  peers: readonly ChainLink[],
): readonly { readonly span: Interval; readonly takers: readonly ChainLink[] }[] {
  let shares: readonly { span: Interval; takers: readonly ChainLink[] }[] = bad.map((span) => ({ span, takers: [] }));
  for (const peer of peers) {
    const own = normalise(peer.bad);
    shares = shares.flatMap(({ span, takers }) => [
      ...intersect([span], own).map((part) => ({ span: part, takers: [...takers, peer] })),
      ...subtract([span], own).map((part) => ({ span: part, takers })),
    ]);
  }
  return shares;
}
