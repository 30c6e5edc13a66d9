import { mean, quantile } from "../../../base/statistics/mean.js";
import type { LexicalFigures } from "../../metrics/lexical/lexical-figures.js";
import type { Figure } from "../contract.js";
import { measured, unmeasured } from "../figure.js";

/** The lexical figures of a dataset, beside those of equally many rows of it and of a reference. */
export function lexicalPart(
  own: LexicalFigures,
  equal: { readonly data: LexicalFigures; readonly reference: LexicalFigures } | null,
): Record<string, Figure> {
  const n = own.texts;
  const figure = (of: (figures: LexicalFigures) => number | null, why: string): Figure => {
    const value = of(own);
    if (value === null) return unmeasured(why, n);
    const data = equal === null ? null : of(equal.data);
    const reference = equal === null ? null : of(equal.reference);
    return data === null || reference === null
      ? measured(value, n)
      : measured(value, n, { compared: { rows: equal!.data.texts, data, reference } });
  };
  const byN = (
    name: string,
    list: (figures: LexicalFigures) => readonly (number | null)[],
    why: string,
  ): Record<string, Figure> =>
    Object.fromEntries(
      list(own).map((_, at) => [`${name}${at + 1}`, figure((of) => list(of)[at]!, why)]),
    );
  return {
    tokens: figure((of) => of.tokens, ""),
    vocabulary: figure((of) => of.vocabulary, ""),
    classVocabulary:
      own.classVocabulary.length === 0
        ? unmeasured("the rows have no labels", n)
        : figure((of) => (of.classVocabulary.length === 0 ? null : mean(of.classVocabulary)), ""),
    ...byN("distinct", (of) => of.distinct, "no text has so many tokens"),
    ...byN("entropy", (of) => of.entropy, "no text has so many tokens"),
    ingf: figure((of) => of.ingf, "no text has two tokens"),
    ...byN("selfBleu", (of) => of.selfBleu, "fewer than two texts"),
    mtld: figure((of) => of.mtld, "fewer than 50 words, or none that comes twice"),
    unseenTokens: figure((of) => of.unseenTokens, "no tokens"),
    vocabularyAtLeast: figure((of) => of.vocabularyAtLeast, ""),
    meanLength: figure((of) => mean(of.lengths), ""),
    medianLength: figure((of) => quantile(of.lengths, 0.5), ""),
    shortest: figure((of) => quantile(of.lengths, 0), ""),
    longest: figure((of) => quantile(of.lengths, 1), ""),
  };
}
