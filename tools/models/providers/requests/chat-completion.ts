import { z } from "zod";
import type { JsonSchema } from "../../../../schema/json.js";
import type { ChatMessage } from "../../../../schema/prompt.js";
import type { ChatRequest, ResponseFormat } from "../../contract.js";
import { isStrictSchema } from "../../prompt/strict-schema.js";
import { langChainTools } from "../langchain/langchain-messages.js";
import type { ProviderLimits } from "../../limits/provider-limits.js";
import type { MessageLike } from "../read-completion.js";

/** Bytes of a body: the longest answers with log-probabilities have some five million. */
export const MOST_CHAT_BYTES = 32 * 2 ** 20;

/** What every request to a model says beside its own. */
export interface CompletionSettings {
  readonly model: string;
  readonly logProbabilities: boolean;
  /** Limit of one answer where a request sets none. */
  readonly maxTokens: number | undefined;
}

/**
 * The body of a request for a chat completion. Members are in the order in which @langchain/openai
 * writes them: batches are found again by the text of their requests.
 */
export function completionBody(
  { messages, parameters, format, tools, toolChoice }: ChatRequest,
  { model, logProbabilities, maxTokens }: CompletionSettings,
): string {
  const { temperature, topP, seed, stop } = parameters;
  const reasons = isReasoningModel(model);
  return JSON.stringify({
    model,
    temperature,
    top_p: topP,
    logprobs: logProbabilities ? true : undefined,
    stop,
    stream: false,
    ...langChainTools({ tools, toolChoice }),
    response_format: responseFormat(format),
    seed: seedOf(seed),
    [reasons ? "max_completion_tokens" : "max_tokens"]: parameters.maxTokens ?? maxTokens,
    messages: messages.map((message) => messageOf(message, reasons)),
  });
}

/** Servers take whole numbers of 31 bits. */
export function seedOf(seed: number | undefined): number | undefined {
  return seed === undefined ? undefined : seed % 2 ** 31;
}

/** OpenAI's models that think first take another limit, and `developer` in place of `system`. */
function isReasoningModel(model: string): boolean {
  return /^o\d/u.test(model) || (model.startsWith("gpt-5") && !model.startsWith("gpt-5-chat"));
}

function messageOf({ role, content, toolCalls = [], toolCallId }: ChatMessage, reasons: boolean) {
  return {
    role: role === "system" && reasons ? "developer" : role,
    content,
    tool_calls:
      toolCalls.length === 0
        ? undefined
        : toolCalls.map(({ id, name, arguments: text }) => ({
            id,
            type: "function",
            function: { name, arguments: text },
          })),
    tool_call_id: role === "tool" ? (toolCallId ?? "") : undefined,
  };
}

type OpenAIFormat =
  | { type: "json_object" }
  | {
      type: "json_schema";
      json_schema: { name: string; schema: Record<string, unknown>; strict: boolean };
    };

/** One response_format per JSON schema object, whose name belongs to it. */
const formats = new WeakMap<JsonSchema, OpenAIFormat>();

export function responseFormat(format: ResponseFormat): OpenAIFormat | undefined {
  if (format.type === "text") return undefined;
  if (format.type === "json" || format.schema === undefined) return { type: "json_object" };
  let made = formats.get(format.schema);
  if (
    made === undefined ||
    (made.type === "json_schema" && made.json_schema.name !== (format.name ?? "answer"))
  ) {
    made = {
      type: "json_schema",
      json_schema: {
        name: format.name ?? "answer",
        schema: format.schema as Record<string, unknown>,
        strict: isStrictSchema(format.schema),
      },
    };
    formats.set(format.schema, made);
  }
  return made;
}

/** Servers leave out or fill in much: only what is read is looked at, and only a message is needed. */
const lenient = <S extends z.ZodType>(schema: S) => schema.nullish().catch(undefined);
const completion = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({
          content: z.unknown().optional(),
          refusal: lenient(z.string()),
          tool_calls: lenient(
            z.array(
              z.object({
                id: z.unknown().optional(),
                function: z.object({ name: z.string(), arguments: z.string() }),
              }),
            ),
          ),
        }),
        finish_reason: lenient(z.string()),
        logprobs: z.unknown().optional(),
      }),
    )
    .min(1),
  usage: lenient(
    z.object({
      prompt_tokens: lenient(z.number()),
      completion_tokens: lenient(z.number()),
      prompt_tokens_details: lenient(z.object({ cached_tokens: lenient(z.number()) })),
    }),
  ),
});

/** A server's answer as a message, for `readCompletion`; null where it is no chat completion. */
export function completionMessage(
  answer: unknown,
  limits: ProviderLimits | null,
): MessageLike | null {
  const { data } = completion.safeParse(answer);
  if (data === undefined) return null;
  const { content, tool_calls: calls } = data.choices[0]!.message;
  return {
    content,
    tool_calls: (calls ?? []).flatMap(({ id, function: { name, arguments: text } }) => {
      try {
        return [{ id, name, args: JSON.parse(text) as unknown }];
      } catch {
        // One that was cut off, say, is no call.
        return [];
      }
    }),
    additional_kwargs: { __raw_response: limits === null ? data : { ...data, limits } },
  };
}
