import { DatawrightError } from "../../../base/errors.js";
import { canonicalJson, sha256Hex } from "../../../base/statistics/hash.js";
import type { CountedVectors, MeteredEmbeddings } from "../contract.js";
import { modelError } from "./model-error.js";
import { readKey } from "./openai-key.js";
import { listedModel } from "./prices.js";
import { checkedVectors } from "./checked-vectors.js";
import { openaiPath, unlike } from "./requests/openai-api.js";
import { withDeadline } from "../middleware/with-deadline.js";
import { USUAL_TIMEOUT_SECONDS } from "../middleware/with-time-limit.js";

export interface OpenAIEmbeddingsOptions {
  /** Name at the provider, without the prefix `openai:`. */
  readonly model: string;
  /**
   * Length of the vectors. Default: that of well-known models; for others it must be said. Sent to
   * text-embedding-3 models only.
   */
  readonly dimension?: number;
  readonly baseUrl?: string;
  /** Default: OPENAI_API_KEY. */
  readonly apiKeyEnv?: string;
  /** US dollars per million tokens. Default: the list price at OpenAI itself, else null. */
  readonly price?: number | null;
  /** Seconds for one call. Default: 120. */
  readonly timeoutSeconds?: number;
}

interface Batch {
  readonly vectors: readonly number[][];
  readonly tokens: number | null;
}

/** Bytes of a body: 256 vectors of 4,096 numbers have some 25 million. */
const MOST_BYTES = 128 * 2 ** 20;
/** Texts in one request; longer lists are split. */
const BATCH_SIZE = 256;
/** Of OpenAI's models and of those that local servers offer most. */
const DIMENSIONS: Readonly<Record<string, number>> = {
  "text-embedding-3-small": 1536,
  "text-embedding-3-large": 3072,
  "text-embedding-ada-002": 1536,
  "all-minilm": 384,
  "bge-m3": 1024,
  "mxbai-embed-large": 1024,
  "nomic-embed-text": 768,
  "snowflake-arctic-embed": 1024,
};

/**
 * Embeddings behind any OpenAI-compatible API; unit vectors. It never retries (see
 * admitEmbeddings).
 *
 * @throws SPEC_INVALID if the dimension is neither given nor known; MODEL_* from `embed`, and
 *         VECTOR_INVALID where the vectors are of another dimension than stated
 */
export function openaiEmbeddings(options: OpenAIEmbeddingsOptions): MeteredEmbeddings {
  const name = `openai:${options.model}`;
  const apiKeyEnv = options.apiKeyEnv ?? "OPENAI_API_KEY";
  const timeoutSeconds = options.timeoutSeconds ?? USUAL_TIMEOUT_SECONDS;
  const baseUrl = (): string | undefined =>
    options.baseUrl ?? (process.env["OPENAI_BASE_URL"] || undefined);
  const dimension = options.dimension ?? knownDimension(options.model);
  let path: ReturnType<typeof openaiPath> | undefined;
  const key = (): string => readKey(apiKeyEnv, { baseUrl: baseUrl(), model: name });

  async function embedBatch(texts: readonly string[], signal: AbortSignal): Promise<Batch> {
    path ??= openaiPath(
      { model: options.model, baseUrl: baseUrl(), apiKey: key },
      { path: "/embeddings", most: MOST_BYTES },
    );
    const body = JSON.stringify({
      model: options.model,
      input: texts,
      encoding_format: "float",
      dimensions: options.model.startsWith("text-embedding-3") ? options.dimension : undefined,
    });
    const { value } = await path(body, signal);
    const { data, usage } = (value ?? {}) as {
      data?: unknown;
      usage?: { prompt_tokens?: unknown } | null;
    };
    if (!Array.isArray(data)) throw unlike("a list of embeddings", options.model, value);
    const tokens = usage?.prompt_tokens;
    return {
      vectors: data.map((item: { embedding?: number[] } | null) => item?.embedding ?? []),
      tokens: typeof tokens === "number" && tokens >= 0 ? tokens : null,
    };
  }

  async function embedCounted(
    texts: readonly string[],
    signal?: AbortSignal,
  ): Promise<CountedVectors> {
    if (texts.length === 0) return { vectors: [], tokens: 0 };
    try {
      key();
      const batches = Array.from({ length: Math.ceil(texts.length / BATCH_SIZE) }, (_, index) =>
        texts.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE),
      );
      const answers = await withDeadline(
        (inner) => Promise.all(batches.map((batch) => embedBatch(batch, inner))),
        { seconds: timeoutSeconds, signal, name },
      );
      const tokens = answers.reduce<number | null>(
        (sum, answer) => (sum === null || answer.tokens === null ? null : sum + answer.tokens),
        0,
      );
      return {
        vectors: checkedVectors(
          answers.flatMap((answer) => answer.vectors),
          { name, count: texts.length, dimension },
        ),
        tokens,
      };
    } catch (error) {
      throw modelError(error, name);
    }
  }

  const server = baseUrl();
  // Another server sells the same name at its own price.
  const listed =
    server === undefined || (URL.canParse(server) && new URL(server).hostname === "api.openai.com")
      ? listedModel(options.model)
      : null;
  return {
    name,
    dimension,
    fingerprint: sha256Hex(
      canonicalJson(["openai-embeddings", options.model, server ?? null, dimension]),
    ).slice(0, 20),
    price: options.price === undefined ? (listed?.input ?? null) : options.price,
    timeoutSeconds,
    ready: () => void key(),
    embedCounted,
    embed: async (texts, signal) => (await embedCounted(texts, signal)).vectors,
  };
}

function knownDimension(model: string): number {
  // Local servers append a tag: nomic-embed-text:latest.
  const name = model.split(":")[0] as string;
  if (Object.hasOwn(DIMENSIONS, name)) return DIMENSIONS[name] as number;
  throw new DatawrightError({
    code: "SPEC_INVALID",
    message: `the length of the vectors of openai:${model} is not known`,
    hint:
      `Set \`dimension\` in the model's settings. Known without it: ` +
      `${Object.keys(DIMENSIONS).join(", ")}.`,
    details: { model },
  });
}
