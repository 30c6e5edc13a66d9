import { labelKey, type LabelValue } from "../../../schema/label.js";
import { shownText } from "./shown-sample.js";

/** A sample of the page's browser; names are short, as there are many. */
export interface BrowserRow {
  /** Id. */
  readonly i: string;
  /** Text. */
  readonly t: string;
  /** Label. */
  readonly l: string;
  /** What became of it. */
  readonly s: string;
  /** Reasons. */
  readonly r: readonly string[];
  /** Why, in words. */
  readonly w: readonly string[];
  /** Conditions that it was written under. */
  readonly c: string;
}

/** The samples that a page lets its reader leaf through, and of how many they are. */
export interface SampleBrowser {
  readonly rows: readonly BrowserRow[];
  /** How many there are of each status. */
  readonly of: Readonly<Record<string, number>>;
}

/** Samples of the dataset, and others, that a page holds at most. */
export const MOST_KEPT = 600;
export const MOST_REFUSED = 300;
const LONGEST_TEXT = 600;
const LONGEST_NOTE = 240;
const MOST_NOTES = 4;

/** A sample or a row as the page's browser holds it. */
export function browserRow({
  id,
  fields,
  text,
  label,
  status,
  reasons = [],
  why = [],
  conditions = [],
}: {
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly label: LabelValue;
  readonly status: string;
  readonly reasons?: readonly string[];
  readonly why?: readonly string[];
  readonly conditions?: readonly string[];
}): BrowserRow {
  return {
    i: shownText(id, LONGEST_NOTE),
    t: shownText(fieldsText(fields, text), LONGEST_TEXT),
    l: shownText(labelKey(label), LONGEST_NOTE),
    s: status,
    r: reasons.slice(0, MOST_NOTES),
    w: why.slice(-MOST_NOTES).map((note) => shownText(note, LONGEST_NOTE)),
    c: shownText(conditions.join(", "), LONGEST_NOTE),
  };
}

/** A single field by its value, several with their names. */
function fieldsText(fields: Readonly<Record<string, unknown>>, text: string): string {
  const entries = Object.entries(fields).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  if (entries.length === 0) return text;
  if (entries.length === 1) return plain(entries[0]![1]);
  return entries.map(([name, value]) => `${name}: ${plain(value)}`).join("\n");
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
