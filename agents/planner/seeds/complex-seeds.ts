import { labelKey, type LabelValue } from "../../../schema/label.js";
import type { Row } from "../../../schema/sample.js";
import { groupsBy } from "../../../base/statistics/lowest-share.js";
import { medoidsInWorker } from "../../../tools/curation/relabel/medoids-in-worker.js";
import { innerProduct } from "../../../base/statistics/inner-product.js";
import { sentences } from "../../../base/text/sentences.js";
import type { AgentContext } from "../../contract.js";
import type { SeedSelector } from "../contract.js";
import { dealSeeds } from "./dealt-seeds.js";

/** Latest accepted samples beside the real rows. */
const MOST = 2000;
/** Clusters of a label, as many as the prompts of the paper have demonstrations. */
const CLUSTERS = 8;

type Candidate = Pick<Row, "id" | "fields" | "text" | "label">;

/**
 * The most complex row of each cluster (Synthetic Prompting, Shao et al. 2023): real rows and
 * accepted samples of a label are clustered by their vectors, and the one whose fields beside the
 * text have the most steps, lines or sentences, is taken.
 */
export const complexSeeds: SeedSelector = {
  name: "complex",
  async select(query, context) {
    const rows = await candidates(context);
    const vectors = await context.embeddings.embed(rows.map((row) => row.text));
    const groups = groupsBy([...rows.keys()], (index) => labelKey(rows[index]!.label));
    const centres = await medoidsInWorker(
      {
        groups: groups.map((group) => group.map((index) => vectors[index]!)),
        clusters: CLUSTERS,
        seed: context.task.spec.seed,
      },
      { signal: context.signal },
    );
    const chosen = groups.flatMap((group, at) => {
      const medoids = centres[at]!.map((place) => vectors[group[place]!]!);
      const clusters = groupsBy(group, (index) => String(nearest(vectors[index]!, medoids)));
      return clusters.map((cluster) =>
        cluster.reduce((best, index) =>
          steps(rows[index]!, context) > steps(rows[best]!, context) ? index : best,
        ),
      );
    });
    return dealSeeds(
      chosen.map((index) => rows[index]!),
      query,
      context.task.spec.seed,
    );
  },
};

async function candidates({ memory }: AgentContext): Promise<Candidate[]> {
  const rows: Candidate[] = [...memory.demonstrations];
  for await (const { id, fields, text, label } of memory.accepted({ limit: MOST, latest: true }))
    rows.push({ id, fields, text, label: label.current as LabelValue });
  return rows.filter((row) => row.text.trim() !== "");
}

function nearest(vector: Float32Array, centres: readonly Float32Array[]): number {
  return centres.reduce(
    (best, centre, index) =>
      innerProduct(centre, vector) > innerProduct(centres[best]!, vector) ? index : best,
    0,
  );
}

/** Lines or sentences of what stands beside the text, of the text itself where nothing does. */
function steps(row: Candidate, { task }: AgentContext): number {
  const beside = Object.entries(row.fields)
    .filter(([name, value]) => typeof value === "string" && !task.textFields.includes(name))
    .map(([, value]) => String(value));
  return (beside.length > 0 ? beside : [row.text]).reduce(
    (sum, text) =>
      sum + text.split("\n").reduce((lines, line) => lines + sentences(line).length, 0),
    0,
  );
}
