import { labelKey } from "../../../schema/label.js";
import type { CurationContext, CurationRow, Relabeler } from "../contract.js";
import { RelabelReport } from "./relabel-report.js";
import { rowVotes, type RowVotes } from "./row-votes.js";

/** What a method concludes from the votes of several annotators. */
export interface Consensus {
  /** Aligned with the rows that have votes: k probabilities in the order of the classes. */
  readonly probabilities: readonly ArrayLike<number>[];
  readonly figures: Readonly<Record<string, unknown>>;
}

/**
 * A relabeler from a method that judges annotators: each row gets the most probable label by their
 * votes, its own where that is as probable as any.
 */
export function annotatorsRelabeler(
  name: string,
  settings: {
    readonly leastConfidence: number;
    readonly action: "keep" | "drop" | "people";
  },
  conclude: (
    votes: RowVotes,
    rows: readonly CurationRow[],
    context: CurationContext,
  ) => Promise<Consensus | { readonly notApplied: string }>,
): Relabeler {
  const { leastConfidence, action } = settings;
  return {
    name,
    async relabel(rows, context) {
      const report = new RelabelReport(rows);
      const votes = rowVotes(rows, context);
      const counts = {
        annotators: votes.annotators.length,
        withoutVotes: rows.length - votes.indices.length,
        unknownLabels: votes.unknownLabels,
      };
      if (votes.note !== null) return report.notApplied(name, votes.note, counts);
      const found = await conclude(votes, rows, context);
      if ("notApplied" in found) return report.notApplied(name, found.notApplied, counts);
      const unsure: number[] = [];
      votes.indices.forEach((index, at) => {
        const row = rows[index]!;
        const { label, confidence } = best(votes.classes, found.probabilities[at]!, row);
        report.confidence(index, confidence);
        if (confidence < leastConfidence) unsure.push(index);
        else if (label !== labelKey(row.label))
          report.decide(index, "model", {
            label,
            note: `${votesText(votes, at)}: "${label}" is right with probability ${confidence.toFixed(3)}`,
          });
      });
      const why = (index: number): string =>
        `the votes make no label more probable than ${report.at(index).confidence!.toFixed(3)}`;
      if (action === "people") await report.ask(unsure, context, "Which label is right?", why);
      if (action === "drop")
        for (const index of unsure) report.decide(index, "dropped", { note: why(index) });
      return report.outcome(name, { ...counts, unsure: unsure.length, ...found.figures });
    },
  };
}

function best(
  classes: readonly string[],
  probabilities: ArrayLike<number>,
  row: CurationRow,
): { label: string; confidence: number } {
  let chosen = Math.max(0, classes.indexOf(labelKey(row.label)));
  for (let c = 0; c < classes.length; c++)
    if (probabilities[c]! > probabilities[chosen]! + 1e-12) chosen = c;
  return { label: classes[chosen]!, confidence: Math.min(1, probabilities[chosen]!) };
}

/** Who said what, as a note. */
function votesText({ annotators, votes }: RowVotes, at: number): string {
  return votes[at]!.flatMap((vote, annotator) =>
    vote === null ? [] : [`${annotators[annotator]} says ${vote}`],
  ).join(", ");
}
