import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";
import type { CurationContext, CurationRow } from "../contract.js";
import type { Votes } from "../../learning/annotators/encoded-votes.js";

/** The settings of every method that compares annotators. */
export const annotatorSettings = {
  leastConfidence: numberSetting(
    { from: 0, to: 1, usual: 0 },
    "Probability that a row's label needs. Default: 0 = the most probable label wins.",
  ),
  action: z
    .enum(["keep", "drop", "people"])
    .default("keep")
    .describe("What happens to rows whose most probable label has less than that. Default: keep."),
};

/** The votes of rows by annotator. */
export interface RowVotes {
  /** Names of the annotators, sorted, or their places from 1. */
  readonly annotators: readonly string[];
  /** Positions among the rows of those with a vote. */
  readonly indices: readonly number[];
  /** Aligned with `indices`, then with `annotators`. */
  readonly votes: Votes;
  readonly classes: readonly string[];
  /** Votes that name no label of the task; they do not count. */
  readonly unknownLabels: number;
  /** Why annotators cannot be compared by these votes, or null. */
  readonly note: string | null;
}

/** Who said what of which row. */
export function rowVotes(
  rows: readonly CurationRow[],
  context: Pick<CurationContext, "labels" | "multiLabel">,
): RowVotes {
  const known = context.labels.length > 0 ? new Set(context.labels) : null;
  let unknownLabels = 0;
  const byRow = rows.map((row) => {
    const votes = new Map<string, string>();
    for (const [annotator, vote] of votesOf(row)) {
      const label = vote.trim();
      if (label === "") continue;
      if (known !== null && !known.has(label)) unknownLabels += 1;
      else votes.set(annotator, label);
    }
    return votes;
  });
  const annotators = [...new Set(byRow.flatMap((votes) => [...votes.keys()]))].sort((a, b) =>
    a.localeCompare(b, "en", { numeric: true }),
  );
  const indices = byRow.flatMap((votes, index) => (votes.size > 0 ? [index] : []));
  const named = new Set(byRow.flatMap((votes) => [...votes.values()]));
  const classes = known === null ? [...named].sort() : context.labels;
  return {
    annotators,
    indices,
    votes: indices.map((index) => annotators.map((name) => byRow[index]!.get(name) ?? null)),
    classes,
    unknownLabels,
    note: context.multiLabel
      ? "it is defined for one label per row; these are multi-label"
      : indices.length === 0
        ? "no row has votes"
        : !byRow.some((votes) => votes.size > 1)
          ? "no row has the votes of two annotators"
          : named.size < 2
            ? "all votes name one label"
            : null,
  };
}

/** By the annotators' names, else by their places: the n-th vote of every row is one annotator's. */
function votesOf({ votes, votesBy }: CurationRow): readonly (readonly [string, string])[] {
  if (votesBy !== undefined) return Object.entries(votesBy);
  return (votes ?? []).map((vote, at) => [String(at + 1), vote] as const);
}
