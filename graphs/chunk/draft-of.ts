import type { Knowledge } from "../../agents/contract.js";
import type { Draft } from "../../agents/draft.js";
import type { Order } from "../../schema/plan.js";
import { textOf } from "../../schema/task.js";
import type { RunRuntime } from "../runtime/runtime.js";
import type { SeedRow } from "../runtime/seed-rows.js";

/** An order with the rows that it is made from, and what was written for it. */
export interface Written extends Pick<Draft, "fields" | "label" | "revision" | "scores"> {
  readonly order: Pick<Order, "id" | "conditions" | "sourceIds">;
  readonly seeds: readonly SeedRow[];
}

/** The draft that critics, labelers and stages see: the same wherever they stand. */
export function draftOf(
  { task, knowledge }: Pick<RunRuntime, "task"> & { readonly knowledge: Pick<Knowledge, "get"> },
  { order, seeds, fields, label, revision, scores }: Written,
): Draft {
  return {
    id: order.id,
    fields,
    text: textOf(fields, task.textFields),
    label,
    conditions: order.conditions,
    revision,
    sources: knowledge.get(order.sourceIds).map((passage) => ({ ...passage })),
    seeds: [...seeds],
    scores,
  };
}
