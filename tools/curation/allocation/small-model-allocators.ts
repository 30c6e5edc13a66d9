import { DatawrightError } from "../../../base/errors.js";
import type { Allocator } from "./contract.js";
import { rankedAllocator } from "./ranked-allocator.js";
import { givenLabels, mostUncertainFirst, type Rank } from "./ranking.js";
import { smallModelOpinion } from "./small-model-opinion.js";

/**
 * Rows by one minus the margin of the small model's out-of-sample probabilities.
 * @throws TRAINING_DATA if there is too little to train on
 */
export const marginAllocator = byOpinion("margin", (opinion) =>
  opinion.margin.map((value) => 1 - value),
);

/**
 * Rows by how unlikely the language model's label is to a small model that did not see the row; a
 * row without a label is unknown.
 *
 * @throws TRAINING_DATA if there is too little to train on
 */
export const disagreementAllocator = byOpinion("disagreement", (opinion) => opinion.disagreement);

function byOpinion(
  name: string,
  uncertaintyOf: (
    opinion: Extract<
      Awaited<ReturnType<typeof smallModelOpinion>>,
      { readonly margin: Float64Array }
    >,
  ) => Float64Array,
): Allocator {
  const rank: Rank = async (rows, _people, context) => {
    const answers = givenLabels(rows);
    const opinion = await smallModelOpinion(rows, answers, context);
    if ("reason" in opinion) {
      throw new DatawrightError({
        code: "TRAINING_DATA",
        message: `${name} needs a small model: ${opinion.reason}`,
        hint:
          "give rows or support rows with labels of at least two classes, or use an allocator " +
          "that needs none: k-center, fast-vote-k, random",
      });
    }
    const uncertainty = uncertaintyOf(opinion);
    return {
      uncertainty,
      order: mostUncertainFirst(uncertainty),
      answers,
      calls: 0,
      figures: {
        disagree: rows.filter(
          (row, index) => row.label !== null && row.label !== opinion.labels[index],
        ).length,
      },
    };
  };

  return rankedAllocator(name, rank, { checks: "votes" });
}
