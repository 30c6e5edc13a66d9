import type { CRITERIA } from "../../agents/critic/criteria/criteria.js";
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

/** What the parts are told beside the rows. */
export interface PartSettings {
  /** Criteria by name, those of plug-ins among them. */
  readonly criteria: typeof CRITERIA;
  /** Trainings of each set in the test with real data. */
  readonly seeds: number;
}

/** Imports a part when it is measured; a part that is not here measures nothing. */
export const LOAD_PART: Readonly<
  Partial<Record<PartName, (settings: PartSettings) => Promise<EvaluationPart>>>
> = {
  faithfulness: async ({ criteria }) =>
    (await import("./faithfulness-part.js")).faithfulnessPart(criteria),
  diversity: async () =>
    (await import("../../tools/evaluation/diversity/diversity-part.js")).diversityPart,
  leakage: async () => (await import("../../tools/evaluation/leakage-part.js")).leakagePart,
  downstream: async (settings) =>
    (await import("../../tools/evaluation/downstream/downstream-part.js")).downstreamPart(settings),
};
