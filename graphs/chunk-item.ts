import type { Condition } from "../schema/condition.js";
import type { Order, Plan } from "../schema/plan.js";
import type { Row } from "../schema/sample.js";
import type { LabelValue } from "../schema/label.js";
import type { ReasonCode } from "../schema/reasons.js";
import type { StoredVerdict } from "../memory/contract.js";
import type { StudentLabel } from "../agents/roles.js";
import type { Peer } from "./peers.js";

/** Why an order gave no draft. */
export interface DraftFailure {
  readonly reason: ReasonCode;
  readonly message: string;
  readonly subTask: string | null;
}

/** One order on its way through the chunk graph. Nodes change it in place; it never enters a checkpoint. */
export interface ChunkItem {
  readonly order: Order;
  readonly plan: Plan;
  readonly peer: Peer;
  readonly given: Readonly<Record<string, unknown>>;
  /** The rows that it is made from. */
  readonly seeds: readonly (Row & { readonly conditions?: readonly Condition[] })[];
  fields: Record<string, unknown>;
  /** What its sub-tasks wrote that is no field of the sample: outlines, candidates. Seen by later sub-tasks and revisions only. */
  intermediate: Record<string, unknown>;
  label: LabelValue;
  labelSource: "condition" | "model" | "input" | "none";
  parents: string[];
  scores: Record<string, number>;
  weight: number;
  revision: number;
  /** Revision that the critic saw last; -1 before the first. */
  critiqued: number;
  /** Verdicts of every version; those with `revision` equal to the item's are in force. */
  verdicts: StoredVerdict[];
  student: StudentLabel | null;
  failure: DraftFailure | null;
  /** Why no further step was taken though nothing is wrong with it: the budget was used up. */
  unfinished: unknown;
}

export function refusals(item: ChunkItem): readonly StoredVerdict[] {
  return item.verdicts.filter((verdict) => verdict.revision === item.revision && !verdict.pass);
}
