import { DatawrightError } from "../../../base/errors.js";
import { modelError } from "../../models/providers/model-error.js";
import { readKey } from "../../models/providers/openai-key.js";
import { withDeadline } from "../../models/middleware/with-deadline.js";

/** What a moderation service says about one text. */
interface ModerationResult {
  readonly flagged: boolean;
  /** Categories that are flagged. */
  readonly categories: readonly string[];
  /** Score per category, 0 to 1, as the service gives them. */
  readonly scores: Readonly<Record<string, number>>;
}

/** Judges texts; one result per text, in order. */
export type Moderate = (
  texts: readonly string[],
  signal?: AbortSignal,
) => Promise<readonly ModerationResult[]>;

export interface ModerationEndpoint {
  /** Base URL of an OpenAI-compatible server, ending in /v1. Default: https://api.openai.com/v1. */
  readonly baseUrl?: string;
  /** Default: omni-moderation-latest. */
  readonly model?: string;
  /**
   * Environment variable that holds the key. Default: OPENAI_API_KEY; servers on this machine need
   * none.
   */
  readonly apiKeyEnv?: string;
  /** Texts of one request. Default: 32. */
  readonly batchSize?: number;
  /** Default: 30. */
  readonly timeoutSeconds?: number;
}

/**
 * A moderation service that speaks OpenAI's POST {baseUrl}/moderations.
 *
 * A failed request throws a coded MODEL_* error and judges nothing; it is not tried again here.
 *
 * @throws (from the function) MODEL_AUTH, MODEL_RATE_LIMIT, MODEL_SERVER, MODEL_TIMEOUT,
 *         MODEL_CONNECTION, MODEL_BAD_REQUEST, MODEL_ABORTED
 */
export function moderationEndpoint(endpoint: ModerationEndpoint = {}): Moderate {
  const {
    baseUrl = "https://api.openai.com/v1",
    model = "omni-moderation-latest",
    apiKeyEnv = "OPENAI_API_KEY",
    batchSize = 32,
    timeoutSeconds = 30,
  } = endpoint;
  const name = `moderation:${model}`;
  return async (texts, signal) => {
    const results: ModerationResult[] = [];
    for (let from = 0; from < texts.length; from += batchSize) {
      const input = texts.slice(from, from + batchSize);
      const body = await withDeadline(
        (stop) =>
          post(
            `${baseUrl.replace(/\/+$/u, "")}/moderations`,
            { model, input },
            { key: readKey(apiKeyEnv, { baseUrl, model: name }), name, signal: stop },
          ),
        { seconds: timeoutSeconds, signal, name },
      );
      results.push(...readResults(body, input.length, name));
    }
    return results;
  };
}

async function post(
  url: string,
  body: unknown,
  {
    key,
    name,
    signal,
  }: { readonly key: string; readonly name: string; readonly signal: AbortSignal },
): Promise<unknown> {
  try {
    const response = await fetch(url, {
      method: "POST",
      signal,
      headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
      body: JSON.stringify(body),
    });
    if (!response.ok)
      throw Object.assign(
        new Error(`HTTP ${response.status}: ${(await response.text()).slice(0, 300)}`),
        { status: response.status, headers: Object.fromEntries(response.headers) },
      );
    return (await response.json()) as unknown;
  } catch (error) {
    throw modelError(error, name);
  }
}

function readResults(body: unknown, count: number, name: string): ModerationResult[] {
  const results = (body as { results?: unknown } | null)?.results;
  const broken = (what: string): DatawrightError =>
    new DatawrightError({
      code: "MODEL_SERVER",
      message: `${name}: ${what}`,
      hint: "check that the base URL points at an OpenAI-compatible API (it usually ends in /v1)",
    });
  if (!Array.isArray(results) || results.length !== count)
    throw broken(
      `the answer has ${Array.isArray(results) ? results.length : "no"} results for ${count} texts`,
    );
  return results.map((result: unknown) => {
    const {
      flagged,
      categories,
      category_scores: scores,
    } = (result ?? {}) as {
      flagged?: unknown;
      categories?: Record<string, unknown>;
      category_scores?: Record<string, unknown>;
    };
    if (typeof flagged !== "boolean")
      throw broken("a result does not say whether the text is flagged");
    return {
      flagged,
      categories: Object.entries(categories ?? {}).flatMap(([category, value]) =>
        value === true ? [category] : [],
      ),
      scores: Object.fromEntries(
        Object.entries(scores ?? {}).flatMap(([category, value]) =>
          typeof value === "number" ? [[category, value]] : [],
        ),
      ),
    };
  });
}
