import { CATALOGUE, isTextKey, parametersOf, type Params, type TextKey } from '@sla/texts';
import type { Session } from '../session.js';

const WHOLE: Readonly<Record<string, TextKey>> = {
  bundle: 'cli.what_bundle',
  'agreement terms': 'cli.what_terms',
  schema: 'cli.what_schema',
  'evaluator version': 'cli.what_evaluator',
  'tz data version': 'cli.what_tz',
  'result hash': 'cli.what_result_hash',
  'bundle hash': 'cli.what_bundle_hash',
};
const NAMED: readonly (readonly [string, TextKey])[] = [
  ['figure ', 'cli.what_figure'],
  ['hour ', 'cli.what_hour'],
  ['samples of ', 'cli.what_samples'],
  ['member ', 'cli.what_member'],
];

/** The place that a finding of the engine names, in the language of the session. */
export function placeText(session: Session, what: string): string {
  const whole = WHOLE[what];
  if (whole !== undefined) return session.text(whole);
  const named = NAMED.find(([prefix]) => what.startsWith(prefix));
  return named === undefined ? what : session.text(named[1], { name: what.slice(named[0].length) });
}

/** A refusal of the engine (`kernel.instant_malformed {"value":"x"}`) as its text; one that names no value says only that it cannot be read. */
export function refusalText(session: Session, got: string): string {
  const [, reason = '', json = '{}'] = /^([a-z]+\.[a-z_]+)(?: (\{.*\}))?$/s.exec(got) ?? [];
  if (!isTextKey(reason)) return got === UNREADABLE ? session.text('cli.unreadable') : got;
  const params = JSON.parse(json) as Params;
  const named = [...parametersOf(CATALOGUE[reason].en)].every((name) => params[name] !== undefined);
  return session.text(named ? reason : 'cli.unreadable', named ? params : {});
}

/** What the engine says of a bundle whose form is broken. */
const UNREADABLE = 'it cannot be read';
