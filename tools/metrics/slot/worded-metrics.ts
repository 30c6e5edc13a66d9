import { z } from "zod";
import { configurable } from "../../../base/slots/configurable.js";
import { Random } from "../../../base/statistics/random.js";
import { labelKey } from "../../../schema/label.js";
import type { MeasuredSample, Metric, MetricContext, MetricValue } from "../contract.js";
import type { LexicalFigures } from "../lexical/lexical-figures.js";
import { classNumbers } from "./class-numbers.js";
import { measureInWorker } from "../work/measure-in-worker.js";

export const classVocabularyMetric = worded("class-vocabulary", ({ classVocabulary }) =>
  classVocabulary.length === 0
    ? null
    : classVocabulary.reduce((sum, size) => sum + size, 0) / classVocabulary.length,
);
export const mtldMetric = worded("mtld", ({ mtld }) => mtld);
export const ingfMetric = worded("ingf", ({ ingf }) => ingf);
export const unseenTokensMetric = worded("unseen-tokens", (figures) => ({
  mass: figures.unseenTokens,
  vocabularyAtLeast: figures.texts === 0 ? null : figures.vocabularyAtLeast,
}));
export const ngramEntropyMetric = worded("ngram-entropy", ({ entropy }) => byN(entropy));

/** Self-BLEU for n = 1 to 5, or of a sample as papers have it. */
export const selfBleuMetric = configurable({
  settings: z.strictObject({
    sample: z
      .number()
      .int()
      .min(2)
      .default(1000)
      .describe("Most samples, drawn by seed: self-BLEU grows with their number."),
  }),
  make: ({ sample }): Metric => ({
    name: "self-bleu",
    async measure(samples, context) {
      const chosen =
        samples.length > sample
          ? new Random(context.seed).derive("self-bleu").sample(samples, sample)
          : samples;
      return { ...byN((await lexical(chosen, context)).selfBleu), samples: chosen.length };
    },
  }),
});

/** Verbs with their objects in English instructions. */
export const verbObjectPairsMetric: Metric = {
  name: "verb-object-pairs",
  async measure(samples, { language, signal }) {
    if (!/^en\b/iu.test(language) || samples.length === 0) return null;
    const texts = samples.map(({ text }) => text);
    const { different, found } = await measureInWorker({ name: "verbs", texts }, { signal });
    return { different, found };
  },
};

function worded(name: string, figure: (figures: LexicalFigures) => MetricValue): Metric {
  return {
    name,
    measure: async (samples, context) => figure(await lexical(samples, context)),
  };
}

function lexical(
  samples: readonly MeasuredSample[],
  { signal }: Pick<MetricContext, "signal">,
): Promise<LexicalFigures> {
  const texts = samples.map(({ text }) => text);
  const classOf = classNumbers(samples.map(({ label }) => labelKey(label)));
  return measureInWorker({ name: "lexical", texts, classOf }, { signal });
}

const byN = (list: readonly (number | null)[]): Record<string, number | null> =>
  Object.fromEntries(list.map((value, at) => [`n${at + 1}`, value]));
