import { DatawrightError } from "../../base/errors.js";
import type { RunRuntime } from "./runtime.js";
import type { CoverageMap } from "../../schema/coverage.js";
import type { SealedRound } from "./sealed-round.js";

/** Entry of the run's store: accepted samples that the last curation pass left. */
export const CURATION_LEFT = "curation-left";

/**
 * How many accepted samples the gate aims at before the next curation: what curation left so far,
 * and `curate.surplus` times what
 * is still lacking of the target, as filters that keep a share take the rest.
 */
export async function gateTarget({
  task,
  store,
}: Pick<RunRuntime, "task" | "store">): Promise<number> {
  const { target, curate } = task.spec;
  if (curate.surplus === 1) return target;
  const left = (await store.get<number>(CURATION_LEFT)) ?? 0;
  return left >= target ? target : left + Math.ceil((target - left) * curate.surplus);
}

/** Entry names in the run's store. */
export const sealedKey = (round: number): string => `sealed:${round}`;
export const ordersKey = (round: number): string => `orders:${round}`;
export const learnedKey = (round: number): string => `learned:${round}`;

export const trainingKey = (round: number): string => `training:${round}`;

/** That the labeler learns from a sealed round, decided before it is trained. */
export interface TrainingDecision {
  readonly rows: number;
  /** Round of the state that was in force before; -1 for none. */
  readonly previous: number;
}

/** What is recorded of a planned round beside its orders. */
export interface PlannedRound {
  readonly planRevision: number;
  readonly size: number;
  readonly inputsUsed: number;
  readonly moves: CoverageMap["moves"];
  /** Cells that the planner added, with how the concept tree grew. */
  readonly grown?: CoverageMap["cells"];
  readonly growth?: CoverageMap["growth"];
}

/**
 * A sealed round as later rounds read it; -1 and below mean the state before anything was sealed.
 */
export async function sealedRound(runtime: RunRuntime, round: number): Promise<SealedRound> {
  const key = Math.max(-1, round);
  const cached = runtime.sealed.get(key);
  if (cached) return cached;
  const stored = await runtime.store.get<SealedRound>(sealedKey(key));
  if (!stored)
    throw new DatawrightError({
      code: "INTERNAL",
      message: `round ${key} is read before it is sealed`,
    });
  runtime.sealed.set(key, stored);
  for (const old of runtime.sealed.keys())
    if (old < key - 3 && old !== -1) runtime.sealed.delete(old);
  return stored;
}
