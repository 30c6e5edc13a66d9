import { labelKey, type LabelValue } from "../../../schema/label.js";

/** A sample as a report shows it. */
export interface ShownSample {
  readonly id: string;
  readonly text: string;
  readonly label: string;
}

/** Characters of a text that is shown in full. */
const LONGEST = 600;

/** A sample with the beginning of its text. */
export function shownSample({
  id,
  text,
  label,
}: {
  readonly id: string;
  readonly text: string;
  readonly label: LabelValue;
}): ShownSample {
  return { id, text: shownText(text), label: labelKey(label) };
}

/** The beginning of a long text, never half a character. */
export function shownText(text: string, most: number = LONGEST): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most).replace(/[\ud800-\udbff]$/u, "")}…`;
}
