import { DatawrightError } from "../../../base/errors.js";
import { metricTokens } from "./metric-tokens.js";
import { append } from "../../base/values/append.js";

/** Number of distinct tokens in the texts. */
export function vocabularySize(texts: Iterable<string>): number {
  const seen = new Set<string>();
  for (const text of texts) for (const token of metricTokens(text)) seen.add(token);
  return seen.size;
}

/**
 * Mean over the classes of the vocabulary size within a class (AttrPrompt, Yu et al. 2023); 0
 * without texts.
 * @throws SHAPE if the lengths differ
 */
export function classVocabularySize(texts: readonly string[], labels: readonly string[]): number {
  if (texts.length !== labels.length)
    throw new DatawrightError({
      code: "SHAPE",
      message: `${texts.length} texts but ${labels.length} labels`,
    });
  const byClass = new Map<string, string[]>();
  texts.forEach((text, index) => {
    const label = labels[index] as string;
    append(byClass, label, text);
  });
  let sum = 0;
  for (const list of byClass.values()) sum += vocabularySize(list);
  return byClass.size === 0 ? 0 : sum / byClass.size;
}
