import { labelKey } from "../../schema/label.js";
import { groupsBy } from "../../tools/curation/filters/lowest-share.js";
import { medoidsInWorker } from "../../tools/curation/relabel/medoids-in-worker.js";
import { innerProduct } from "../../tools/embeddings/inner-product.js";
import { TimeSlices } from "../../tools/workers/time-slices.js";
import type { AgentContext } from "../contract.js";
import { boundedPositions } from "./bounded-positions.js";
import { PerList } from "./per-list.js";
import type { RowPool } from "./row-pool.js";

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
 * The clusters of each label's rows, computed once for a list of rows, by k-means in a worker thread. The labels share
 * `generate.demonstrations.medoids` clusters; each has at least as many as a prompt shows rows, also where there are many labels.
 */
export function rowClusters(
  pool: RowPool,
  shown: number,
  { task, signal }: Pick<AgentContext, "task" | "signal">,
): Promise<readonly (readonly RowCluster[])[]> {
  const {
    seed,
    generate: {
      demonstrations: { medoids },
    },
  } = task.spec;
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
