import type { Cell } from "../../../schema/coverage.js";
import { labelKey } from "../../../schema/label.js";
import { interleave } from "../../../tools/coverage/interleave.js";
import type { AgentContext } from "../../contract.js";
import { ConditionDrawer } from "./condition-drawer.js";
import type { OrderInput, OrderOutput } from "../contract.js";

export interface DrawOrdersOptions {
  /**
   * True: a label's orders share out the values of each free dimension. False: each order draws
   * alone, as published methods do. Default: true.
   */
  readonly even?: boolean;
}

/**
 * Turns counts per cell into orders: interleaved over labels and cells so that a truncated round is
 * still balanced, the dimensions that are not steered drawn beside the cell's (see
 * ConditionDrawer), with the next rows of the inputs pool where there are any, and a passage that
 * speaks of a drawn value where such are known.
 *
 * @param counts cell id -> orders; ids that the map does not have are left out
 */
export function drawOrders(
  counts: ReadonlyMap<string, number>,
  input: OrderInput,
  context: AgentContext,
  { even = true }: DrawOrdersOptions = {},
): OrderOutput {
  const cells = new Map(input.coverage.cells.map((cell) => [cell.id, cell]));
  const { labels, spec } = context.task;
  const drawer = new ConditionDrawer(input, {
    labelled: labels.length > 0,
    even: even ? { seed: spec.seed } : null,
  });
  const takesInputs = context.task.kind.givenFields.length > 0;
  const sequence = balanced(counts, cells);
  const wanted = takesInputs ? sequence.slice(0, input.inputs.length) : sequence;
  const orders = wanted.map((id, index) => {
    const cell = cells.get(id)!;
    const drawn = drawer.draw(cell, context.random.derive("conditions", index));
    const passage =
      drawn.passages.length > 0
        ? context.random.derive("passage", index).pick(drawn.passages)
        : undefined;
    return {
      cell: id,
      label: cell.label,
      conditions: [...cell.conditions, ...drawn.conditions],
      inputId: takesInputs ? (input.inputs[index] ?? null) : null,
      sourceIds: passage === undefined ? [] : [passage],
    };
  });
  if (drawer.contradictory.length > 0)
    context.log.warn("orders without drawn conditions: their cell contradicts the exclusions", {
      orders: drawer.contradictory.length,
      cells: [...new Set(drawer.contradictory)],
    });
  return { orders, coverage: input.coverage };
}

/** Labels take turns, and within a label its cells. */
function balanced(counts: ReadonlyMap<string, number>, cells: ReadonlyMap<string, Cell>): string[] {
  const byLabel = new Map<string, Map<string, number>>();
  for (const [id, count] of counts) {
    const cell = cells.get(id);
    if (!cell || count <= 0) continue;
    const key = labelKey(cell.label);
    byLabel.set(key, (byLabel.get(key) ?? new Map<string, number>()).set(id, count));
  }
  const turns = new Map([...byLabel].map(([key, own]) => [key, interleave(own)]));
  const next = new Map<string, number>();
  return interleave(new Map([...turns].map(([key, own]) => [key, own.length]))).map((key) => {
    const position = next.get(key) ?? 0;
    next.set(key, position + 1);
    return turns.get(key)![position]!;
  });
}
