import { LRUCache } from "lru-cache";
import type { StudentMistake } from "../../agents/contract.js";

/** Rounds whose states and mistakes are kept at hand: rounds in flight read the latest few. */
const KEPT = 4;

/**
 * Mistakes by the round at which the labeler was trained, each asked for once; a few are kept at
 * hand.
 */
export class LabelerMistakes {
  readonly #byRound = new LRUCache<number, Promise<readonly StudentMistake[]>>({ max: KEPT });
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
    return found;
  }
}

/**
 * What the labeler learned, by round: trained beside the pipeline, each state once. Whoever asks
 * for a state waits until it is there; what was trained by an earlier process is read, and what
 * that process left unfinished is trained again.
 */
export class LabelerStates {
  readonly #states = new LRUCache<number, Promise<unknown>>({ max: KEPT });
  readonly #train: (round: number) => Promise<unknown>;

  /** @param train gives the state of a round: the stored one, or a new one that is then stored */
  constructor(train: (round: number) => Promise<unknown>) {
    this.#train = train;
  }

  /**
   * The state learned at a round, or null; -1 is before any. The first call starts the training.
   */
  state(round: number): Promise<unknown> {
    if (round < 0) return Promise.resolve(null);
    const known = this.#states.get(round);
    if (known) return known;
    const state = this.#train(round);
    state.catch(() => {}); // whoever waits for the state hears of it
    this.#states.set(round, state);
    return state;
  }

  /** Resolves when no training is under way. @throws what a training threw */
  async done(): Promise<void> {
    const settled = await Promise.allSettled(this.#states.values());
    const failed = settled.find((result) => result.status === "rejected");
    if (failed) throw failed.reason;
  }
}
