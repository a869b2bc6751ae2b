/** Background work of a process. */
export interface Worker {
  start(): void;
  /** Resolves when nothing of it is in work any more. */
  stop(): Promise<void>;
}
