import { rougeTokens } from "../../novelty/tokens-rouge.js";

/** ASCII punctuation, as Python's `string.punctuation` has it. */
const PUNCTUATION = /[!-/:-@[-`{-~]/gu;

/** An answer as SQuAD compares it: lower case, no punctuation, no English articles, single spaces. */
function squadForm(text: string): string {
  return text
    .toLowerCase()
    .replace(PUNCTUATION, "")
    .replace(/\b(?:a|an|the)\b/gu, " ")
    .split(/\s+/u)
    .filter(Boolean)
    .join(" ");
}

/** 1 where the answer equals a reference (Rajpurkar et al. 2016), else 0. */
export function squadExact(answer: string, references: readonly string[]): number {
  const form = squadForm(answer);
  return references.some((reference) => squadForm(reference) === form) ? 1 : 0;
}

/** F1 of the tokens of the answer and of the reference that it is nearest to (Rajpurkar et al. 2016). */
export function squadF1(answer: string, references: readonly string[]): number {
  const said = squadForm(answer).split(" ").filter(Boolean);
  return best(references, (reference) => {
    const wanted = squadForm(reference).split(" ").filter(Boolean);
    if (said.length === 0 || wanted.length === 0) return said.length === wanted.length ? 1 : 0;
    const left = new Map<string, number>();
    for (const token of wanted) left.set(token, (left.get(token) ?? 0) + 1);
    let shared = 0;
    for (const token of said) {
      const rest = left.get(token) ?? 0;
      if (rest > 0) shared++;
      left.set(token, rest - 1);
    }
    return (2 * shared) / (said.length + wanted.length);
  });
}

/**
 * ROUGE-L (Lin 2004) of the answer and of the reference that it is nearest to: F of the longest
 * common subsequence of their tokens, which are not stemmed.
 */
export function rougeL(answer: string, references: readonly string[]): number {
  const said = rougeTokens(answer);
  return best(references, (reference) => {
    const wanted = rougeTokens(reference);
    const length = longestCommonSubsequence(said, wanted);
    return length === 0 ? 0 : (2 * length) / (said.length + wanted.length);
  });
}

function longestCommonSubsequence(a: readonly string[], b: readonly string[]): number {
  let before = new Uint32Array(b.length + 1);
  let row = new Uint32Array(b.length + 1);
  for (const token of a) {
    for (let at = 0; at < b.length; at++)
      row[at + 1] = b[at] === token ? before[at]! + 1 : Math.max(before[at + 1]!, row[at]!);
    [before, row] = [row, before];
  }
  return before[b.length]!;
}

const best = (references: readonly string[], score: (reference: string) => number): number =>
  references.reduce((most, reference) => Math.max(most, score(reference)), 0);
