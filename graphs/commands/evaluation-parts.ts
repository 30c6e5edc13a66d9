import type { EvaluationPart } from "../../tools/evaluation/contract.js";

/** The parts of an evaluation in the order in which they are measured and printed. */
export const EVALUATION_PARTS = [
  "faithfulness",
  "diversity",
  "leakage",
  "downstream",
  "benchmark",
] as const;
/** Name of a part of an evaluation: see EVALUATION_PARTS. */
export type PartName = (typeof EVALUATION_PARTS)[number];

/** Imports a part when it is measured; a part that is not there measures nothing. */
export const LOAD_PART: Readonly<Partial<Record<PartName, () => Promise<EvaluationPart>>>> = {};
