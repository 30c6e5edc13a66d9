import type { FoldKey } from "../../../memory/read/trace-tree.js";
import type { SpanRow } from "../../api/spans.js";

/** A step that fits a filter, or stands above one that does. */
export interface FoundSpan {
  readonly id: string;
  readonly startedAt: number;
  readonly durationMs: number;
  readonly isMatch: boolean;
}

/** Steps of one name and agent below one step, as one row. */
export interface FoundFold {
  readonly key: FoldKey;
  /** Empty at the top. */
  readonly parent: string;
  readonly startedAt: number;
  readonly durationMs: number;
  /** True if one of them fits the filter. */
  readonly isMatch: boolean;
  readonly folded: NonNullable<SpanRow["folded"]>;
}

/** A row of what was found, from above to below. */
export type FoundRow = FoundSpan | FoundFold;

/** What a filter finds, with the steps around it, wide fan-outs folded. */
export interface FoundTrace {
  /** The rows of the whole, folds closed: at least the first `most`, all where they are known. */
  top(most: number): Promise<readonly FoundRow[]>;
  /** The same of a fold that is opened: its members, and what was found below each. */
  members(parent: string, key: FoldKey, most: number): Promise<readonly FoundRow[]>;
}
