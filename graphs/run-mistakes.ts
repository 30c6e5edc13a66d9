import type { StudentMistake } from "../agents/contract.js";

/** Mistakes by the round at which the labeler was trained, each asked for once; a few are kept at hand. */
export class RunMistakes {
  static readonly #kept = 4;
  readonly #byRound = new Map<number, Promise<readonly StudentMistake[]>>();
  readonly #find: (learnedRound: number) => Promise<readonly StudentMistake[]>;

  constructor(find: (learnedRound: number) => Promise<readonly StudentMistake[]>) {
    this.#find = find;
  }

  after(learnedRound: number): Promise<readonly StudentMistake[]> {
    const known = this.#byRound.get(learnedRound);
    if (known) return known;
    const found = this.#find(learnedRound);
    found.catch(() => {}); // whoever waits for it hears of it
    this.#byRound.set(learnedRound, found);
    for (const old of this.#byRound.keys())
      if (this.#byRound.size > RunMistakes.#kept && old < learnedRound) this.#byRound.delete(old);
    return found;
  }
}
