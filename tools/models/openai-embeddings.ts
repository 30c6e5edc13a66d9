import type { OpenAIEmbeddings } from "@langchain/openai";
import { DatawrightError } from "../../schema/errors.js";
import type { EmbeddingModel } from "./contract.js";
import { modelError } from "./model-error.js";
import { readKey } from "./openai-key.js";
import { outsideGraph } from "./outside-graph.js";
import { unitVectors } from "./unit-vectors.js";
import { withDeadline } from "./with-deadline.js";

export interface OpenAIEmbeddingsOptions {
  /** Name at the provider, without the prefix `openai:`. */
  readonly model: string;
  /** Length of the vectors. Default: that of well-known models; for others it must be said. Sent to text-embedding-3 models only. */
  readonly dimension?: number;
  readonly baseUrl?: string;
  /** Default: OPENAI_API_KEY. */
  readonly apiKeyEnv?: string;
  /** Seconds for one call. Default: 120. */
  readonly timeoutSeconds?: number;
}

/** Texts in one request; the client splits longer lists. */
const BATCH_SIZE = 256;
/** Of OpenAI's models and of those that local servers offer most. */
const DIMENSIONS: Readonly<Record<string, number>> = {
  "text-embedding-3-small": 1536, "text-embedding-3-large": 3072, "text-embedding-ada-002": 1536,
  "all-minilm": 384, "bge-m3": 1024, "mxbai-embed-large": 1024, "nomic-embed-text": 768, "snowflake-arctic-embed": 1024,
};

/**
 * Embeddings behind any OpenAI-compatible API; unit vectors. It never retries (see admitEmbeddings).
 *
 * @throws SPEC_INVALID if the dimension is neither given nor known; MODEL_* from `embed`, and VECTOR_INVALID where the vectors are of another dimension than stated
 */
export function openaiEmbeddings(options: OpenAIEmbeddingsOptions): EmbeddingModel {
  const name = `openai:${options.model}`;
  const apiKeyEnv = options.apiKeyEnv ?? "OPENAI_API_KEY";
  const timeoutSeconds = options.timeoutSeconds ?? 120;
  const baseUrl = (): string | undefined => options.baseUrl ?? (process.env["OPENAI_BASE_URL"] || undefined);
  const dimension = options.dimension ?? knownDimension(options.model);
  let client: Promise<OpenAIEmbeddings> | undefined;

  async function createClient(): Promise<OpenAIEmbeddings> {
    const { createEmbeddingsClient } = await import("./openai-client.js");
    return createEmbeddingsClient({
      model: options.model, baseUrl: baseUrl(), timeoutSeconds, batchSize: BATCH_SIZE,
      apiKey: () => Promise.resolve(readKey(apiKeyEnv, { baseUrl: baseUrl(), model: name })),
      ...(options.dimension !== undefined && options.model.startsWith("text-embedding-3") ? { dimensions: options.dimension } : {}),
    });
  }

  return {
    name,
    dimension,
    embed: async (texts, signal) => {
      if (texts.length === 0) return [];
      try {
        readKey(apiKeyEnv, { baseUrl: baseUrl(), model: name });
        const ready = await (client ??= createClient());
        const vectors = await withDeadline(() => outsideGraph(() => ready.embedDocuments([...texts])), { seconds: timeoutSeconds, signal, name });
        return unitVectors(vectors, { name, count: texts.length, dimension });
      } catch (error) {
        throw modelError(error, name);
      }
    },
  };
}

function knownDimension(model: string): number {
  // Local servers append a tag: nomic-embed-text:latest.
  const name = model.split(":")[0] as string;
  if (Object.hasOwn(DIMENSIONS, name)) return DIMENSIONS[name] as number;
  throw new DatawrightError({
    code: "SPEC_INVALID", message: `the length of the vectors of openai:${model} is not known`,
    hint: `Set \`dimension\` in the model's settings. Known without it: ${Object.keys(DIMENSIONS).join(", ")}.`, details: { model },
  });
}
