import { z } from "zod";
import { AGENT_ROLES } from "../agent-roles.js";
import { countSetting, numberSetting } from "../../base/slots/number-setting.js";

const weightSchema = z
  .number()
  .positive()
  .optional()
  .describe("Share of the orders beside the models of `also`. Default: 1.");
const oneModelSchema = z.strictObject({
  model: z
    .string()
    .min(1)
    .describe(
      "embedded, embedded:FILE (tuned), openai:NAME, anthropic:NAME (and other providers), gguf:PATH, or ./my-model.mjs.",
    ),
  baseUrl: z
    .string()
    .optional()
    .describe("Base URL of an OpenAI-compatible server, for example http://localhost:11434/v1."),
  apiKeyEnv: z
    .string()
    .optional()
    .describe(
      "Environment variable that holds the key. Default: the provider's own, OPENAI_API_KEY.",
    ),
  temperature: numberSetting(
    { from: 0, to: 2 },
    "How freely it writes. Default: generate.temperature to write, 0 to judge.",
  ),
  topP: numberSetting({ above: 0, to: 1 }, "Share of the likeliest tokens that it draws from."),
  maxTokens: z.number().int().min(1).optional().describe("Limit of one answer, in tokens."),
  contextTokens: countSetting({ from: 256 }, "Size of the model's context, in tokens."),
  price: z
    .strictObject({
      input: z.number().min(0).describe("Of tokens that are sent."),
      output: z.number().min(0).describe("Of tokens that are written."),
      cachedInput: numberSetting(
        { from: 0 },
        "Of sent tokens that the provider had kept. Default: as `input`.",
      ),
    })
    .optional()
    .describe("US dollars per million tokens."),
  concurrency: countSetting(
    { from: 1 },
    "Most requests in flight. Default: the run's concurrency.",
  ),
  requestsPerMinute: numberSetting(
    { above: 0 },
    "Most requests that are begun in a minute. Default: no limit that is known.",
  ),
  tokensPerMinute: numberSetting(
    { above: 0 },
    "Most tokens of a minute, input and output. Default: no limit that is known.",
  ),
  timeoutSeconds: numberSetting({ above: 0 }, "Seconds until a request is given up. Default: 120."),
  maxRetries: countSetting({ from: 0 }, "How often a failed request is sent again. Default: 6."),
  batch: z
    .union([
      z.boolean(),
      z.strictObject({
        maxRequests: countSetting(
          { from: 1, to: 50_000 },
          "Most requests of one batch. Default: 50000.",
        ),
        waitSeconds: numberSetting(
          { above: 0 },
          "Seconds without a new request after which a batch is sent. Default: 2.",
        ),
        pollSeconds: numberSetting(
          { above: 0 },
          "Longest pause between two looks at a batch. Default: 30.",
        ),
      }),
    ])
    .optional()
    .describe(
      "Ask by the provider's batches, at half of the price and within a day; `openai:` models " +
        "only. Default: false.",
    ),
  endpoints: z
    .array(
      z.strictObject({
        baseUrl: z.string().describe("Base URL of a server that has the model."),
        apiKeyEnv: z
          .string()
          .optional()
          .describe("Environment variable that holds its key. Default: as the model's."),
        weight: z
          .number()
          .positive()
          .optional()
          .describe("Share of the requests beside the other servers. Default: 1."),
        concurrency: countSetting(
          { from: 1 },
          "Most requests in flight there. Default: as the model's.",
        ),
        requestsPerMinute: numberSetting(
          { above: 0 },
          "Most requests that are begun there in a minute. Default: as the model's.",
        ),
        tokensPerMinute: numberSetting(
          { above: 0 },
          "Most tokens of a minute there. Default: as the model's.",
        ),
      }),
    )
    .min(1)
    .optional()
    .describe(
      "Servers that have the same model, in place of `baseUrl`: each request goes to the one " +
        "that is least busy for its weight, and to another where it fails.",
    ),
  dimension: countSetting(
    { from: 2 },
    "Length of the vectors of an embedding model. Default: that of well-known models.",
  ),
  logProbabilities: z
    .boolean()
    .optional()
    .describe("Ask for log-probabilities of the answer's tokens. Default: false."),
});

/** A model for one role: `embedded`, `openai:NAME`, or the same with settings. */
export const modelSettingsSchema = oneModelSchema.extend({
  /** Share of the orders beside the models of `also`. */
  weight: weightSchema,
  also: z
    .array(
      z.union([
        z.string().min(1),
        oneModelSchema.omit({ temperature: true, topP: true }).extend({ weight: weightSchema }),
      ]),
    )
    .optional()
    .describe(
      "Models that share the role with this one: each order is given to one of them by their " +
        "weights, the same one for the same seed. Candidates of a preference and repeated " +
        "judgements go through them in turn.",
    ),
});
export type ModelSettings = z.infer<typeof modelSettingsSchema>;
/** A model by name, or by name and settings. */
export const modelSpecSchema = z.union([z.string().min(1), modelSettingsSchema]);
export type ModelSpec = z.infer<typeof modelSpecSchema>;

export const MODEL_ROLES = ["default", ...AGENT_ROLES, "partner", "embeddings"] as const;
export type ModelRole = (typeof MODEL_ROLES)[number];
