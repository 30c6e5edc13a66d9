/** Figures of an evaluation that are shares of rows. */
const SHARES = new Set([
  ...["rowsWithTwin", "precision", "recall", "coverage", "testRowsGivenAway", "majority"],
  ...["synthetic", "real", "mixed", "syntheticEqual", "realEqual", "plannedCoverage"],
  ...["pairCoverage", "faithfulShare", "coherent", "onTask", "labelCorrect", "grounded"],
  ...["faithful", "noContradiction", "safeToTrain", "entailed", "factual", "learned"],
  ...["attributeBias", "candidate", "baseline", "answers"],
]);
/** Figures that are differences of shares, in points. */
const GAINS = new Set(["atEqualSize", "atFullSize", "addedToReal", "candidateGain"]);

/** A figure of an evaluation with as many digits as tell it from others. */
export function figureText(name: string, value: number): string {
  if (GAINS.has(name)) return `${value >= 0 ? "+" : ""}${(100 * value).toFixed(1)}`;
  if (SHARES.has(name)) return `${(100 * value).toFixed(1)} %`;
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
