import { wilsonInterval } from "../../base/statistics/intervals.js";
import { measureInWorker } from "../metrics/work/measure-in-worker.js";
import type { EvaluationPart, Finding } from "./contract.js";
import { measured, percent } from "./figure.js";

/** Share of the test rows given away word for word from which what is tested on them is worth little. */
const MUCH = 0.01;

/** Rows that give away rows of the test set. Null without one. */
export const leakagePart: EvaluationPart = {
  async measure({ rows, test }, { notation, signal, progress }) {
    if (test === null) return null;
    progress("leakage", 0);
    const found = await measureInWorker(
      {
        name: "leakage",
        texts: rows.map(({ text }) => text),
        test: test.map(({ text }) => text),
        notation,
      },
      { signal },
    );
    progress("leakage", 1);
    const share = found.testTexts / test.length;
    const { lower, upper } = wilsonInterval(found.testTexts, test.length);
    const findings: Finding[] = [
      found.testTexts === 0
        ? { level: "good", text: `none of the ${test.length} test rows is given away` }
        : {
            level: found.exact + found.containing > 0 && share > MUCH ? "bad" : "doubt",
            text:
              `${found.testTexts} of ${test.length} test rows (${percent(share)}) are given away ` +
              `by ${found.exact + found.containing + found.near} rows`,
            next: "Take those rows out: datawright curate DATA --test TEST --filters leakage.",
          },
    ];
    return {
      figures: {
        testRowsGivenAway: measured(share, test.length, { low: lower, high: upper }),
        equalRows: measured(found.exact, rows.length),
        containingRows: measured(found.containing, rows.length),
        nearRows: measured(found.near, rows.length),
      },
      findings,
      details: {
        testRows: test.length,
        testRowsFound: found.testTexts,
        examples: found.examples.map(({ generated, test: other, kind }) => ({
          kind,
          row: generated + 1,
          testRow: other + 1,
        })),
      },
    };
  },
};
