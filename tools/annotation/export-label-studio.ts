import type { AnnotationItem, AnnotationLabel, AnnotationTask } from "./contract.js";
import { checkItems, itemText } from "./item-text.js";
import { LABEL_STUDIO_CONTROLS, labelStudioConfig } from "./label-studio-config.js";

/** A task as Label Studio imports it. */
export interface LabelStudioTask {
  readonly data: {
    readonly text: string;
    readonly sample_id: string;
    readonly label: readonly string[] | null;
    readonly why: string;
  };
  readonly meta: { readonly fields: Readonly<Record<string, unknown>> };
  readonly predictions: readonly {
    readonly model_version: string;
    readonly score?: number;
    readonly result: readonly {
      readonly id: string;
      readonly from_name: string;
      readonly to_name: string;
      readonly type: "choices";
      readonly value: { readonly choices: readonly string[] };
    }[];
  }[];
}

/**
 * Tasks and labelling configuration for Label Studio. The suggested label, or else the row's own,
 * is the prediction that people see.
 *
 * @throws SHAPE if two items or labels have one name, there is no label, or a label cannot be
 *         written as XML
 */
export function exportLabelStudio(
  items: readonly AnnotationItem[],
  labels: readonly AnnotationLabel[],
  task: AnnotationTask,
): {
  /** Tasks for Label Studio. */
  readonly tasks: readonly LabelStudioTask[];
  /** Labelling interface, as XML. */
  readonly config: string;
} {
  checkItems(items, labels);
  const tasks = items.map((item): LabelStudioTask => {
    const shown = item.suggested ?? item.label;
    const choices = ([] as string[]).concat(shown ?? []);
    const result = {
      id: `${item.sampleId}-label`,
      from_name: LABEL_STUDIO_CONTROLS.label,
      to_name: LABEL_STUDIO_CONTROLS.text,
      type: "choices" as const,
      value: { choices },
    };
    return {
      data: {
        text: itemText(item),
        sample_id: item.sampleId,
        label: item.label === null ? null : ([] as string[]).concat(item.label),
        why: item.why ?? "",
      },
      meta: { fields: item.fields },
      predictions:
        shown === null
          ? []
          : [
              {
                model_version: "datawright",
                score: item.confidence,
                result: choices.length === 0 ? [] : [result],
              },
            ],
    };
  });
  return { tasks, config: labelStudioConfig(labels, task) };
}
