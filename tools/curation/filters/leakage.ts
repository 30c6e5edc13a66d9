import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import type { Filter } from "../contract.js";
import { NOTATIONS } from "../../../base/text/notation.js";
import { DatawrightError } from "../../../base/errors.js";
import { VectorIndex } from "../../../memory/vectors/vector-index.js";
import { stopIfAsked } from "./measures/each-row.js";
import { FilterReport } from "./measures/filter-report.js";
import { runFilterTask } from "./measures/filter-tasks.js";

const MEANING =
  "how much of a test text the row gives away: 1 = equal, else the share of its word " +
  "n-grams, the Jaccard similarity or the cosine; 0 = nothing found";

const settings = z.strictObject({
  testTexts: z
    .array(z.string())
    .default([])
    .describe(
      "The test texts, which must not be found in the rows. Default: those of the test file.",
    ),
  n: z.number().int().min(1).default(8).describe("Words of an n-gram. Default: 8."),
  share: numberSetting(
    { above: 0, to: 1, usual: 0.5 },
    "Least share of a test text's n-grams that a row holds. Default: 0.5.",
  ),
  threshold: numberSetting(
    { above: 0, to: 1, usual: 0.8 },
    "Least Jaccard similarity of a near copy. Default: 0.8.",
  ),
  cosine: z
    .number()
    .gt(0)
    .max(1)
    .nullable()
    .default(null)
    .describe(
      "Least cosine of the embeddings of a near copy; embeds every text. Default: unchecked.",
    ),
  notation: z
    .enum(NOTATIONS)
    .nullable()
    .default(null)
    .describe(
      "What a near text and the test text must have in common as well: operators (7 - 3 is not 7 * 3), figures (nor 8 - " +
        "3), or ignore for nothing. Default: figures for tasks of mathematics or code, else operators.",
    ),
});

/**
 * Takes out rows that repeat a test text: equal but for case, white space and punctuation that says nothing, holding
 * its n-grams, or near to it.
 */
export const leakageFilter = configurable({
  settings,
  make: ({ testTexts: own, n, share, threshold, cosine, notation }): Filter => ({
    name: "leakage",
    async apply(rows, context) {
      const testTexts = own.length > 0 ? own : (context.testTexts ?? []);
      if (testTexts.length === 0)
        throw new DatawrightError({
          code: "SPEC_INVALID",
          message: 'filter "leakage": testTexts: missing; expected a list of the test texts',
          hint: "give the test texts or a file of them (--test), or leave the filter out",
        });
      const report = new FilterReport(rows.length);
      const filled = rows.flatMap((row, index) => (row.text.trim() === "" ? [] : [index]));
      context.progress("leakage", 0);
      const {
        exact,
        containment,
        near,
        testTexts: leaked,
      } = await runFilterTask(
        {
          name: "leakage",
          texts: filled.map((index) => rows[index]!.text),
          test: testTexts,
          options: {
            n,
            share,
            threshold,
            notation: notation ?? context.notation ?? "operators",
          },
        },
        context.signal,
      );
      for (const index of filled) report.scores[index] = 0;
      const raise = (index: number, score: number): void =>
        void (report.scores[index] = Math.max(report.scores[index]!, score));
      for (const { generated, test } of exact) {
        raise(filled[generated]!, 1);
        report.remove(filled[generated]!, "leak-exact", `equal to test text ${test}`);
      }
      for (const pair of containment) {
        raise(filled[pair.generated]!, pair.share);
        report.remove(
          filled[pair.generated]!,
          "leak-containment",
          `holds ${Math.round(100 * pair.share)} % of the word n-grams of test text ${pair.test}`,
        );
      }
      for (const { generated, test, jaccard } of near) {
        raise(filled[generated]!, jaccard);
        report.remove(
          filled[generated]!,
          "leak-near",
          `similarity ${jaccard.toFixed(3)} with test text ${test}`,
        );
      }
      let semantic = 0;
      if (cosine !== null) {
        const others = filled.filter((index) => !report.isRemoved(index));
        const tests = testTexts.flatMap((text, test) =>
          text.trim() === "" ? [] : [{ text, test }],
        );
        const vectors = await context.embed([
          ...others.map((index) => rows[index]!.text),
          ...tests.map(({ text }) => text),
        ]);
        const index = new VectorIndex({ dimension: vectors[0]?.length ?? 1 });
        tests.forEach(({ test }, at) => index.add(String(test), vectors[others.length + at]!));
        for (const [at, row] of others.entries()) {
          if (at % 16 === 15) {
            await new Promise<void>((resolve) => setImmediate(resolve));
            stopIfAsked(context.signal, "leakage");
          }
          const [nearest] = index.nearest(vectors[at]!, 1);
          const similarity = nearest === undefined ? 0 : 1 - nearest.distance;
          raise(row, Math.max(0, similarity));
          // Vectors are single precision, so equal ones may come out a rounding error apart.
          if (nearest === undefined || similarity < cosine - 1e-6) continue;
          semantic += 1;
          report.remove(
            row,
            "leak-near",
            `cosine ${similarity.toFixed(3)} with test text ${nearest.id}`,
          );
        }
      }
      return report.outcome("leakage", MEANING, {
        testTexts: testTexts.length,
        leakedTestTexts: leaked,
        exact: exact.length,
        containment: containment.length,
        near: near.length,
        semantic,
      });
    },
  }),
});
