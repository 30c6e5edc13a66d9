import { runEntries } from "../runtime/run-entries.js";
import type { RunRuntime } from "../runtime/runtime.js";
import type { RunStateValues } from "./state.js";

/**
 * Rows must grow by this factor before the small model is trained again, so that training stays
 * linear in the dataset.
 */
const GROWTH = 1.5;

/**
 * The learn node: after a round is sealed, decides whether the labeler learns from the support
 * rows, the accepted samples and what people decided. The round that is to be labelled with it
 * starts the training, and nobody waits for it but that round's drafts: the last rounds of a run
 * have none behind them.
 */
export async function learnStep(
  runtime: RunRuntime,
  state: Pick<RunStateValues, "sealed">,
): Promise<Partial<RunStateValues>> {
  const { rounds, task } = runtime;
  const round = state.sealed;
  if (task.kind.labels === "none" || task.labels.length === 0) return {};
  const sealed = await rounds.sealed(round);
  if (sealed.learnedRound === round) return {};
  const trainedAt = (await rounds.training(sealed.learnedRound))?.rows ?? 0;
  const gold = (await runtime.store.get(runEntries.gold)) ?? [];
  const available = task.support.length + gold.length + sealed.accepted;
  if (available === 0 || available < trainedAt * GROWTH) return {};
  await rounds.decideTraining(round, available);
  return {};
}
