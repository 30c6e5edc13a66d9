import { reliability } from "../../agreement/reliability.js";
import type { CalibrationFigures } from "../../../schema/report-figures.js";

/**
 * Probabilities or scores held against what came true, by tenths; null for none.
 *
 * @param said 0 to 1; what lies outside counts as the nearer end
 */
export function calibrationFigures(
  said: readonly number[],
  came: readonly boolean[],
): CalibrationFigures | null {
  if (said.length === 0) return null;
  const { bins, expectedCalibrationError } = reliability(
    said.map((value) => Math.min(1, Math.max(0, value))),
    came,
  );
  return {
    rows: said.length,
    bins: bins.flatMap((bin) =>
      bin.items === 0 ? [] : [{ items: bin.items, said: bin.said!, true: bin.true! }],
    ),
    expectedCalibrationError,
  };
}
