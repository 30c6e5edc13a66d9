import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { DatawrightError } from "../../../../base/errors.js";

/** A chat model, and the call options that were bound to it. */
export interface Unwrapped {
  readonly model: BaseChatModel;
  readonly callOptions: Readonly<Record<string, unknown>>;
}

/** True for anything of LangChain's that can be invoked: models, bindings, sequences. */
export function isLangChainRunnable(value: unknown): value is object {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as { invoke?: unknown }).invoke === "function" &&
    ((value as { lc_runnable?: unknown }).lc_runnable === true || isChat(value))
  );
}

/**
 * The chat model inside what `.withRetry()`, `.bind()` and `.withConfig()` make of one, with the
 * options they bound. Their retries are left out: the run tries again by its own rules.
 *
 * @throws MODEL_UNKNOWN for a sequence, a parser or anything else that holds no single chat model
 */
export function unwrapped(given: object): Unwrapped {
  let value = given as { bound?: unknown; kwargs?: unknown; config?: unknown };
  let callOptions: Record<string, unknown> = {};
  while (!isChat(value)) {
    if (typeof value.bound !== "object" || value.bound === null) throw noModel(given);
    const { callbacks: _callbacks, ...config } = (value.config ?? {}) as Record<string, unknown>;
    callOptions = { ...config, ...(value.kwargs as object | undefined), ...callOptions };
    value = value.bound;
  }
  return { model: value, callOptions };
}

function isChat(value: unknown): value is BaseChatModel {
  return typeof (value as { _llmType?: unknown })._llmType === "function";
}

function noModel(given: object): DatawrightError {
  const kind = given.constructor?.name ?? "object";
  return new DatawrightError({
    code: "MODEL_UNKNOWN",
    message: `a LangChain ${kind} is no chat model`,
    hint:
      "Give the chat model itself: prompts, parsing and retries are the run's. To use a whole " +
      "chain, make an agent of it with fromRunnable.",
    details: { kind },
  });
}
