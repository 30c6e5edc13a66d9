import { metricTokens } from "./metric-tokens.js";

/** Texts as the numbers of their tokens. */
export interface TokenIds {
  /** Number of each token of all texts, one text behind the other. */
  readonly ids: Int32Array;
  /** Where each text begins in `ids`, and where the last one ends. */
  readonly starts: Int32Array;
  /** The token of each number, in order of first appearance. */
  readonly tokens: readonly string[];
}

/** Numbers the tokens of texts. Memory is 4 bytes a token beside the vocabulary. */
export function tokenIds(texts: readonly string[]): TokenIds {
  const numbers = new Map<string, number>();
  const tokens: string[] = [];
  const starts = new Int32Array(texts.length + 1);
  let ids = new Int32Array(1024);
  let length = 0;
  texts.forEach((text, index) => {
    for (const token of metricTokens(text)) {
      let number = numbers.get(token);
      if (number === undefined) {
        number = tokens.length;
        numbers.set(token, number);
        tokens.push(token);
      }
      if (length === ids.length) {
        const longer = new Int32Array(2 * length);
        longer.set(ids);
        ids = longer;
      }
      ids[length++] = number;
    }
    starts[index + 1] = length;
  });
  return { ids: ids.slice(0, length), starts, tokens };
}
