/**
 * Work in lanes: one piece after another within a lane, lanes beside each other, and never more than `limit` pieces
 * taken in at a time.
 */
export class SerialQueues {
  readonly #tails = new Map<string, Promise<void>>();
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  constructor(private readonly limit: number) {}

  /** Resolves when there is room for another piece. */
  async room(): Promise<void> {
    while (this.#taken >= this.limit) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Takes a piece of work, which must not throw; it runs when all earlier ones of its lane are done. */
  push(lane: string, work: () => Promise<void>): void {
    this.#taken++;
    const before = this.#tails.get(lane) ?? Promise.resolve();
    const done: Promise<void> = before.then(work).finally(() => {
      this.#taken--;
      this.#waiting.shift()?.();
      if (this.#tails.get(lane) === done) this.#tails.delete(lane);
    });
    this.#tails.set(lane, done);
  }

  /** Resolves when nothing is in work. */
  async idle(): Promise<void> {
    while (this.#tails.size > 0) await Promise.all(this.#tails.values());
  }
}
