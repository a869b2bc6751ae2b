export { CoreWorld, scaled } from './core-world.js';
export { readScenario } from './read-scenario.js';
export { failureText, runScenario, type Failure } from './run-scenario.js';
export type * from './scenario.js';
export { durationText, ScenarioError } from './text.js';
