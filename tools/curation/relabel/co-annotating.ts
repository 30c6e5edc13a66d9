import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import { countOf } from "../../../base/statistics/lowest-share.js";
import { variantsAsked } from "../allocation/prompt-variants.js";
import { majorityLabel } from "../allocation/majority-label.js";
import { mostUncertainFirst } from "../allocation/ranking.js";
import { voteEntropy } from "../allocation/vote-entropy.js";
import type { Relabeler } from "../contract.js";
import { isByPerson } from "../label-history.js";
import { votesOf } from "./asked-votes.js";
import { RelabelReport } from "./relabel-report.js";

const settings = z.strictObject({
  variants: variantsAsked,
  people: numberSetting(
    { from: 0, usual: 0.1 },
    "Share of all rows that people decide at most, or their number above 1: those whose votes " +
      "differ most. Default: 0.1.",
  ),
});

/**
 * A language model and people share the labelling (CoAnnotating, Li et al. 2023): the model is asked
 * with several prompts, people get the rows on which its answers differ most, or of which none could
 * be read, and all others get the label of most votes. Rows on which all votes agree never go to
 * people.
 */
export const coAnnotating = configurable({
  settings,
  make: ({ variants, people }): Relabeler => ({
    name: "co-annotating",
    async relabel(rows, context) {
      const report = new RelabelReport(rows);
      if (context.multiLabel || context.labels.length < 2)
        return report.notApplied(
          "co-annotating",
          "the method needs at least two labels and one label per row",
        );
      const { votes, asked } = await votesOf(rows, context, variants);
      const names = votes.map((given) => given.filter((vote) => typeof vote === "string"));
      const labels = names.map((given) => majorityLabel(given, context.labels));
      if (labels.every((label) => label === null))
        return report.notApplied(
          "co-annotating",
          context.askModel
            ? "no answer of the language model was a label of the task"
            : "no row has votes and no language model was given",
        );
      const entropy = Float64Array.from(names, (given) => voteEntropy(given, context.labels));
      const uncertain = mostUncertainFirst(entropy)
        .filter(
          (index) =>
            entropy[index] !== 0 && rows[index]!.text.trim() !== "" && !isByPerson(rows[index]!),
        )
        .slice(0, countOf(people, rows.length));
      labels.forEach((label, index) => {
        if (asked.has(index)) report.votes(index, names[index]!);
        if (label === null) return;
        const share = names[index]!.filter((name) => name === label).length / names[index]!.length;
        report.confidence(index, share);
        if (label !== rows[index]!.label)
          report.decide(index, "model", {
            label,
            note: `${Math.round(share * names[index]!.length)} of ${names[index]!.length} votes`,
          });
      });
      await report.ask(uncertain, context, "Which label is right?", (index) =>
        Number.isNaN(entropy[index]!)
          ? "no vote could be read"
          : `entropy of the votes ${entropy[index]!.toFixed(3)} bits`,
      );
      return report.outcome("co-annotating", {
        asked: asked.size,
        uncertain: uncertain.length,
        withoutVotes: labels.filter((label) => label === null).length,
      });
    },
  }),
});
