import type { ToolCall } from "../../../schema/prompt.js";
import type { ChatRequest, ChatResponse, Usage } from "../contract.js";
import type { ProviderLimits } from "../limits/provider-limits.js";
import { estimateMessageTokens, estimateTokens } from "./count-tokens.js";

/** The parts of a LangChain message that matter here; a raw OpenAI answer may be inside. */
export interface MessageLike {
  readonly content: unknown;
  readonly additional_kwargs?: Readonly<Record<string, unknown>>;
  readonly response_metadata?: Readonly<Record<string, unknown>>;
  readonly usage_metadata?: unknown;
  readonly tool_calls?: unknown;
}

interface RawCompletion {
  readonly choices?: readonly RawChoice[];
  readonly limits?: ProviderLimits;
  readonly usage?: {
    readonly prompt_tokens?: number;
    readonly completion_tokens?: number;
    readonly prompt_tokens_details?: { readonly cached_tokens?: number } | null;
  } | null;
}
interface RawChoice {
  readonly finish_reason?: string | null;
  readonly message?: { readonly refusal?: string | null };
  readonly logprobs?: unknown;
}

/**
 * Reads a model's message: text, usage, finish reason, refusal, log-probabilities.
 *
 * Where the server gives no usage, it is estimated (estimateMessageTokens, estimateTokens).
 */
export function readCompletion(
  message: MessageLike,
  context: { readonly request: ChatRequest; readonly model: string },
): ChatResponse {
  const raw = message.additional_kwargs?.["__raw_response"] as RawCompletion | undefined;
  const choice = raw?.choices?.[0];
  const refusal = choice?.message?.refusal ?? message.additional_kwargs?.["refusal"];
  const refused = typeof refusal === "string" && refusal !== "";
  const text = refused ? refusal : textOf(message.content);
  const finish = String(
    choice?.finish_reason ??
      message.response_metadata?.["finish_reason"] ??
      message.response_metadata?.["stop_reason"] ??
      "stop",
  );
  const logProbabilities = readLogProbabilities(
    choice?.logprobs ?? message.response_metadata?.["logprobs"],
  );
  return {
    text,
    usage: readUsage(raw, message) ?? {
      inputTokens: estimateMessageTokens(context.request.messages),
      outputTokens: estimateTokens(text),
    },
    finish: refused ? "refusal" : finishOf(finish),
    model: context.model,
    logProbabilities: logProbabilities === null ? undefined : logProbabilities,
    limits: raw?.limits,
    toolCalls: readToolCalls(message.tool_calls),
  };
}

function readToolCalls(calls: unknown): readonly ToolCall[] | undefined {
  if (!Array.isArray(calls) || calls.length === 0) return undefined;
  return calls.map((call: { id?: unknown; name?: unknown; args?: unknown }, index) => ({
    id: typeof call.id === "string" && call.id !== "" ? call.id : `call-${index + 1}`,
    name: String(call.name ?? ""),
    arguments: JSON.stringify(call.args ?? {}),
  }));
}

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part: unknown) =>
      typeof part === "string" ? part : (part as { text?: unknown } | null)?.text,
    )
    .filter((text) => typeof text === "string")
    .join("");
}

function finishOf(reason: string): ChatResponse["finish"] {
  if (reason === "length" || reason === "max_tokens" || reason === "MAX_TOKENS") return "length";
  if (reason === "content_filter" || reason === "refusal" || reason === "SAFETY") return "refusal";
  if (
    reason === "stop" ||
    reason === "end_turn" ||
    reason === "stop_sequence" ||
    reason === "STOP" ||
    reason === "eos" ||
    reason === "tool_calls" ||
    reason === "tool_use"
  )
    return "stop";
  return "other";
}

function readUsage(raw: RawCompletion | undefined, message: MessageLike): Usage | null {
  const usage = message.usage_metadata as
    | {
        input_tokens?: number;
        output_tokens?: number;
        input_token_details?: { cache_read?: number };
      }
    | undefined;
  const inputTokens = raw?.usage?.prompt_tokens ?? usage?.input_tokens;
  const outputTokens = raw?.usage?.completion_tokens ?? usage?.output_tokens;
  if (!isCount(inputTokens) || !isCount(outputTokens)) return null;
  const cached =
    raw?.usage?.prompt_tokens_details?.cached_tokens ?? usage?.input_token_details?.cache_read;
  return isCount(cached)
    ? { inputTokens, outputTokens, cachedInputTokens: Math.min(cached, inputTokens) }
    : { inputTokens, outputTokens };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function readLogProbabilities(logprobs: unknown): number[] | null {
  const content = (logprobs as { content?: unknown } | null | undefined)?.content;
  if (!Array.isArray(content) || content.length === 0) return null;
  const values = content.map((token: unknown) => (token as { logprob?: unknown }).logprob);
  return values.every((value): value is number => typeof value === "number") ? values : null;
}
