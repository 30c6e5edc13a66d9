import type { Random } from "../../../base/statistics/random.js";
import type { JsonSchema, JsonValue } from "../../../schema/json.js";
import { LABEL_FIELD, textOfRecord, textOfValue } from "./field-texts.js";
import type { Fit } from "./fit.js";
import type { DataRecord } from "./prompt-reader.js";
import type { VersionLength } from "./writing/version-writer.js";
import type { Wanted } from "./writing/wanted-answer.js";

/** One question to the model, read from its messages, with what is learnt for it. */
export interface Question {
  readonly fit: Fit;
  readonly wanted: Wanted;
  /**
   * What is given or judged: the records of the draft, later ones over earlier ones; null where
   * there is none.
   */
  readonly draft: DataRecord | null;
  /**
   * The row that a version is wanted of, and how long it is to be; null where no row is to be
   * rewritten.
   */
  readonly original: { readonly record: DataRecord; readonly length: VersionLength } | null;
  readonly criteria: readonly DataRecord[];
  readonly sources: readonly DataRecord[];
  /** How many items a list without bounds gets. */
  readonly listLength: number;
  readonly temperature: number;
  readonly topP: number;
  readonly random: Random;
  readonly root: JsonSchema;
  /** Log-probabilities of the pieces answered so far; filled while the answer is made. */
  readonly logProbabilities: number[];
}

/** Where in the answer a value stands. */
export interface Place {
  /** Property names from the root; list items have their number. */
  readonly path: readonly (string | number)[];
  readonly name: string;
  readonly description: string;
  /** Values of the same object that are decided already. */
  readonly siblings: Readonly<Record<string, JsonValue>>;
  /** The part of the draft that is meant, in lists over its sentences; null: all of it. */
  readonly focus: string | null;
}

/** Fields over which a draft is compared with the demonstrations: texts that both have. */
export function judgedFields({ fit, draft }: Question): readonly string[] {
  const shared = fit.textFields.filter((name) => draft === null || textOfValue(draft[name]) !== "");
  return shared.length > 0 ? shared : fit.textFields;
}

/** The text that is judged. */
export function judgedText(question: Question, place?: Place): string {
  if (place?.focus != null) return place.focus;
  const { draft } = question;
  if (draft === null) return "";
  const text = textOfRecord(draft, judgedFields(question));
  if (text !== "") return text;
  const { [LABEL_FIELD]: _label, id: _id, ...rest } = draft;
  return textOfValue(rest);
}
