import type { LabelValue } from "../../schema/label.js";
import type {
  AnnotationImport,
  AnnotationItem,
  AnnotationLabel,
  AnnotationTask,
  ImportOptions,
} from "./contract.js";
import { exportArgilla } from "./export-argilla.js";
import { exportLabelStudio } from "./export-label-studio.js";
import { importArgilla } from "./import-argilla.js";
import { importJsonLines } from "./import-json-lines.js";
import { importLabelStudio } from "./import-label-studio.js";

/** Forms in which rows go to people and their answers come back. */
export const PEOPLE_FORMATS = ["jsonl", "label-studio", "argilla"] as const;
export type PeopleFormat = (typeof PEOPLE_FORMATS)[number];

/**
 * Files for the tool that people work in, by name; none for JSON lines, which need no more than the
 * rows.
 * @throws SHAPE
 */
export function peopleFiles(
  format: PeopleFormat,
  items: readonly AnnotationItem[],
  labels: readonly AnnotationLabel[],
  task: AnnotationTask,
): Readonly<Record<string, string>> {
  const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
  if (format === "label-studio") {
    const { tasks, config } = exportLabelStudio(items, labels, task);
    return { "people.label-studio.json": json(tasks), "people.label-studio.xml": config };
  }
  if (format === "argilla") {
    const { records, settings } = exportArgilla(items, labels, task);
    return { "people.argilla.json": json(records), "people.argilla-settings.json": json(settings) };
  }
  return {};
}

/** @throws DATA_FORMAT, DATA_LABEL; nothing is imported then */
export function readPeopleAnswers(
  format: PeopleFormat,
  text: string,
  options: ImportOptions & { readonly given: ReadonlyMap<string, LabelValue> },
): AnnotationImport {
  if (format === "label-studio") return importLabelStudio(text, options);
  return format === "argilla" ? importArgilla(text, options) : importJsonLines(text, options);
}
