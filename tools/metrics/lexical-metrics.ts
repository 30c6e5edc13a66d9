import { setImmediate as nextTurn } from "node:timers/promises";
import type { Metric } from "./contract.js";
import { DiversityAccumulator, type LexicalDiversity } from "./diversity-accumulator.js";

/** Texts between which the event loop gets its turn. */
const TEXTS_A_TURN = 1000;

export const vocabularyMetric = lexical("vocabulary", ({ vocabulary }) => vocabulary);
export const distinct1Metric = lexical("distinct-1", ({ distinct1 }) => distinct1);
export const distinct2Metric = lexical("distinct-2", ({ distinct2 }) => distinct2);
export const distinct3Metric = lexical("distinct-3", ({ distinct3 }) => distinct3);

function lexical(name: string, figure: (diversity: LexicalDiversity) => number): Metric {
  return {
    name,
    async measure(samples) {
      const diversity = new DiversityAccumulator();
      for (const [index, { text }] of samples.entries()) {
        diversity.add(text);
        if (index % TEXTS_A_TURN === TEXTS_A_TURN - 1) await nextTurn();
      }
      return figure(diversity.result());
    },
  };
}
