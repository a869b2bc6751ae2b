/** Version of the rules by which results are computed; stored with each of them. */
export const EVALUATOR_VERSION = '2026.11.0';

/** A change of behaviour: results of versions before `since` replay without it. */
export interface BehaviourFlag {
  readonly id: string;
  readonly since: string;
  readonly reason: string;
}

/** All changes of behaviour, oldest first. An entry is never removed: old results replay for ever. */
export const BEHAVIOUR_FLAGS: readonly BehaviourFlag[] = [];

/** True when this release can compute results of that version again. */
export const canReplay = (version: string): boolean => version === EVALUATOR_VERSION;
