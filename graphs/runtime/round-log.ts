import { randomUUID } from "node:crypto";
import type { StudentMistake } from "../../agents/contract.js";
import { DatawrightError } from "../../base/errors.js";
import type { SampleUpdate } from "../../memory/contract.js";
import { entry, entryKey, type Entry } from "../../memory/entry-key.js";
import type { DatabaseRunStore } from "../../memory/run-store.js";
import type { DatabaseSampleStore } from "../../memory/sample-store.js";
import type { CoverageMap } from "../../schema/coverage.js";
import type { Order, Plan } from "../../schema/plan.js";
import { emptyCoverage } from "../../tools/coverage/empty-coverage.js";
import type { PlannedRound } from "./planned-coverage.js";
import { recountCoverage, type StatusChange } from "./recount-coverage.js";
import type { RunDemonstrations } from "./run-demonstrations.js";
import type { VisibleState } from "./run-memory.js";
import { beforeFirst, type SealedRound } from "./sealed-round.js";

/** That the labeler learns from a sealed round, decided before it is trained. */
export interface TrainingDecision {
  readonly rows: number;
  /** Round of the state that was in force before; -1 for none. */
  readonly previous: number;
}

/** The plan with how often it was made anew. */
export interface PlanInForce {
  readonly plan: Plan;
  readonly revision: number;
}

/** What is written in the same transaction as a change of the log. */
export interface WrittenTogether {
  readonly updates?: readonly SampleUpdate[];
  readonly entries?: readonly Entry[];
}

/** Entries of the store that nobody else reads or writes. */
const KEYS = {
  planned: (round: number) => entryKey<PlannedRound>(`orders:${round}`),
  sealed: (round: number) => entryKey<SealedRound>(`sealed:${round}`),
  training: (round: number) => entryKey<TrainingDecision>(`training:${round}`),
};

/** Rounds behind the latest that are kept at hand: rounds in flight read no older ones. */
const KEPT = 3;

export interface RoundLogParts {
  readonly store: DatabaseRunStore;
  readonly samples: DatabaseSampleStore;
  readonly demonstrations: RunDemonstrations;
  /** What the labeler learned at a round. */
  readonly learned: (round: number) => Promise<unknown>;
  readonly mistakes: (round: number) => Promise<readonly StudentMistake[]>;
}

/**
 * The one owner of what is planned and sealed: the plan, the orders of each round, how each ended,
 * and what may be seen once it has. Every change is one transaction, together with the samples that
 * it is about.
 */
export class RoundLog {
  readonly #parts: RoundLogParts;
  readonly #sealed = new Map<number, SealedRound>();
  readonly #visible = new Map<number, VisibleState>();
  readonly #usedSeeds = new Set<string>();
  #seedsReadThrough = -1;
  #epoch = randomUUID();

  constructor(parts: RoundLogParts) {
    this.#parts = parts;
  }

  /** Another one whenever what may be seen of sealed rounds changed, but by sealing more of them. */
  get epoch(): string {
    return this.#epoch;
  }

  /** Reads anew what another process changed. */
  forget(): void {
    this.#sealed.clear();
    this.#visible.clear();
    this.#epoch = randomUUID();
  }

  /** The plan in force; null before the first. */
  plan(): Promise<PlanInForce | null> {
    return this.#parts.store.plan();
  }

  /** Every revision of the plan, first to last. */
  plans(): Promise<PlanInForce[]> {
    return this.#parts.store.plans();
  }

  /** Writes the first plan with the coverage that the first rounds are planned from. */
  async begin(plan: Plan, coverage: CoverageMap): Promise<void> {
    await this.#parts.store.savePlan(plan, 0, [entry(KEYS.sealed(-1), beforeFirst(coverage))]);
    this.forget();
  }

  /** Writes a new revision of the plan. */
  async replan(plan: Plan, revision: number): Promise<void> {
    await this.#parts.store.savePlan(plan, revision);
  }

  /** Writes the orders of a round, `takenOver` among them as they were in an earlier one. */
  async order(
    round: number,
    orders: readonly Order[],
    planned: PlannedRound,
    takenOver: readonly Order[] = [],
  ): Promise<void> {
    const entries = [entry(KEYS.planned(round), planned)];
    for (const before of new Set(takenOver.map((order) => order.round))) {
      const left = await this.planned(before);
      const size = left.size - takenOver.filter((order) => order.round === before).length;
      entries.push(entry(KEYS.planned(before), { ...left, size }));
    }
    await this.#parts.store.saveOrders(round, orders, entries);
  }

  orders(round: number): Promise<Order[]> {
    return this.#parts.store.orders(round);
  }

  plannedOrNull(round: number): Promise<PlannedRound | null> {
    return this.#parts.store.get(KEYS.planned(round));
  }

  /** @throws INTERNAL before the round is planned */
  async planned(round: number): Promise<PlannedRound> {
    return (await this.plannedOrNull(round)) ?? tooEarly(round, "planned");
  }

  /** Last round with orders, of a chain that begins behind `sealed`. */
  async lastPlanned(sealed: number): Promise<number> {
    let round = sealed;
    while (await this.plannedOrNull(round + 1)) round += 1;
    return round;
  }

