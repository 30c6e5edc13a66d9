import { innerProduct } from "../../tools/embeddings/inner-product.js";
import type { DemoSelector } from "./contract.js";
import { PerList } from "./per-list.js";
import { queryText } from "./query-text.js";
import { rowClusters, type RowCluster } from "./row-clusters.js";
import type { RowPool } from "./row-pool.js";
import { selectDemonstrations } from "./select-demonstrations.js";

interface Candidate {
  readonly position: number;
  /** To what is ordered. */
  readonly similarity: number;
}

const answered = new PerList<readonly number[]>();

/**
 * Demonstrations that stand for many rows (FreeAL, Xiao et al. 2023): the rows of each label are clustered into its share of
 * `generate.demonstrations.medoids` clusters, one row stands for each, and a prompt shows those of them that are nearest to what is ordered, as
 * many of every label that it shows.
 *
 * By `representative` that row is the medoid; the longest one, as the most complex in Synthetic Prompting (Shao et al. 2023); or the
 * one nearest to what is ordered, as in Self-Prompting (Li et al. 2022) and SP-CoT (Wang et al. 2023).
 */
export const medoidsSelector: DemoSelector = {
  name: "medoids",
  select(query, context) {
    const text = queryText(query, context);
    const { representative } = context.task.spec.generate.demonstrations;
    const nearest = async (
      positions: readonly number[],
      count: number,
      pool: RowPool,
    ): Promise<readonly number[]> => {
      const wanted = new Set(positions);
      const vectors = await pool.vectors();
      const [vector] = await context.embeddings.embed([text]);
      const candidate = (position: number): Candidate => ({
        position,
        similarity: innerProduct(vector!, vectors[position]!),
      });
      const candidates = (cluster: RowCluster): Candidate[] => {
        // Clusters are of one label: all of a cluster's rows are wanted, or none.
        if (!wanted.has(cluster.medoid)) return [];
        if (representative === "nearest")
          return [cluster.members.map(candidate).sort(bySimilarity)[0]!];
        return [candidate(representative === "medoid" ? cluster.medoid : longest(cluster, pool))];
      };
      const groups = await rowClusters(pool, query.count, context);
      return inTurns(
        groups.map((clusters) => clusters.flatMap(candidates).sort(bySimilarity)),
        count,
      )
        .map(({ position }) => position)
        .reverse();
    };
    return selectDemonstrations(query, context, (positions, count, pool) => {
      if (positions.length <= count)
        return context.random.derive("demonstrations", "draw", query.revision).shuffle(positions);
      return answered.get(positions, `${count} ${query.count} ${representative} ${text}`, () =>
        nearest(positions, count, pool),
      );
    });
  },
};

function bySimilarity(a: Candidate, b: Candidate): number {
  return b.similarity - a.similarity || a.position - b.position;
}

const longestOf = new WeakMap<RowCluster, number>();

/** By all that a row shows: a question with a long chain of steps is longer than one with a short chain. Found once for a cluster. */
function longest(cluster: RowCluster, { rows }: RowPool): number {
  const known = longestOf.get(cluster);
  if (known !== undefined) return known;
  let [best, most] = [cluster.medoid, -1];
  for (const position of cluster.members) {
    const { length } = JSON.stringify(rows[position]!.fields);
    if (length > most) [best, most] = [position, length];
  }
  longestOf.set(cluster, best);
  return best;
}

/** The nearest of every group, then the second nearest of every group, and so on; within a turn the nearest first. */
function inTurns(groups: readonly (readonly Candidate[])[], count: number): Candidate[] {
  const taken: Candidate[] = [];
  for (let turn = 0; taken.length < count && groups.some((group) => group.length > turn); turn++) {
    taken.push(...groups.flatMap((group) => group[turn] ?? []).sort(bySimilarity));
  }
  return taken.slice(0, count);
}
