import type { AgentContext } from "../contract.js";
import type { OrderOutput } from "./contract.js";
import { labelKey } from "../../schema/label.js";
import type { Sample } from "../../schema/sample.js";
import { innerProduct } from "../../base/statistics/inner-product.js";
import { append } from "../../base/values/append.js";

/** Latest accepted samples that are looked through, and those of a cell that are chosen from. */
const LOOKED_THROUGH = 4000;
const OF_A_CELL = 40;
/** Samples for each one that a prompt shows: alike orders then do not all show the same. */
const FOR_ONE = 2;

/**
 * Puts on each order what was written for its cell already, of the latest accepted samples of the
 * sealed rounds: half of them nearest to their mean, which is what the model writes again and
 * again, half farthest from it, which is how far it got. Where the cell has fewer, others of its
 * label are drawn. Orders that are made from rows get none.
 */
export async function withWritten(
  output: OrderOutput,
  shown: number,
  context: AgentContext,
): Promise<OrderOutput> {
  const { orders } = output;
  if (shown === 0 || orders.length === 0 || context.task.kind.givenFields.length > 0) return output;
  const count = shown * FOR_ONE;
  const cells = new Map<string, Sample[]>(orders.map(({ cell }) => [cell, []]));
  const labels = new Map<string, Sample[]>();
  for await (const sample of context.memory.accepted({ limit: LOOKED_THROUGH, latest: true })) {
    cells.get(sample.cell)?.push(sample);
    const key = labelKey(sample.label.current);
    append(labels, key, sample);
  }
  const written = new Map<string, string[]>();
  for (const { cell, label } of orders) {
    if (written.has(cell)) continue;
    const own = await typicalAndRare(cells.get(cell)!.slice(-OF_A_CELL), count, context);
    const others = (labels.get(labelKey(label)) ?? []).filter(({ id }) => !own.includes(id));
    const more = context.random.derive("written", cell).sample(others, count - own.length);
    written.set(cell, [...own, ...more.map(({ id }) => id)]);
  }
  return {
    ...output,
    orders: orders.map((order) => ({
      ...order,
      writtenIds: (order.seedIds ?? []).length > 0 ? [] : written.get(order.cell)!,
    })),
  };
}

/** Ids of the samples nearest to their mean and farthest from it, in turns; all where they are few. */
async function typicalAndRare(
  samples: readonly Sample[],
  count: number,
  { embeddings }: AgentContext,
): Promise<string[]> {
  if (samples.length <= count) return samples.map(({ id }) => id);
  const vectors = await embeddings.embed(samples.map(({ text }) => text));
  const sum = new Float32Array(vectors[0]!.length);
  for (const vector of vectors)
    for (let at = 0; at < sum.length; at++) sum[at] = sum[at]! + vector[at]!;
  const nearness = vectors.map((vector) => innerProduct(vector, sum));
  const byNearness = [...samples.keys()].sort((a, b) => nearness[b]! - nearness[a]! || a - b);
  const half = Math.ceil(count / 2);
  const chosen = [...byNearness.slice(0, half), ...byNearness.slice(half - count)];
  return chosen.map((index) => samples[index]!.id);
}
