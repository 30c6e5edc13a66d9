import type { GainInterval, GateFigures } from "./gate-figures.js";

/** What the gate of a step said, in a sentence. */
export function gateSentence(step: string, gate: GateFigures): string {
  const share = (100 * gate.touchedShare).toFixed(1);
  switch (gate.reason) {
    case "gain-shown":
      return `${step}: ${measured(gate)}: applied, ${share} % of the rows touched`;
    case "no-gain-shown":
      return `${step}: ${measured(gate)}: not applied, ${share} % of the rows were in question`;
    case "nothing-to-do":
      return `${step}: nothing to do on ${gate.triedOn} rows that it was tried on: not applied`;
    case "too-few-rows":
      return `${step}: too few labelled rows to show that it helps: not applied, ${share} % of the rows were in question`;
    case "no-labels":
      return `${step}: no labels to show on that it helps: not applied, ${share} % of the rows were in question`;
    case "cannot-measure":
      return `${step}: whether it helps cannot be shown (${gate.note ?? ""}): not applied`;
    case "empties-class":
      return `${step}: it would leave no row of ${gate.note ?? ""}: not applied`;
    case "forced":
      return gate.note === null
        ? `${step}: forced, ${share} % of the rows touched, whether it helps was not looked at`
        : `${step}: forced, ${share} % of the rows touched, no row is left of ${gate.note}`;
  }
}

function measured({ gain, error, chosenCost, measure, heldOut, applied }: GateFigures): string {
  // What stopped a step is said; what agrees is in the report.
  const own =
    applied || chosenCost === null
      ? ""
      : `, but ${points(chosenCost)} points with a cost that is chosen on the rows`;
  return (
    `expected gain ${gain === null ? "unknown" : points(gain)} points of ` +
    `${measure === "f1" ? "F1" : "accuracy"}, ` +
    `${error === null ? "unknown" : points(error)} of squared error, on ${heldOut} held-out rows${own}`
  );
}

function points({ expected, lower, upper }: GainInterval): string {
  return `${signed(expected)} [${signed(lower)}, ${signed(upper)}]`;
}

function signed(share: number): string {
  const text = (100 * share).toFixed(1);
  return share > 0 && text !== "0.0" ? `+${text}` : text.replace(/^-0\.0$/u, "0.0");
}
