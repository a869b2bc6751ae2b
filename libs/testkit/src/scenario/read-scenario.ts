import type { WorkingCalendar } from '@sla/calendar';
import { STATES } from '@sla/engine';
import {
  agreementDraft,
  readAgreementBlock,
  readCreditBlock,
  readExclusionBlock,
  readObjectiveBlock,
} from './blocks/agreement.js';
import { readCalendarBlock } from './blocks/calendar.js';
import { readClockBlock, readTicketBlock } from './blocks/clock.js';
import { readSamplesBlock } from './blocks/samples.js';
import type { Scenario, ScenarioClock, ScenarioTicket, Step } from './scenario.js';
import { blocksOf, ScenarioError, type Block } from './text.js';

type Document = Record<string, unknown>;

interface Draft {
  readonly title: string;
  readonly sources: string[];
  readonly calendars: Map<string, WorkingCalendar>;
  readonly clocks: Map<string, ScenarioClock>;
  readonly tickets: Map<string, ScenarioTicket>;
  agreement: Document | undefined;
  readonly parts: { readonly objectives: Document[]; readonly exclusions: Document[]; readonly credits: Document[] };
  readonly steps: Step[];
}

const STATEMENTS = [
  'source',
  'calendar',
  'clock',
  'ticket',
  'agreement',
  'objective',
  'exclusion',
  'credit',
  'samples',
  'watermark',
  'dispute',
  'restate',
  'expect',
] as const;

/**
 * Reads a scenario. See README.md for the grammar.
 * @throws ScenarioError with the line that is not understood, and what could stand there.
 */
export function readScenario(text: string): Scenario {
  const [first, ...blocks] = blocksOf(text);
  if (first === undefined) throw new ScenarioError(1, 'the file is empty; it begins with: scenario TITLE');
  first.head.expect('scenario');
  const draft: Draft = {
    title: first.head.all().join(' '),
    sources: [],
    calendars: new Map(),
    clocks: new Map(),
    tickets: new Map(),
    agreement: undefined,
    parts: { objectives: [], exclusions: [], credits: [] },
    steps: [],
  };
  for (const block of blocks) readBlock(draft, block);
  const { title, sources, calendars, clocks, tickets, steps } = draft;
  return { title, sources, calendars, clocks, tickets, document: documentOf(draft), steps };
}

function documentOf({ agreement, parts }: Draft): Document | undefined {
  if (agreement === undefined && parts.objectives.length === 0) return undefined;
  return { ...(agreement ?? agreementDraft('scenario')), ...parts };
}

function readBlock(draft: Draft, block: Block): void {
  const { head, body } = block;
  const statement = head.oneOf('a statement', STATEMENTS);
  const own = READERS[statement];
  if (own !== undefined) return own(draft, block);
  if (body[0] !== undefined) throw body[0].error(`“${statement}” has no lines of its own`);
  draft.steps.push(readStep(statement as StepName, block));
  // The words of an expectation are taken when it is checked.
  if (statement !== 'expect') head.end();
}

const READERS: Readonly<Partial<Record<(typeof STATEMENTS)[number], (draft: Draft, block: Block) => void>>> = {
  source: (draft, { head }) => void draft.sources.push(head.all().join(' ')),
  calendar: (draft, block) => void draft.calendars.set(...readCalendarBlock(block)),
  clock: (draft, block) => void draft.clocks.set(...readClockBlock(block)),
  ticket: (draft, block) => void draft.tickets.set(...readTicketBlock(block)),
  agreement: (draft, block) => void (draft.agreement = readAgreementBlock(block)),
  objective: (draft, block) => void draft.parts.objectives.push(readObjectiveBlock(block)),
  exclusion: (draft, block) => void draft.parts.exclusions.push(readExclusionBlock(block)),
  credit: (draft, block) => void draft.parts.credits.push(readCreditBlock(block)),
  samples: ({ steps }, block) =>
    void steps.push({ kind: 'samples', line: block.head.line, samples: readSamplesBlock(block) }),
};

type StepName = 'watermark' | 'dispute' | 'restate' | 'expect';

function readStep(statement: StepName, { head }: Block): Step {
  const { line } = head;
  switch (statement) {
    case 'watermark':
      return { kind: 'watermark', line, at: head.instant('the watermark') };
    case 'dispute':
      return readDispute(head);
    case 'restate': {
      const objective = head.take('the objective');
      const window = head.take('the window');
      head.expect('because');
      return { kind: 'restate', line, objective, window, reason: head.all().join(' ') };
    }
    case 'expect':
      return { kind: 'expect', line, expectation: { line, words: head } };
  }
}

/** `dispute ID by PARTY on SERIES FROM..TO claims STATE`, later `dispute ID upheld` or `withdrawn`. */
function readDispute(head: Block['head']): Step {
  const { line } = head;
  const id = head.take('the id of the dispute');
  if (!head.skip('by')) {
    return { kind: 'resolve', line, id, resolution: head.oneOf('how it ends', ['upheld', 'withdrawn']) };
  }
  const party = head.take('the party');
  head.expect('on');
  const series = head.take('the series');
  const span = head.span('the contested span');
  head.expect('claims');
  return { kind: 'dispute', line, id, party, series, span, claim: head.oneOf('the claimed state', STATES) };
}
