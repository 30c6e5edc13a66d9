import type { AnnotationItem, AnnotationLabel, AnnotationTask } from "./contract.js";
import { checkItems, itemText } from "./item-text.js";

/** Names of the questions; answers come back under them. */
export const ARGILLA_QUESTIONS = { label: "label", decision: "decision", note: "note" } as const;

/** A record as Argilla 2 reads it from a dictionary. */
export interface ArgillaRecord {
  readonly id: string;
  readonly fields: { readonly text: string };
  readonly metadata: Readonly<Record<string, string>>;
  readonly suggestions: Readonly<
    Record<
      string,
      {
        readonly value: string | readonly string[];
        readonly score: number | null;
        readonly agent: string;
      }
    >
  >;
  readonly responses: Readonly<
    Record<string, readonly { readonly value: unknown; readonly user_id: string }[]>
  >;
  readonly vectors: Readonly<Record<string, never>>;
}

/**
 * Records and dataset settings for Argilla 2 (`Record.from_dict`, `Settings.from_json`). The
 * suggested label, or else the row's own, is the suggestion; the row's own label is kept in the
 * metadata, so that answers can be told apart into accepted and relabelled.
 *
 * @throws SHAPE if two items or labels have one name, or there is no label
 */
export function exportArgilla(
  items: readonly AnnotationItem[],
  labels: readonly AnnotationLabel[],
  task: AnnotationTask,
): {
  /** Records for Argilla. */
  readonly records: readonly ArgillaRecord[];
  /** Settings of its dataset. */
  readonly settings: Readonly<Record<string, unknown>>;
} {
  checkItems(items, labels);
  const records = items.map((item): ArgillaRecord => {
    const shown = item.suggested ?? item.label;
    const value =
      task.multiLabel === true
        ? ([] as string[]).concat(shown ?? [])
        : ([] as string[]).concat(shown ?? [])[0];
    return {
      id: item.sampleId,
      fields: { text: itemText(item) },
      metadata: {
        given_label: JSON.stringify(item.label),
        fields: JSON.stringify(item.fields),
        why: item.why ?? "",
      },
      suggestions:
        value === undefined || shown === null
          ? {}
          : {
              [ARGILLA_QUESTIONS.label]: {
                value,
                score: item.confidence ?? null,
                agent: "datawright",
              },
            },
      responses: {},
      vectors: {},
    };
  });
  const options = labels.map(({ name, definition }) => ({
    value: name,
    text: name,
    description: definition ?? null,
  }));
  const question = (
    name: string,
    title: string,
    required: boolean,
    settings: Readonly<Record<string, unknown>>,
  ): object => ({ name, title, description: null, required, settings });
  return {
    records,
    settings: {
      guidelines: task.instruction ?? task.name,
      allow_extra_metadata: true,
      fields: [
        {
          name: "text",
          title: "Text",
          required: true,
          settings: { type: "text", use_markdown: false },
        },
      ],
      questions: [
        question(
          ARGILLA_QUESTIONS.label,
          "Label",
          false,
          task.multiLabel === true
            ? {
                type: "multi_label_selection",
                options,
                visible_options: null,
                options_order: "natural",
              }
            : { type: "label_selection", options, visible_options: null },
        ),
        question(ARGILLA_QUESTIONS.decision, "Keep the text?", true, {
          type: "label_selection",
          options: [
            { value: "keep", text: "keep", description: null },
            { value: "reject", text: "reject", description: null },
          ],
          visible_options: null,
        }),
        question(ARGILLA_QUESTIONS.note, "Note", false, { type: "text", use_markdown: false }),
      ],
      metadata: [],
      vectors: [],
    },
  };
}
