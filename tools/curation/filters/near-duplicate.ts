import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import type { Filter } from "../contract.js";
import { NOTATIONS } from "../../../base/text/notation.js";
import { graphemeCount } from "../../../base/text/graphemes.js";
import { FilterReport } from "./measures/filter-report.js";
import { runFilterTask } from "./measures/filter-tasks.js";

const MEANING =
  "Jaccard similarity of character n-grams with the kept row that it is a copy of; 0 = kept";

/** Settings of the filter. */
export const nearDuplicateSettings = z.strictObject({
  threshold: numberSetting(
    { above: 0, to: 1, usual: 0.8 },
    "Least Jaccard similarity of a near copy, above 0. Default: 0.8.",
  ),
  shingle: z.number().int().min(1).default(5).describe("Characters of an n-gram. Default: 5."),
  prefer: z
    .enum(["first", "weight", "longest"])
    .default("first")
    .describe("Which row of a cluster stays. Default: first."),
  notation: z
    .enum(NOTATIONS)
    .nullable()
    .default(null)
    .describe(
      "What near texts must have in common as well: operators (7 - 3 is not 7 * 3), figures (nor 8 - " +
        "3), or ignore for nothing. Default: figures for tasks of mathematics or code, else operators.",
    ),
});

/**
 * Keeps one row of each cluster of near copies: rows are taken in order of preference, and each
 * stays unless it is near one that stays.
 */
export const nearDuplicateFilter = configurable({
  settings: nearDuplicateSettings,
  make: ({ threshold, shingle, prefer, notation }): Filter => ({
    name: "near-duplicate",
    async apply(rows, context) {
      const report = new FilterReport(rows.length);
      const value = (index: number): number =>
        prefer === "weight"
          ? rows[index]!.weight
          : prefer === "longest"
            ? graphemeCount(rows[index]!.text)
            : 0;
      const filled = rows
        .flatMap((row, index) => (row.text.trim() === "" ? [] : [{ index, value: value(index) }]))
        .sort((a, b) => b.value - a.value || a.index - b.index)
        .map(({ index }) => index);
      context.progress("near duplicates", 0);
      const duplicates = await runFilterTask(
        {
          name: "near-duplicates",
          texts: filled.map((index) => rows[index]!.text),
          threshold,
          shingle,
          notation: notation ?? context.notation ?? "operators",
        },
        context.signal,
      );
      for (const index of filled) report.scores[index] = 0;
      const clusters = new Map<number, number[]>();
      for (const { index: at, of, jaccard } of duplicates) {
        const [index, kept] = [filled[at]!, filled[of]!];
        report.scores[index] = jaccard;
        report.remove(
          index,
          "near-duplicate",
          `similarity ${jaccard.toFixed(3)} with ${rows[kept]!.id}`,
        );
        const members = clusters.get(kept) ?? [kept];
        members.push(index);
        clusters.set(kept, members);
      }
      return report.outcome("near-duplicate", MEANING, {
        threshold,
        shingle,
        prefer,
        clusters: [...clusters]
          .sort(([a], [b]) => a - b)
          .map(([kept, members]) => ({
            kept: rows[kept]!.id,
            members: members.sort((a, b) => a - b).map((index) => rows[index]!.id),
          })),
      });
    },
  }),
});
