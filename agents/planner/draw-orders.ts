import type { Cell } from "../../schema/coverage.js";
import type { Condition } from "../../schema/condition.js";
import { labelKey } from "../../schema/label.js";
import type { Attribute } from "../../schema/plan.js";
import { interleave } from "../../tools/coverage/interleave.js";
import { Random } from "../../tools/statistics/random.js";
import type { AgentContext } from "../contract.js";
import { weightOf } from "./attribute-values.js";
import type { OrderInput, OrderOutput } from "./contract.js";
import { conditionOf, labelValues } from "./plan-cells.js";

/**
 * Turns counts per cell into orders: interleaved over labels and cells so that a truncated round is still balanced, the dimensions
 * that are not steered drawn by weight, with the next rows of the inputs pool and a passage each where there are any.
 *
 * @param counts cell id -> orders; ids that the map does not have are left out
 */
export function drawOrders(counts: ReadonlyMap<string, number>, input: OrderInput, context: AgentContext): OrderOutput {
  const cells = new Map(input.coverage.cells.map((cell) => [cell.id, cell]));
  const drawn = input.plan.attributes.filter((attribute) => !attribute.steered);
  const takesInputs = context.task.kind.givenFields.length > 0;
  const sequence = balanced(counts, cells);
  const wanted = takesInputs ? sequence.slice(0, input.inputs.length) : sequence;
  const passages = passageTurns(context, ordersBefore(input), wanted.length);
  const orders = wanted.map((id, index) => {
    const cell = cells.get(id)!;
    return {
      cell: id, label: cell.label, conditions: [...cell.conditions, ...drawConditions(drawn, cell, context.random.derive("conditions", index))],
      inputId: takesInputs ? input.inputs[index] ?? null : null, sourceIds: passages[index] === undefined ? [] : [passages[index]],
    };
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

function drawConditions(attributes: readonly Attribute[], cell: Cell, random: Random): Condition[] {
  const conditions: Condition[] = [];
  for (const attribute of attributes) {
    const values = labelValues(attribute, cell.label);
    if (values.length === 0) continue;
    const value = values[random.derive(attribute.name).weighted(values.map((candidate) => weightOf(attribute, candidate)))]!;
    conditions.push(conditionOf(attribute, value));
  }
  return conditions;
}

function ordersBefore(input: OrderInput): number {
  const sealed = input.coverage.cells.reduce((sum, cell) => sum + cell.ordered, 0);
  return Object.values(input.outstanding).reduce((sum, count) => sum + count, sealed);
}

/**
 * A passage for each order. The passages are dealt like a pack of cards, shuffled anew each time round: none is used twice before
 * every other was used once, and none is tied to a cell.
 */
function passageTurns(context: AgentContext, start: number, count: number): string[] {
  const ids = context.knowledge.passages.map((passage) => passage.id);
  if (ids.length === 0) return [];
  const deal = new Random(context.task.spec.seed).derive("passages");
  const turns: string[] = [];
  let pack: string[] = [];
  for (let index = start; index < start + count; index++) {
    if (pack.length === 0 || index % ids.length === 0) pack = deal.derive(Math.floor(index / ids.length)).shuffle(ids);
    turns.push(pack[index % ids.length]!);
  }
  return turns;
}
