import { DatawrightError } from "../../base/errors.js";
import type { Order } from "../../schema/plan.js";
import type { Row } from "../../schema/sample.js";
import type { Condition } from "../../schema/task-file/condition.js";
import type { VisibleState } from "./run-memory.js";
import type { RunRuntime } from "./runtime.js";

/**
 * A seed as the generator sees it: a real row, or an accepted sample with the conditions that it
 * was written for.
 */
export type SeedRow = Row & { readonly conditions?: readonly Condition[] };

/**
 * The rows that orders are made from, or are to be unlike, by id: support and gold rows, rows of the inputs pool and of
 * the validation part, passages of the knowledge sources as rows of the task's first text field,
 * accepted samples.
 *
 * @throws INTERNAL if there is no row of an id
 */
export async function seedRows(
  runtime: Pick<RunRuntime, "samples" | "inputs" | "validation" | "task"> & {
    readonly knowledge: Pick<RunRuntime["knowledge"], "get">;
  },
  visible: Pick<VisibleState, "demonstrations">,
  orders: readonly Pick<Order, "seedIds" | "writtenIds">[],
): Promise<ReadonlyMap<string, SeedRow>> {
  const wanted = new Set(
    orders.flatMap(({ seedIds, writtenIds = [] }) => [...seedIds, ...writtenIds]),
  );
  const found = new Map<string, SeedRow>();
  if (wanted.size === 0) return found;
  for (const row of [...visible.demonstrations, ...runtime.inputs, ...runtime.validation])
    if (wanted.has(row.id)) found.set(row.id, row);
  const field = runtime.task.textFields[0]!;
  for (const { id, text } of runtime.knowledge.get([...wanted]))
    if (!found.has(id))
      found.set(id, { id, fields: { [field]: text }, text, label: null, line: null });
  const others = [...wanted].filter((id) => !found.has(id));
  for (const { id, fields, text, label, conditions } of await runtime.samples.samples({
    ids: others,
  }))
    found.set(id, { id, fields, text, label: label.current, line: null, conditions });
  const missing = others.find((id) => !found.has(id));
  if (missing !== undefined)
    throw new DatawrightError({
      code: "INTERNAL",
      message: `an order is made from ${missing}, and no row or sample has that id`,
    });
  return found;
}
