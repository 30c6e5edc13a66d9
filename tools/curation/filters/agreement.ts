import { z } from "zod";
import { countSetting, numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import { canonicalJson } from "../../../base/statistics/hash.js";
import { labelKey } from "../../../schema/label.js";
import { normalizeText } from "../../../base/text/normalize.js";
import type { CurationRow, Filter } from "../contract.js";
import { stopIfAsked } from "./measures/each-row.js";
import { FilterReport } from "./measures/filter-report.js";

const MEANING =
  "share of the votes (or execution results) that agree with the most frequent one, 0 to 1";

/**
 * Executes a candidate answer of a row; what it returns is compared. A throw means that it cannot
 * be executed.
 */
export type Execute = (candidate: unknown, row: CurationRow) => Promise<unknown>;

const settings = z.strictObject({
  minShare: numberSetting(
    { from: 0, to: 1, usual: 0.5 },
    "Rows whose most frequent answer has a smaller share of the votes go. Default: 0.5.",
  ),
  minVotes: countSetting(
    { from: 1, usual: 2 },
    "Rows with fewer votes are left alone. Default: 2.",
  ),
  sameAnswer: z
    .boolean()
    .default(true)
    .describe("A row whose own answer is not the most frequent one goes, too. Default: true."),
  votesField: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe(
      "Field that holds the list of candidate answers or results; null entries could not be " +
        "executed. Default: the votes of the row.",
    ),
  answerField: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe("Field that holds the row's own answer or result. Default: its label."),
  execute: z
    .custom<Execute>((value) => typeof value === "function", "expected a function")
    .optional()
    .describe("From code: executes a candidate answer; results are compared instead of answers."),
});

/**
 * Keeps rows on whose answer enough votes, repeated answers or execution results agree (SymGen, Ye
 * et al. 2023; self-consistency, Wang et al. 2023).
 */
export const agreementFilter = configurable({
  settings,
  make: ({ minShare, minVotes, sameAnswer, votesField, answerField, execute }): Filter => ({
    name: "agreement",
    async apply(rows, context) {
      const report = new FilterReport(rows.length);
      let ties = 0;
      let failedExecutions = 0;
      const result = async (candidate: unknown, row: CurationRow): Promise<string | null> => {
        if (candidate === null || candidate === undefined) return null;
        if (!execute) return keyOf(candidate);
        try {
          return keyOf(await execute(candidate, row));
        } catch {
          failedExecutions += 1;
          return null;
        }
      };
      for (const [index, row] of rows.entries()) {
        if (index % 256 === 0) {
          stopIfAsked(context.signal, "agreement");
          context.progress("agreement", index / rows.length);
        }
        const given = votesField === null ? row.votes : row.fields[votesField];
        if (!Array.isArray(given) || given.length < minVotes) continue;
        const results = await Promise.all(
          (given as readonly unknown[]).map((candidate) => result(candidate, row)),
        );
        const counts = new Map<string, number>();
        for (const key of results) if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
        const most = [...counts.values()].reduce((top, count) => Math.max(top, count), 0);
        report.scores[index] = most / given.length;
        if (most === 0) {
          report.remove(
            index,
            "agreement-not-executable",
            `none of ${given.length} candidates could be executed or read`,
          );
          continue;
        }
        const first = [...counts].filter(([, count]) => count === most).map(([key]) => key);
        if (first.length > 1) ties += 1;
        const answer =
          answerField === null
            ? row.label === null
              ? null
              : labelKey(row.label)
            : row.fields[answerField];
        const own =
          execute && answerField !== null
            ? await result(answer, row)
            : answer === null || answer === undefined
              ? null
              : keyOf(answer);
        if (most / given.length < minShare)
          report.remove(
            index,
            "agreement-low",
            `${most} of ${given.length} agree, wanted ${minShare}`,
          );
        else if (sameAnswer && own !== null && !first.includes(own))
          report.remove(
            index,
            "agreement-other",
            `${most} of ${given.length} agree on ${first[0]!.slice(0, 100)}`,
          );
      }
      return report.outcome("agreement", MEANING, { minShare, minVotes, ties, failedExecutions });
    },
  }),
});

/**
 * Answers that a reader takes for the same are the same: case, punctuation and the order of keys
 * aside; numbers by value.
 */
function keyOf(value: unknown): string {
  if (typeof value !== "string") return canonicalJson(value);
  const number = Number(value.trim().replace(/,(?=\d{3}(?:\D|$))/gu, ""));
  return value.trim() !== "" && Number.isFinite(number)
    ? canonicalJson(number)
    : canonicalJson(normalizeText(value));
}
