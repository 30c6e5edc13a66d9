import { medoidsInWorker } from "../../tools/curation/relabel/medoids-in-worker.js";
import { groupsBy } from "../../tools/curation/filters/lowest-share.js";
import { innerProduct } from "../../tools/embeddings/inner-product.js";
import { labelKey } from "../../schema/label.js";
import type { AgentContext } from "../contract.js";
import { boundedPositions } from "./bounded-positions.js";
import type { DemoSelector } from "./contract.js";
import { PerList } from "./per-list.js";
import { queryText } from "./query-text.js";
import type { RowPool } from "./row-pool.js";
import { selectDemonstrations } from "./select-demonstrations.js";

const clustered = new PerList<readonly (readonly number[])[]>();

/**
 * Demonstrations that stand for many rows (FreeAL, Xiao et al. 2023): the rows of each label are clustered by k-means into its share of
 * `generate.demonstrations.medoids` clusters, the row nearest to the centre of each is its medoid, and a prompt shows the medoids
 * nearest to what is ordered, as many of every label that it shows.
 */
export const medoidsSelector: DemoSelector = {
  name: "medoids",
  select(query, context) {
    const text = queryText(query, context);
    return selectDemonstrations(query, context, async (positions, count, pool) => {
      if (positions.length <= count) return context.random.derive("demonstrations", "draw", query.revision).shuffle(positions);
      const wanted = new Set(positions);
      const vectors = await pool.vectors();
      const [vector] = await context.embeddings.embed([text]);
      const groups = (await medoidGroups(pool, query.count, context)).map((group) => group
        .filter((position) => wanted.has(position))
        .map((position) => ({ position, similarity: innerProduct(vector!, vectors[position]!) }))
        .sort((a, b) => b.similarity - a.similarity || a.position - b.position));
      return inTurns(groups, count).map(({ position }) => position).reverse();
    });
  },
};

/**
 * The medoids of every label, clustered once for a list of rows in a worker thread. A label has at least as many clusters as a prompt
 * shows rows, also where there are many labels.
 */
function medoidGroups(pool: RowPool, shown: number, { task, signal }: AgentContext): Promise<readonly (readonly number[])[]> {
  return clustered.get(pool.rows, String(shown), async () => {
    const { seed, generate } = task.spec;
    const groups = groupsBy([...pool.rows.keys()], (index) => labelKey(pool.rows[index]!.label)).map((group) => boundedPositions(group, { seed, key: "medoids" }));
    const clusters = Math.max(shown, Math.ceil(generate.demonstrations.medoids / groups.length));
    const vectors = await pool.vectors();
    const found = await medoidsInWorker({ groups: groups.map((group) => group.map((index) => vectors[index]!)), clusters, seed }, { signal });
    return groups.map((group, at) => found[at]!.map((place) => group[place]!));
  });
}

/** The nearest of every group, then the second nearest of every group, and so on; within a turn the nearest first. */
function inTurns<T extends { readonly similarity: number; readonly position: number }>(groups: readonly (readonly T[])[], count: number): T[] {
  const taken: T[] = [];
  for (let turn = 0; taken.length < count && groups.some((group) => group.length > turn); turn++) {
    taken.push(...groups.flatMap((group) => group[turn] ?? []).sort((a, b) => b.similarity - a.similarity || a.position - b.position));
  }
  return taken.slice(0, count);
}
