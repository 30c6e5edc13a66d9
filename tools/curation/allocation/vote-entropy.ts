import { z } from "zod";
import { configurable } from "../../../base/slots/configurable.js";
import { majorityLabel } from "./majority-label.js";
import { rankedAllocator } from "./ranked-allocator.js";
import { DatawrightError } from "../../../base/errors.js";
import { variantsAsked } from "./prompt-variants.js";
import { mostUncertainFirst, type Rank } from "./ranking.js";

const settings = z.strictObject({ variants: variantsAsked });

/**
 * Entropy in bits of a row's votes: -sum p log2 p for two classes, the mean over the classes of
 * "this class or not" for more (CoAnnotating, Li et al. 2023); NaN where there is no vote for a
 * class of the task.
 */
export function voteEntropy(votes: readonly string[], labels: readonly string[]): number {
  const known = new Set(labels);
  const counts = new Map<string, number>();
  let total = 0;
  for (const vote of votes) {
    if (!known.has(vote)) continue;
    counts.set(vote, (counts.get(vote) ?? 0) + 1);
    total++;
  }
  if (total === 0) return NaN;
  const bits = (share: number): number =>
    share <= 0 || share >= 1 ? 0 : -share * Math.log2(share);
  let sum = 0;
  for (const count of counts.values())
    sum += bits(count / total) + (labels.length > 2 ? bits(1 - count / total) : 0);
  return labels.length > 2 ? sum / labels.length : sum;
}

/**
 * Rows by the entropy of their votes, from the row itself or by asking the language model with
 * paraphrased prompts.
 *
 * @throws SPEC_INVALID if the task has no labels or several for a row, or rows have no votes and
 *         there is no language model
 */
function voteEntropyRank({ variants }: z.output<typeof settings>): Rank {
  return async (rows, _people, context) => {
    if (context.labels.length < 2 || context.multiLabel)
      throw new DatawrightError({
        code: "SPEC_INVALID",
        message: "vote entropy needs at least two labels and one label a row",
        hint: "use another allocator, such as margin or k-center",
      });
    const votes = rows.map((row): string[] => [...(row.votes ?? [])]);
    const open = [...rows.keys()].filter((row) => votes[row]!.length === 0);
    if (open.length > 0 && context.askModel === undefined) {
      throw new DatawrightError({
        code: "SPEC_INVALID",
        message:
          `${open.length} of ${rows.length} rows have no votes and there is no language model ` +
          "to ask",
        hint: "give rows with votes, or a model",
      });
    }
    let unread = 0;
    for (let variant = 0; variant < variants && open.length > 0; variant++) {
      const answers = await context.askModel!(
        open.map((row) => rows[row]!),
        { demonstrations: [], variant },
      );
      for (const [index, row] of open.entries()) {
        const label = answers[index]?.label ?? null;
        if (typeof label === "string" && context.labels.includes(label)) votes[row]!.push(label);
        else unread++;
      }
      context.progress("votes", (variant + 1) / variants);
    }
    const uncertainty = Float64Array.from(votes, (given) => voteEntropy(given, context.labels));
    return {
      uncertainty,
      order: mostUncertainFirst(uncertainty),
      answers: votes.map((given) => majorityLabel(given, context.labels)),
      calls: open.length * variants,
      figures: { unread, withoutVotes: uncertainty.filter(Number.isNaN).length },
    };
  };
}

export const voteEntropyAllocator = configurable({
  settings,
  make: (chosen) => rankedAllocator("vote-entropy", voteEntropyRank(chosen), { checks: "asked" }),
});
