import { wilsonInterval } from "../../base/statistics/intervals.js";
import type { MeasuringResults } from "../metrics/work/measuring-tasks.js";
import { measureInWorker } from "../metrics/work/measure-in-worker.js";
import type { EvaluationPart, Finding } from "./contract.js";
import { measured, percent } from "./figure.js";

/** Share of the test rows given away word for word from which what is tested on them is worth little. */
const MUCH = 0.01;

type Example = MeasuringResults["leakage"]["examples"][number];

/** Rows that give away rows of the test set. Null without one. */
export const leakagePart: EvaluationPart = {
  async measure({ rows, test, whole }, { notation, signal, progress }) {
    if (test === null) return null;
    progress("leakage", 0);
    const count = whole?.rows ?? rows.length;
    const found = { exact: 0, containing: 0, near: 0, examples: [] as Example[] };
    const given = new Set<number>();
    let looked = 0;
    for (const texts of whole?.texts() ?? [rows.map(({ text }) => text)]) {
      const part = await measureInWorker(
        { name: "leakage", texts, test: test.map(({ text }) => text), notation },
        { signal },
      );
      for (const kind of ["exact", "containing", "near"] as const) found[kind] += part[kind];
      for (const index of part.testFound) given.add(index);
      // Positions in a part say nothing of the file.
      if (whole === undefined) found.examples.push(...part.examples);
      progress("leakage", (looked += texts.length) / Math.max(1, count));
    }
    const testTexts = given.size;
    const share = testTexts / test.length;
    const { lower, upper } = wilsonInterval(testTexts, test.length);
    const findings: Finding[] = [
      testTexts === 0
        ? { level: "good", text: `none of the ${test.length} test rows is given away` }
        : {
            level: found.exact + found.containing > 0 && share > MUCH ? "bad" : "doubt",
            text:
              `${testTexts} of ${test.length} test rows (${percent(share)}) are given away ` +
              `by ${found.exact + found.containing + found.near} rows`,
            next: "Take those rows out: datawright curate DATA --test TEST --filters leakage.",
          },
    ];
    return {
      figures: {
        testRowsGivenAway: measured(share, test.length, { low: lower, high: upper }),
        equalRows: measured(found.exact, count),
        containingRows: measured(found.containing, count),
        nearRows: measured(found.near, count),
      },
      findings,
      details: {
        testRows: test.length,
        testRowsFound: testTexts,
        examples: found.examples.map(({ generated, test: other, kind }) => ({
          kind,
          row: generated + 1,
          testRow: other + 1,
        })),
      },
    };
  },
};
