import { DatawrightError } from "../../../base/errors.js";
import type { ChatMessage } from "../../../schema/prompt.js";
import type { ModelInfo } from "../contract.js";

/** Tokens of framing that a chat message costs beside its text. */
const TOKENS_PER_MESSAGE = 4;

/**
 * Estimates how many tokens a text has, without a tokenizer: for reservations, rate limits and
 * servers that report no usage.
 *
 * The rule, in characters a token: ASCII 4 (the usual figure for English prose and JSON), other
 * letters below U+0590 (accented Latin, Greek, Cyrillic) 2.5, every other script of the basic plane
 * (Arabic, Hebrew, Indic, Thai, Chinese, Japanese, Korean) 1, emoji and rare scripts half a
 * character. Rounded up; it errs to the high side for scripts other than English.
 */
export function estimateTokens(text: string): number {
  let ascii = 0;
  let european = 0;
  let other = 0;
  let surrogates = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) ascii += 1;
    else if (unit < 0x590) european += 1;
    else if (unit >= 0xd800 && unit <= 0xdfff) surrogates += 1;
    else other += 1;
  }
  return Math.ceil(ascii / 4 + european / 2.5 + other + surrogates);
}

/**
 * Tokens of a text by the model's own tokenizer, or `estimateTokens` where the model brings none.
 *
 * @throws SHAPE if the model's `countTokens` gives no number of 0 or above
 */
export async function countTokens(
  { name, countTokens: count }: Pick<ModelInfo, "name" | "countTokens">,
  text: string,
): Promise<number> {
  if (count === undefined) return estimateTokens(text);
  const tokens = await count(text);
  if (typeof tokens === "number" && tokens >= 0 && tokens < Infinity) return tokens;
  throw new DatawrightError({
    code: "SHAPE",
    message:
      `countTokens of the model ${name} gave ${String(tokens)} for a text of ${text.length} ` +
      "characters",
    hint: "It must give a number of 0 or above.",
  });
}

/** Estimated tokens of a conversation: its texts and 4 tokens of framing a message. */
export function estimateMessageTokens(messages: readonly ChatMessage[]): number {
  let total = 0;
  for (const { content, toolCalls = [] } of messages) {
    total += estimateTokens(content) + TOKENS_PER_MESSAGE;
    for (const call of toolCalls) total += estimateTokens(call.name + call.arguments);
  }
  return total;
}
