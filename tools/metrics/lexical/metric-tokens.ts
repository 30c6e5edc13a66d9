import { normalForm } from "../../../base/text/normal-form.js";
import { isAscii } from "../../../base/text/case-fold.js";
import { words } from "../../../base/text/words.js";

const UNSPACED_OR_EMOJI =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Extended_Pictographic}\p{RI}]/u;

/**
 * Tokens of the diversity metrics: lower-cased runs of letters, digits and underscores, and every
 * other visible character on its own (`\w+|[^\w\s]`, Unicode-aware); text in scripts without
 * spaces, or with emoji, is cut as `words` cuts it.
 */
export function metricTokens(text: string): string[] {
  if (isAscii(text)) return text.toLowerCase().match(/\w+|[^\w\s]/g) ?? [];
  if (UNSPACED_OR_EMOJI.test(text)) return words(text);
  return (
    normalForm(text, "NFC")
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}_]+|[^\p{L}\p{M}\p{N}_\s]/gu) ?? []
  );
}
