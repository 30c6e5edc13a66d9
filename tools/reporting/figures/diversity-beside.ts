import { mean } from "../../../base/statistics/mean.js";
import { lexicalFigures, type LexicalFigures } from "../../metrics/lexical/lexical-figures.js";
import type { ReportFigures } from "../../../schema/report-figures.js";

/** Texts of each set that are compared at most. */
export const MOST_BESIDE = 300;

const FIGURES: readonly (readonly [string, (of: LexicalFigures) => number | null])[] = [
  ["vocabulary", (of) => of.vocabulary],
  ["distinct1", (of) => of.distinct[0] ?? null],
  ["distinct2", (of) => of.distinct[1] ?? null],
  ["entropy2", (of) => of.entropy[1] ?? null],
  ["selfBleu4", (of) => of.selfBleu[3] ?? null],
  ["mtld", (of) => of.mtld],
  ["meanLength", (of) => mean(of.lengths)],
];

/** Figures of the words of equally many samples and reference texts; none for fewer than two. */
export function diversityBeside(
  samples: readonly string[],
  reference: readonly string[],
): ReportFigures["diversity"] {
  const rows = Math.min(samples.length, reference.length, MOST_BESIDE);
  if (rows < 2) return [];
  const [own, real] = [
    lexicalFigures(spread(samples, rows)),
    lexicalFigures(spread(reference, rows)),
  ];
  return FIGURES.flatMap(([figure, of]) => {
    const [ours, theirs] = [of(own), of(real)];
    return ours === null || theirs === null
      ? []
      : [{ figure, samples: ours, reference: theirs, rows }];
  });
}

function spread(texts: readonly string[], rows: number): string[] {
  return Array.from({ length: rows }, (_, at) => texts[Math.floor((at * texts.length) / rows)]!);
}
