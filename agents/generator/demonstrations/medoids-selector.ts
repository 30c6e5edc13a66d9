import { z } from "zod";
import { configurable } from "../../../base/slots/configurable.js";
import type { AgentContext } from "../../contract.js";
import { boundedPositions } from "./nearest-rows.js";
import type { DemoSelector } from "../contract.js";
import { PerList } from "./per-list.js";
import { queryText } from "./query-text.js";
import type { RowPool } from "./row-pool.js";
import { selectDemonstrations } from "./select-demonstrations.js";
import { TimeSlices } from "../../../base/workers/time-slices.js";
import { labelKey } from "../../../schema/label.js";
import { groupsBy } from "../../../base/statistics/lowest-share.js";
import { medoidsInWorker } from "../../../tools/curation/relabel/medoids-in-worker.js";
import { innerProduct } from "../../../base/statistics/inner-product.js";

/** Rows of one label that are near to each other, by position. */
export interface RowCluster {
  readonly medoid: number;
  /** In the order of the rows, the medoid among them. */
  readonly members: readonly number[];
}

/** Rows that are clustered, of all labels and of one; of more as many are drawn at random. */
const MOST_CLUSTERED = 10_000;
const MOST_OF_LABEL = 2000;

const clustered = new PerList<readonly (readonly RowCluster[])[]>();
const slices = new TimeSlices();

/**
 * The clusters of each label's rows, computed once for a list of rows, by k-means in a worker
 * thread. The labels share
 * `medoids` clusters; each has at least as many as a prompt shows rows,
 * also where there are many labels.
 */
function rowClusters(
  pool: RowPool,
  { shown, medoids }: { readonly shown: number; readonly medoids: number },
  { task, signal }: Pick<AgentContext, "task" | "signal">,
): Promise<readonly (readonly RowCluster[])[]> {
  const { seed } = task.spec;
  return clustered.get(pool.rows, `${shown} ${medoids}`, async () => {
    const labels = groupsBy([...pool.rows.keys()], (index) => labelKey(pool.rows[index]!.label));
    const clusters = Math.max(shown, Math.ceil(medoids / labels.length));
    const most = Math.min(
      MOST_OF_LABEL,
      Math.max(2 * clusters, Math.ceil(MOST_CLUSTERED / labels.length)),
    );
    const groups = labels.map((group) => boundedPositions(group, { seed, key: "clusters", most }));
    const vectors = await pool.vectors();
    const found = await medoidsInWorker(
      { groups: groups.map((group) => group.map((index) => vectors[index]!)), clusters, seed },
      { signal },
    );
    return Promise.all(
      groups.map((group, at) =>
        assign(
          group,
          found[at]!.map((place) => group[place]!),
          vectors,
        ),
      ),
    );
  });
}

/** Every row belongs to the medoid nearest to it, of equally near ones to the first. */
async function assign(
  group: readonly number[],
  medoids: readonly number[],
  vectors: readonly Float32Array[],
): Promise<readonly RowCluster[]> {
  const members = new Map(medoids.map((medoid): [number, number[]] => [medoid, []]));
  for (const position of group) {
    if (slices.over) await slices.turn();
    let owner = position;
    let most = -Infinity;
    for (const medoid of members.has(position) ? [position] : medoids) {
      const similarity = innerProduct(vectors[position]!, vectors[medoid]!);
      if (similarity > most) [owner, most] = [medoid, similarity];
    }
    members.get(owner)!.push(position);
  }
  return medoids.map((medoid) => ({ medoid, members: members.get(medoid)! }));
}

interface Candidate {
  readonly position: number;
  /** To what is ordered. */
  readonly similarity: number;
}

const answered = new PerList<readonly number[]>();

/**
 * Demonstrations that stand for many rows (FreeAL, Xiao et al. 2023): the rows of each label are
 * clustered into its share of
 * `medoids` clusters, one row stands for each, and a prompt shows those of
 * them that are nearest to what is ordered, as many of every label that it shows.
 *
 * By `representative` that row is the medoid; the longest one, as the most complex in Synthetic
 * Prompting (Shao et al. 2023); or the one nearest to what is ordered, as in Self-Prompting (Li et
 * al. 2022) and SP-CoT (Wang et al. 2023).
 */
export const medoidsSelector = configurable({
  settings: z.strictObject({
    medoids: z.number().int().min(1).default(100).describe("Clusters of all labels together."),
    representative: z
      .enum(["medoid", "longest", "nearest"])
      .default("medoid")
      .describe(
        "The row that stands for a cluster: the one nearest to its centre, the longest, or the " +
          "one nearest to what is ordered.",
      ),
  }),
  make: ({ medoids, representative }): DemoSelector => ({
    name: "medoids",
    usual: 10,
    select(query, context) {
      const text = queryText(query, context);
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
        const groups = await rowClusters(pool, { shown: query.count, medoids }, context);
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
        return answered.get(
          positions,
          `${count} ${query.count} ${medoids} ${representative} ${text}`,
          () => nearest(positions, count, pool),
        );
      });
    },
  }),
});

function bySimilarity(a: Candidate, b: Candidate): number {
  return b.similarity - a.similarity || a.position - b.position;
}

const longestOf = new WeakMap<RowCluster, number>();

/**
 * By all that a row shows: a question with a long chain of steps is longer than one with a short
 * chain. Found once for a cluster.
 */
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

/**
 * The nearest of every group, then the second nearest of every group, and so on; within a turn the
 * nearest first.
 */
function inTurns(groups: readonly (readonly Candidate[])[], count: number): Candidate[] {
  const taken: Candidate[] = [];
  for (let turn = 0; taken.length < count && groups.some((group) => group.length > turn); turn++) {
    taken.push(...groups.flatMap((group) => group[turn] ?? []).sort(bySimilarity));
  }
  return taken.slice(0, count);
}
