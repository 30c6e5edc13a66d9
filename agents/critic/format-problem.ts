import type { Verdict } from "../../schema/verdict.js";

/** Something of a draft that has not the form it must have, in words that tell the writer what to mend. */
export interface FormatProblem {
  readonly message: string;
  readonly evidence?: Verdict["evidence"][number];
}
