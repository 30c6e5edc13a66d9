import { atOnce } from "../../../base/workers/interruptible-work.js";
import type { Row } from "../../../schema/sample.js";
import { LabelNgrams } from "../../models/embedded/label-ngrams.js";
import { surfaceTokens } from "../../models/embedded/surface-tokens.js";
import { TokenIndex } from "../../models/embedded/token-index.js";
import type { TuningSet } from "../contract.js";

/** How the n-gram models of the labels read rows that they have not seen. */
interface ToldApart {
  /** Rows of which the own label is the most probable. */
  readonly right: number;
  /** Perplexity of the rows under their own label. */
  readonly perplexity: number;
}

/** Null where there is nothing to tell apart, or nothing to read. */
export function toldApart(
  { task, train }: TuningSet,
  held: readonly Row[],
  strength: number,
): ToldApart | null {
  const names = task.labels.map(({ name }) => name);
  const classOf = ({ label }: Row): number | null => {
    const at = typeof label === "string" ? names.indexOf(label) : -1;
    return at < 0 ? null : at;
  };
  if (held.length === 0 || names.length < 2) return null;
  const index = atOnce(TokenIndex.inPieces(train.map(({ text }) => text)));
  const labels = train.map(classOf);
  const plain = new LabelNgrams(index, labels, { classes: names.length });
  const model =
    strength === 0
      ? plain
      : new LabelNgrams(index, labels, {
          classes: names.length,
          weights: plain.discriminativeWeights(strength),
        });
  let [right, loss, tokens] = [0, 0, 0];
  for (const row of held) {
    const own = classOf(row)!;
    const ids = index.foldedIds(surfaceTokens(row.text));
    const found = model.logProbabilities(ids);
    if (found[own] === Math.max(...found)) right++;
    loss -= found[own]!;
    tokens += ids.length + 1;
  }
  return { right, perplexity: Math.exp(loss / tokens) };
}
