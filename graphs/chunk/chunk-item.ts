import type { StudentLabel } from "../../agents/roles.js";
import { shortId } from "../../base/statistics/hash.js";
import type { StoredVerdict } from "../../memory/contract.js";
import { labelKey, type LabelValue } from "../../schema/label.js";
import type { Order, Plan } from "../../schema/plan.js";
import type { ReasonCode } from "../../schema/reasons.js";
import type { Row } from "../../schema/sample.js";
import type { Condition } from "../../schema/task-file/condition.js";

/** Why an order gave no draft. */
export interface DraftFailure {
  readonly reason: ReasonCode;
  readonly message: string;
  readonly subTask: string | null;
}

/**
 * One order on its way through the chunk graph. Nodes change it in place; it never enters a
 * checkpoint.
 */
export interface ChunkItem {
  readonly order: Order;
  readonly plan: Plan;
  readonly peer: Peer;
  readonly given: Readonly<Record<string, unknown>>;
  /** The rows that it is made from. */
  readonly seeds: readonly (Row & { readonly conditions?: readonly Condition[] })[];
  fields: Record<string, unknown>;
  /**
   * What its sub-tasks wrote that is no field of the sample: outlines, candidates. Seen by later
   * sub-tasks and revisions only.
   */
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

/** Which of the alike orders of a round one is. */
export interface Peer {
  /**
   * Name of what the alike orders have in common; the same words in another round mean other
   * orders.
   */
  readonly group: string;
  /** Its place among them in the order of the round, from 0. */
  readonly rank: number;
  readonly of: number;
}

/**
 * Places the orders of a round among those that ask for the same thing: the same label and
 * conditions, made from the same rows and
 * passages. A function of the round's orders alone, so it is the same at any concurrency and after
 * a resume.
 */
export function peersOf(orders: readonly Order[]): ReadonlyMap<string, Peer> {
  const groups = new Map<string, Order[]>();
  for (const order of orders) {
    const key = shortId(
      order.round,
      JSON.stringify([
        labelKey(order.label),
        order.conditions.map(({ name, value }) => [name, value]),
        order.inputId,
        order.sourceIds,
        order.seedIds,
      ]),
    );
    const group = groups.get(key);
    if (group) group.push(order);
    else groups.set(key, [order]);
  }
  return new Map(
    [...groups].flatMap(([group, alike]) =>
      alike.map((order, rank): [string, Peer] => [order.id, { group, rank, of: alike.length }]),
    ),
  );
}
