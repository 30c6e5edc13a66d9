import type { Ledger } from "../../../memory/budget-ledger.js";
import type { Tracer } from "../../../memory/tracer.js";
import type { Admission } from "../middleware/admission.js";
import { onAbort } from "../middleware/on-abort.js";
import { isLost } from "../middleware/with-budget.js";
import { outsideGraph } from "../middleware/outside-graph.js";
import { withDeadline } from "../middleware/with-deadline.js";
import type { CountedVectors, EmbeddingModel, MeteredEmbeddings } from "../contract.js";
import { estimateTokens } from "./count-tokens.js";

/** An embedding model whose price and tokens are known or known to be unknown. */
export interface CountedEmbeddings extends Required<
  Omit<MeteredEmbeddings, "timeoutSeconds" | "fingerprint" | "ready">
> {
  readonly price: number | null;
  readonly timeoutSeconds?: number | undefined;
  readonly fingerprint?: string | undefined;
}

/**
 * Any embedding model as one that is counted: without a price of its own its price is unknown,
 * without a count its tokens are null.
 */
export function countedEmbeddings(model: EmbeddingModel): CountedEmbeddings {
  const { price = null } = model as MeteredEmbeddings;
  return embeddingsAround(model, price, async (texts, signal) => {
    const metered = model as MeteredEmbeddings;
    return metered.embedCounted
      ? metered.embedCounted(texts, signal)
      : { vectors: await model.embed(texts, signal), tokens: null };
  });
}

/**
 * Ends a call at a deadline where the model does not end it by itself, and leaves a running graph's
 * async context (see outsideGraph).
 */
export function limitEmbeddings(model: CountedEmbeddings, seconds: number): CountedEmbeddings {
  const { name, timeoutSeconds } = model;
  return embeddingsAround(model, model.price, (texts, signal) =>
    outsideGraph(() =>
      timeoutSeconds === undefined
        ? withDeadline((inner) => model.embedCounted(texts, inner), { seconds, signal, name })
        : model.embedCounted(texts, signal),
    ),
  );
}

/** Lets calls through an admission: limits, retries, circuit. */
export function admitEmbeddings(model: CountedEmbeddings, admission: Admission): CountedEmbeddings {
  return embeddingsAround(model, model.price, (texts, signal) =>
    admission.run(() => model.embedCounted(texts, signal), {
      tokens: tokensOf(texts, null),
      tokensUsed: ({ tokens }) => tokensOf(texts, tokens),
      signal,
    }),
  );
}

/**
 * Sets room aside in the ledger before each call and books what it took, as withBudget does for
 * chat models.
 * @throws BUDGET_EXHAUSTED, NO_PRICE
 */
export function budgetEmbeddings(model: CountedEmbeddings, ledger: Ledger): CountedEmbeddings {
  return embeddingsAround(model, model.price, async (texts, signal) => {
    const expected = tokensOf(texts, null);
    const estimate = { calls: 1, tokens: expected, usd: costOf(model.price, expected) };
    const reservation = ledger.fits(estimate)
      ? ledger.reserve(estimate)
      : await ledger.admit(estimate, {
          likely: estimate,
          onCancel: (callback) => onAbort(signal, callback),
        });
    reservation.sent();
    try {
      const counted = await model.embedCounted(texts, signal);
      const inputTokens = tokensOf(texts, counted.tokens);
      reservation.settle({ inputTokens, outputTokens: 0, usd: costOf(model.price, inputTokens) });
      return counted;
    } catch (error) {
      if (isLost(error)) reservation.lose();
      else reservation.release();
      throw error;
    }
  });
}

/**
 * Traces each call as an `embeddings` span with its tokens and cost, without bodies: texts are
 * stored with their samples.
 */
export function traceEmbeddings(model: CountedEmbeddings, tracer: Tracer): CountedEmbeddings {
  return embeddingsAround(model, model.price, (texts, signal) =>
    tracer.span(
      {
        name: `embeddings ${model.name}`,
        operation: "embeddings",
        attributes: { "gen_ai.request.model": model.name, "datawright.texts": texts.length },
      },
      async (span) => {
        const counted = await model.embedCounted(texts, signal);
        const tokens = tokensOf(texts, counted.tokens);
        span.set({
          "gen_ai.usage.input_tokens": tokens,
          "datawright.cost_usd": costOf(model.price, tokens),
          "datawright.tokens_estimated": counted.tokens === null ? true : undefined,
        });
        return counted;
      },
    ),
  );
}

/** The same model, asked in another way; nothing is asked, counted or traced for no texts. */
export function embeddingsAround(
  model: EmbeddingModel,
  price: number | null,
  ask: (texts: readonly string[], signal?: AbortSignal) => Promise<CountedVectors>,
): CountedEmbeddings {
  const embedCounted = async (
    texts: readonly string[],
    signal?: AbortSignal,
  ): Promise<CountedVectors> =>
    texts.length === 0 ? { vectors: [], tokens: 0 } : ask(texts, signal);
  return {
    name: model.name,
    price,
    timeoutSeconds: (model as MeteredEmbeddings).timeoutSeconds,
    fingerprint: (model as MeteredEmbeddings).fingerprint,
    embedCounted,
    get dimension() {
      return model.dimension;
    },
    embed: async (texts, signal) => (await embedCounted(texts, signal)).vectors,
  };
}

function tokensOf(texts: readonly string[], counted: number | null): number {
  return counted ?? texts.reduce((total, text) => total + estimateTokens(text), 0);
}

function costOf(price: number | null, tokens: number): number | null {
  return price === null ? null : (price * tokens) / 1e6;
}
