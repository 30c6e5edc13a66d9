import type { Cell } from "../../../schema/coverage.js";
import { DatawrightError } from "../../../base/errors.js";
import { labelKey } from "../../../schema/label.js";
import type { Row } from "../../../schema/sample.js";
import type { PlanStrategy } from "../contract.js";
import { drawOrders } from "./draw-orders.js";

/**
 * Works through the rows of the inputs pool: every row gets as many orders as the others, as many
 * as the target takes, one from each row before any gets its second. The rows decide what there is:
 * an order has the label of its row, quotas do not count. What is refused is not ordered again.
 *
 * @throws SPEC_INVALID where the task has no inputs
 */
export const perInputStrategy: PlanStrategy = {
  name: "per-input",
  order(input, context) {
    const { task, memory } = context;
    const rows = memory.inputs;
    if (rows.length === 0)
      throw new DatawrightError({
        code: "SPEC_INVALID",
        message:
          "plan.strategy: per-input orders samples for the rows of the inputs, and the task " +
          "has none",
        hint: "Name their file in `inputs:`.",
        details: { path: "plan.strategy" },
      });
    const passes = task.kind.givenFields.length > 0 ? 1 : Math.ceil(task.spec.target / rows.length);
    const count = Math.max(0, Math.min(input.size, passes * rows.length - input.firstInput));
    const waiting = new Map<string, string[]>();
    for (let turn = input.firstInput; turn < input.firstInput + count; turn++) {
      const row = rows[turn % rows.length]!;
      const cells = cellsOf(row, input.coverage.cells);
      const { id } = cells[turn % cells.length]!;
      waiting.set(id, [...(waiting.get(id) ?? []), row.id]);
    }
    const output = drawOrders(
      new Map([...waiting].map(([cell, ids]) => [cell, ids.length])),
      input,
      context,
    );
    return {
      ...output,
      orders: output.orders.map((order) => ({
        ...order,
        inputId: waiting.get(order.cell)!.shift()!,
      })),
    };
  },
};

/** The cells of a row's label; all of them for a row whose label is not known. */
function cellsOf(row: Row, cells: readonly Cell[]): readonly Cell[] {
  const own =
    row.label === null ? [] : cells.filter((cell) => labelKey(cell.label) === labelKey(row.label));
  return own.length > 0 ? own : cells;
}
