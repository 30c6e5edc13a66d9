import type { Ledger } from "../../../memory/budget-ledger.js";
import type { ResponseCache } from "../../../memory/contract.js";
import type { Tracer } from "../../../memory/tracer.js";
import { DatawrightError, isDatawrightError } from "../../../base/errors.js";
import type { Admission } from "./admission.js";
import type { ChatModel, EmbeddingModel, MeteredEmbeddings, ModelMiddleware } from "../contract.js";
import {
  admitEmbeddings,
  budgetEmbeddings,
  countedEmbeddings,
  limitEmbeddings,
  traceEmbeddings,
  type CountedEmbeddings,
} from "../providers/counted-embeddings.js";
import { cacheEmbeddings } from "./cached-embeddings.js";
import { withAdmission } from "./with-admission.js";
import { withAnswerLimit } from "./with-answer-limit.js";
import { withOwnRefusals } from "./with-own-refusals.js";
import { withBudget, withSentMark } from "./with-budget.js";
import { withCache } from "./with-cache.js";
import { USUAL_TIMEOUT_SECONDS, withTimeLimit } from "./with-time-limit.js";
import { withTracing } from "./with-tracing.js";
import { withoutKeys } from "./without-keys.js";

/** What a launch puts around a model; each part may be left out. */
export interface ModelSurroundings {
  readonly tracer?: Tracer;
  readonly cache?: ResponseCache;
  readonly budget?: Ledger;
  /** One object per provider and model in a process. */
  readonly admission?: Admission;
  /** The last word before a call is sent and booked: what it refuses was never asked. */
  readonly gate?: ModelMiddleware;
  /** The user's own, outermost first. */
  readonly middleware?: readonly ModelMiddleware[];
}

/**
 * Puts the middlewares around a model: tracing outermost, then what tells a refused prompt from a
 * refused form of asking, cache, budget, admission, the limits of an answer's length and time, and
 * the user's own nearest to the model.
 *
 * So every call has its span; an answer from the cache costs no budget and waits for nobody; room
 * in the budget is set aside once for a call however often it is tried again; and what a user's
 * middleware makes of an answer is in the cache before anyone sees it.
 *
 * @throws PLUGIN_INVALID if a middleware of the user's is no function, or gives back no model
 */
export function composeModel(model: ChatModel, surroundings: ModelSurroundings): ChatModel {
  return aroundCalls(aroundAttempts(model, surroundings), surroundings);
}

/** What belongs to a call, however often and wherever it is sent. */
export function aroundCalls(
  model: ChatModel,
  { tracer, cache, budget }: Pick<ModelSurroundings, "tracer" | "cache" | "budget">,
): ChatModel {
  return composed(model, [
    tracer && withTracing(tracer),
    withOwnRefusals(),
    cache && withCache(cache, budget && { onHit: () => recordHit(budget) }),
    budget && withBudget(budget),
  ]);
}

/** What belongs to the server that is asked: its limits and retries, and each attempt. */
export function aroundAttempts(
  model: ChatModel,
  { budget, admission, gate, middleware = [] }: ModelSurroundings,
): ChatModel {
  return composed(model, [
    admission && withAdmission(admission),
    withAnswerLimit(),
    gate,
    budget && withSentMark(),
    withTimeLimit(model.timeoutSeconds ?? USUAL_TIMEOUT_SECONDS),
    withoutKeys,
    ...middleware.map(checked),
  ]);
}

function composed(
  model: ChatModel,
  outermostFirst: readonly (ModelMiddleware | undefined)[],
): ChatModel {
  return outermostFirst.reduceRight<ChatModel>((inner, around) => around?.(inner) ?? inner, model);
}

function recordHit(budget: Ledger): void {
  budget.record({ cached: true, inputTokens: 0, outputTokens: 0, usd: 0 });
}

/** A user's middleware, held to the contract: it gives back a model, and only coded errors. */
function checked(middleware: ModelMiddleware, index: number): ModelMiddleware {
  const broken = (what: string, cause?: unknown): DatawrightError =>
    new DatawrightError({
      code: "PLUGIN_INVALID",
      message: `middleware[${index}]${middleware?.name ? ` (${middleware.name})` : ""} ${what}`,
      hint: "A middleware takes a model and gives one back: (model) => ({ info: model.info, complete }).",
      cause,
    });
  return (model) => {
    if (typeof middleware !== "function") throw broken("is not a function");
    const around: unknown = middleware(model);
    if (!isModel(around))
      throw broken("gave back no model: an object with `info` and `complete` is wanted");
    const { info, timeoutSeconds } = around;
    return {
      info,
      timeoutSeconds,
      complete: async (request) => {
        try {
          return await around.complete(request);
        } catch (error) {
          if (isDatawrightError(error)) throw error;
          throw broken(`or the model inside it failed: ${wordsOf(error)}`, error);
        }
      },
    };
  };
}

function wordsOf(error: unknown): string {
  const { message } = (error ?? {}) as { readonly message?: unknown };
  return typeof message === "string" ? message : String(error);
}

function isModel(value: unknown): value is ChatModel {
  const model = value as Partial<ChatModel> | null | undefined;
  return typeof model?.complete === "function" && typeof model.info === "object";
}

/**
 * The same for embeddings: the cache outermost, where there is one, so that a span is a call; then
 * tracing, budget, admission, the time limit.
 */
export function composeEmbeddings(
  model: EmbeddingModel | MeteredEmbeddings,
  surroundings: Pick<ModelSurroundings, "tracer" | "cache" | "budget" | "admission">,
): CountedEmbeddings {
  const { tracer, cache, budget, admission } = surroundings;
  let composed = limitEmbeddings(countedEmbeddings(model), USUAL_TIMEOUT_SECONDS);
  if (admission) composed = admitEmbeddings(composed, admission);
  if (budget) composed = budgetEmbeddings(composed, budget);
  if (tracer) composed = traceEmbeddings(composed, tracer);
  return cache
    ? cacheEmbeddings(composed, cache, { onHit: () => budget && recordHit(budget) })
    : composed;
}
