/** Versions of the rules by which results are computed, oldest first. A version is added with each change of behaviour. */
export const EVALUATOR_VERSIONS = ['2026.11.0'] as const;
/** The version of new results; stored with each of them. */
export const EVALUATOR_VERSION: string = EVALUATOR_VERSIONS[0];

/** A change of behaviour: results of versions before `since` replay without it. */
export interface BehaviourFlag {
  readonly id: string;
  /** First version that behaves this way. */
  readonly since: string;
  /** Day of the decision: 2026-11-25. */
  readonly date: string;
  readonly reason: string;
}

/** All changes of behaviour, oldest first. An entry is never removed: old results replay for ever. */
export const BEHAVIOUR_FLAGS: readonly BehaviourFlag[] = [];

/** True when this release can compute results of that version again. */
export const canReplay = (version: string, versions: readonly string[] = EVALUATOR_VERSIONS): boolean =>
  versions.includes(version);

/** True when results of a version are computed with a change of behaviour. Unknown versions have none. */
export function behaves(
  flag: BehaviourFlag,
  version: string,
  versions: readonly string[] = EVALUATOR_VERSIONS,
): boolean {
  const [since, asked] = [versions.indexOf(flag.since), versions.indexOf(version)];
  return since >= 0 && asked >= since;
}
