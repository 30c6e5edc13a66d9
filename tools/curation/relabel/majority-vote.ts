import { z } from "zod";
import { countSetting, numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import { labelKey, type LabelValue } from "../../../schema/label.js";
import type { Relabeler } from "../contract.js";
import { votesOf } from "./asked-votes.js";
import { RelabelReport } from "./relabel-report.js";

const settings = z.strictObject({
  variants: countSetting(
    { from: 1, to: 50, usual: 5 },
    "Prompt variants to ask rows with that came without votes. Default: 5.",
  ),
  leastAgreement: numberSetting(
    { from: 0, to: 1, usual: 0 },
    "Share of the votes that the winner needs. Default: 0 = most votes win.",
  ),
  action: z
    .enum(["keep", "drop", "people"])
    .default("keep")
    .describe(
      "What happens to rows whose winner has too few votes, or that have a tie without " +
        "their own label. Default: keep.",
    ),
});

/**
 * The label that most prompt variants give: by the votes that came with a row, else by asking the
 * language model with each variant. Answers that could not be read, and labels that the task does
 * not have, are no votes. A tie is won by the row's own label where it takes part.
 */
export const majorityVote = configurable({
  settings,
  make: ({ variants, leastAgreement, action }): Relabeler => ({
    name: "majority-vote",
    async relabel(rows, context) {
      const report = new RelabelReport(rows);
      const { votes, asked } = await votesOf(rows, context, variants);
      const known = context.labels.length > 0 ? new Set(context.labels) : null;
      const undecided: number[] = [];
      const figures = {
        asked: asked.size,
        withoutVotes: 0,
        unknownLabels: 0,
        ties: 0,
        undecided: 0,
      };
      rows.forEach((row, index) => {
        const valid = votes[index]!.filter(
          (vote) => known === null || [vote ?? []].flat().every((name) => known.has(name)),
        );
        if (asked.has(index) && !context.multiLabel)
          report.votes(
            index,
            valid.filter((vote) => typeof vote === "string"),
          );
        figures.unknownLabels += votes[index]!.length - valid.length;
        if (valid.length === 0) {
          figures.withoutVotes += 1;
          return;
        }
        const { label, share, tie } = winner(valid, row.label);
        report.confidence(index, share);
        if (tie) figures.ties += 1;
        if (tie || share < leastAgreement) undecided.push(index);
        else if (labelKey(label) !== labelKey(row.label))
          report.decide(index, "model", {
            label,
            note: `${Math.round(share * valid.length)} of ${valid.length} votes`,
          });
      });
      figures.undecided = undecided.length;
      const why = (index: number): string =>
        `the winner has ${Math.round(100 * report.at(index).confidence!)} % of the votes`;
      if (action === "people") await report.ask(undecided, context, "Which label is right?", why);
      if (action === "drop")
        for (const index of undecided) report.decide(index, "dropped", { note: why(index) });
      return report.outcome(
        "majority-vote",
        context.askModel || figures.withoutVotes < rows.length
          ? figures
          : { ...figures, notApplied: "no row has votes and no language model was given" },
      );
    },
  }),
});

function winner(
  votes: readonly LabelValue[],
  own: LabelValue,
): { label: LabelValue; share: number; tie: boolean } {
  const counts = new Map<string, { label: LabelValue; count: number }>();
  for (const label of votes) {
    const entry = counts.get(labelKey(label)) ?? { label, count: 0 };
    entry.count += 1;
    counts.set(labelKey(label), entry);
  }
  const most = Math.max(...[...counts.values()].map(({ count }) => count));
  const first = [...counts.values()].filter(({ count }) => count === most);
  const mine = first.find(({ label }) => labelKey(label) === labelKey(own));
  const chosen = mine ?? first[0]!;
  return {
    label: chosen.label,
    share: chosen.count / votes.length,
    tie: first.length > 1 && mine === undefined,
  };
}