  /**
   * Ids of the rows and passages that orders of the rounds before this one are made from; each
   * round is read once.
   */
  async usedSeeds(round: number): Promise<string[]> {
    while (this.#seedsReadThrough < round - 1) {
      this.#seedsReadThrough += 1;
      for (const order of await this.orders(this.#seedsReadThrough))
        for (const id of order.seedIds) this.#usedSeeds.add(id);
    }
    return [...this.#usedSeeds];
  }

  async sealedOrNull(round: number): Promise<SealedRound | null> {
    return this.#sealed.get(round) ?? (await this.#parts.store.get(KEYS.sealed(round)));
  }

  /**
   * A sealed round as later rounds read it; -1 and below mean the state before anything was sealed.
   *
   * @throws INTERNAL before it is sealed
   */
  async sealed(round: number): Promise<SealedRound> {
    const key = Math.max(-1, round);
    const cached = this.#sealed.get(key);
    if (cached) return cached;
    const stored = (await this.sealedOrNull(key)) ?? tooEarly(key, "sealed");
    this.#remember(stored);
    return stored;
  }

  /** Last round of the chain of sealed ones; -1 before the first. */
  async lastSealed(): Promise<number> {
    let round = -1;
    while (await this.sealedOrNull(round + 1)) round += 1;
    return round;
  }

  /** Seals a round, with what became of its samples. */
  async seal(round: SealedRound, together: WrittenTogether = {}): Promise<void> {
    await this.#write([entry(KEYS.sealed(round.round), round)], together);
    this.#remember(round);
    this.#visible.delete(round.round);
  }

  /** Why the labeler learned at a round; null where it did not. */
  training(round: number): Promise<TrainingDecision | null> {
    return this.#parts.store.get(KEYS.training(round));
  }

  /** Puts what the labeler will have learned from so many rows in force behind a sealed round. */
  async decideTraining(round: number, rows: number): Promise<void> {
    const sealed = await this.sealed(round);
    await this.seal(
      { ...sealed, learnedRound: round },
      { entries: [entry(KEYS.training(round), { rows, previous: sealed.learnedRound })] },
    );
  }

  /**
   * Counts samples anew that changed their status behind their round: later rounds are planned from
   * it, so that a top-up or an extension replaces what was taken out and counts what was let in.
   * `quotas` may set the quotas of what is left to be written.
   */
  async recount(
    last: number,
    changes: readonly StatusChange[],
    together: WrittenTogether = {},
    quotas: (now: CoverageMap, before: CoverageMap) => CoverageMap = (now) => now,
  ): Promise<void> {
    const newest = await this.sealed(last);
    const difference = changes.reduce(
      (sum, { from, to, count = 1 }) =>
        sum + count * (Number(to === "accepted") - Number(from === "accepted")),
      0,
    );
    const counted = {
      accepted: newest.accepted + difference,
      coverage: quotas(recountCoverage(newest.coverage, changes), newest.coverage),
    };
    await this.#change(last, (sealed) => ({ ...sealed, ...counted }), together);
  }

  /**
   * Opens the last rounds for a larger target: every quota grows by the factor. The entries are set
   * together with it.
   */
  async reopen(factor: number, entries: readonly Entry[]): Promise<void> {
    const last = await this.lastSealed();
    if (!(await this.sealedOrNull(last))) return this.#write([], { entries });
    await this.#change(
      last,
      ({ coverage, ...sealed }) => {
        const cells = coverage.cells.map((cell) => {
          const quota = Math.ceil(cell.quota * factor);
          return { ...cell, quota, open: cell.open || cell.accepted < quota };
        });
        return { ...sealed, dryRounds: 0, dryDrafts: 0, coverage: { ...coverage, cells } };
      },
      { entries },
    );
  }

  /**
   * What may be seen once rounds up to `round` are sealed. Demonstrations are the support rows and
   * the rows that people decided; people decide only while nothing is in flight, so these are the
   * same for every round that runs at once.
   */
  async visible(round: number): Promise<VisibleState> {
    const key = Math.max(-1, round);
    const cached = this.#visible.get(key);
    if (cached) return cached;
    const begun = (await this.sealedOrNull(-1)) !== null;
    const sealed = begun ? await this.sealed(key) : null;
    const learnedRound = sealed?.learnedRound ?? -1;
    const visible: VisibleState = {
      sealedThrough: key,
      coverage: sealed?.coverage ?? emptyCoverage([]),
      learned: () => this.#parts.learned(learnedRound),
      mistakes: () => this.#parts.mistakes(learnedRound),
      ...(await this.#parts.demonstrations.read()),
    };
    if (begun) this.#visible.set(key, visible);
    for (const old of this.#visible.keys()) if (old < key - KEPT) this.#visible.delete(old);
    return visible;
  }

  /**
   * Changes the last two sealed rounds: a round is planned from the last one but one, and nothing
   * is in flight now.
   */
  async #change(
    last: number,
    change: (sealed: SealedRound) => SealedRound,
    together: WrittenTogether = {},
  ): Promise<void> {
    const entries: Entry[] = [];
    for (const round of last < 0 ? [last] : [last - 1, last])
      entries.push(entry(KEYS.sealed(round), change(await this.sealed(round))));
    await this.#write(entries, together);
    this.forget();
  }

  async #write(own: readonly Entry[], { updates = [], entries = [] }: WrittenTogether) {
    await this.#parts.samples.applyUpdates(updates, [...own, ...entries]);
  }

  #remember(round: SealedRound): void {
    this.#sealed.set(round.round, round);
    for (const old of this.#sealed.keys())
      if (old < round.round - KEPT && old !== -1) this.#sealed.delete(old);
  }
}

function tooEarly(round: number, what: string): never {
  throw new DatawrightError({
    code: "INTERNAL",
    message: `round ${round} is read before it is ${what}`,
  });
}
