import type { TaskSpec } from "../../schema/task-spec.js";
import type { BoundSource } from "./contract.js";
import { modelValuesSource } from "./sources/model-values-source.js";
import { specSource } from "./sources/spec-source.js";
import { supportStatisticsSource } from "./sources/support-statistics-source.js";

/** The sources of a task that names none: its attributes, else topics asked from the model; and the lengths of the support rows. */
export function defaultConditions(spec: TaskSpec): BoundSource[] {
  const lengths: BoundSource = {
    source: supportStatisticsSource,
    settings: supportStatisticsSource.settings.parse({ features: ["length"] }),
  };
  if (spec.attributes && spec.attributes.length > 0)
    return [{ source: specSource, settings: {} }, lengths];
  if (spec.plan.subtopics === 0) return [lengths];
  return [
    { source: modelValuesSource, settings: modelValuesSource.settings.parse({ sparing: true }) },
    lengths,
  ];
}
