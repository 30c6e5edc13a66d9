import { TimeSlices } from "../../../base/workers/time-slices.js";
import type { Metric } from "../contract.js";
import { DiversityAccumulator, type LexicalDiversity } from "../lexical/diversity-accumulator.js";

export const vocabularyMetric = lexical("vocabulary", ({ vocabulary }) => vocabulary);
export const distinct1Metric = lexical("distinct-1", ({ distinct1 }) => distinct1);
export const distinct2Metric = lexical("distinct-2", ({ distinct2 }) => distinct2);
export const distinct3Metric = lexical("distinct-3", ({ distinct3 }) => distinct3);

function lexical(name: string, figure: (diversity: LexicalDiversity) => number | null): Metric {
  return {
    name,
    async measure(samples) {
      const diversity = new DiversityAccumulator();
      const slices = new TimeSlices();
      for (const { text } of samples) {
        if (slices.over) await slices.turn();
        diversity.add(text);
      }
      return figure(diversity.result());
    },
  };
}
