import type { Verdict } from "../../schema/verdict.js";

/** The critic's scores of one version of a sample as one: their mean; null where it gave none. */
export function verdictScore(verdicts: readonly Pick<Verdict, "score">[]): number | null {
  const scores = verdicts.flatMap(({ score }) => (score === null ? [] : [score]));
  return scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
