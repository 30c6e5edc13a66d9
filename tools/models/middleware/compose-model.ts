import type { BudgetLedger } from "../../../memory/budget-ledger.js";
import type { ResponseCache } from "../../../memory/contract.js";
import type { Tracer } from "../../../memory/tracer.js";
import type { Admission } from "./admission.js";
import type { ChatModel, EmbeddingModel, MeteredEmbeddings } from "../contract.js";
import {
  admitEmbeddings,
  budgetEmbeddings,
  countedEmbeddings,
  traceEmbeddings,
  type CountedEmbeddings,
} from "../providers/counted-embeddings.js";
import { withAdmission } from "./with-admission.js";
import { withBudget } from "./with-budget.js";
import { withCache } from "./with-cache.js";
import { withTracing } from "./with-tracing.js";

/** What a launch puts around a model; each part may be left out. */
export interface ModelSurroundings {
  readonly tracer?: Tracer;
  readonly cache?: ResponseCache;
  readonly budget?: BudgetLedger;
  /** One object per provider and model in a process. */
  readonly admission?: Admission;
}

/**
 * Puts the middlewares around a model: tracing outermost, then cache, budget, admission.
 *
 * So every call has its span; an answer from the cache costs no budget and waits for nobody; room
 * in the budget is set aside once
 * for a call however often it is tried again.
 */
export function composeModel(model: ChatModel, surroundings: ModelSurroundings): ChatModel {
  const { tracer, cache, budget, admission } = surroundings;
  let composed = model;
  if (admission) composed = withAdmission(admission)(composed);
  if (budget) composed = withBudget(budget)(composed);
  if (cache) {
    composed = withCache(
      cache,
      budget
        ? { onHit: () => budget.record({ cached: true, inputTokens: 0, outputTokens: 0, usd: 0 }) }
        : {},
    )(composed);
  }
  return tracer ? withTracing(tracer)(composed) : composed;
}

/**
 * The same for embeddings: tracing outermost, then budget, admission. They are not cached (vectors
 * are stored with their samples).
 */
export function composeEmbeddings(
  model: EmbeddingModel | MeteredEmbeddings,
  surroundings: Pick<ModelSurroundings, "tracer" | "budget" | "admission">,
): CountedEmbeddings {
  const { tracer, budget, admission } = surroundings;
  let composed = countedEmbeddings(model);
  if (admission) composed = admitEmbeddings(composed, admission);
  if (budget) composed = budgetEmbeddings(composed, budget);
  return tracer ? traceEmbeddings(composed, tracer) : composed;
}
