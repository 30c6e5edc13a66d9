import type { Row } from "../../schema/sample.js";
import {
  sealedKey,
  sealedRound,
  trainingKey,
  type TrainingDecision,
} from "../runtime/round-log.js";
import type { RunRuntime } from "../runtime/runtime.js";
import type { RunStateValues } from "./state.js";

/**
 * Rows must grow by this factor before the small model is trained again, so that training stays
 * linear in the dataset.
 */
const GROWTH = 1.5;

/**
 * The learn node: after a round is sealed, decides whether the labeler learns from the support
 * rows, the accepted samples and what
 * people decided, and starts it. Nobody waits for the training but the drafts that are to be
 * labelled with it.
 */
export async function learnStep(
  runtime: RunRuntime,
  state: Pick<RunStateValues, "sealed">,
): Promise<Partial<RunStateValues>> {
  const round = state.sealed;
  if (runtime.task.kind.labels === "none" || runtime.task.labels.length === 0) return {};
  const sealed = await sealedRound(runtime, round);
  if (sealed.learnedRound === round) return {};
  const trainedAt =
    (await runtime.store.get<TrainingDecision>(trainingKey(sealed.learnedRound)))?.rows ?? 0;
  const gold = (await runtime.store.get<Row[]>("gold")) ?? [];
  const available = runtime.task.support.length + gold.length + sealed.accepted;
  if (available === 0 || available < trainedAt * GROWTH) return {};
  const next = { ...sealed, learnedRound: round };
  const decision: TrainingDecision = { rows: available, previous: sealed.learnedRound };
  await runtime.samples.applyUpdates([], {
    [trainingKey(round)]: decision,
    [sealedKey(round)]: next,
  });
  runtime.sealed.set(round, next);
  runtime.visible.delete(round);
  void runtime.learning.state(round);
  return {};
}
