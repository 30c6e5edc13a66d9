import type { LabelValue } from "../../schema/label.js";

/** One change of a label, or its confirmation by a person: `from` and `to` are then equal. */
export interface LabelChange {
  /** Label before; null where there was none. */
  readonly from: LabelValue;
  /** Label since. */
  readonly to: LabelValue;
  /** Step that changed it; null where a file says no more than the label before. */
  readonly step: string | null;
  /** Who gave the new one; null where it is not known. */
  readonly by: "student" | "model" | "person" | null;
  /** Why, in words. */
  readonly why: string | null;
}
