import { isDatawrightError } from "../../../base/errors.js";
import { labelKey } from "../../../schema/label.js";
import type { Row } from "../../../schema/sample.js";
import { countOf, groupsBy } from "../../../tools/curation/filters/measures/lowest-share.js";
import { trainingDynamicsInWorker } from "../../../tools/learning/learning-in-worker.js";
import { standardDeviation } from "../../../base/statistics/mean.js";
import type { AgentContext } from "../../contract.js";
import type { SeedSelector } from "../contract.js";
import { dealSeeds } from "./dealt-seeds.js";

/** Share of each class that is ambiguous, as published. */
const SHARE = 0.25;

interface Ambiguous {
  readonly rows: readonly Row[];
  readonly note: string | null;
}

const found = new WeakMap<readonly Row[], Promise<Ambiguous>>();

/**
 * The real rows that a small model is least settled about: of each class the quarter with the
 * highest variability, the standard
 * deviation of their label's probability over the epochs (WANLI, Liu et al. 2022; Swayamdipta et
 * al. 2020). All real rows where no
 * small model can be trained.
 */
export const ambiguousSeeds: SeedSelector = {
  name: "ambiguous",
  async select(query, context) {
    const { demonstrations } = context.memory;
    let ambiguous = found.get(demonstrations);
    if (!ambiguous) {
      found.set(demonstrations, (ambiguous = ambiguousRows(demonstrations, context)));
      // a run that was stopped says nothing about the rows
      ambiguous.catch(() => found.delete(demonstrations));
    }
    const { rows, note } = await ambiguous;
    if (note !== null) context.span.set({ "datawright.seeds.note": note });
    return dealSeeds(rows, query, context.task.spec.seed);
  },
};

async function ambiguousRows(
  all: readonly Row[],
  { task, signal }: AgentContext,
): Promise<Ambiguous> {
  const rows = all.filter((row) => typeof row.label === "string" && row.text.trim() !== "");
  try {
    const { probabilityOfGiven } = await trainingDynamicsInWorker(
      {
        texts: rows.map((row) => textOf(row, task.textFields)),
        labels: rows.map((row) => labelKey(row.label)),
        seed: task.spec.seed,
      },
      { signal },
    );
    const variability = probabilityOfGiven.map((path) => standardDeviation(path));
    const chosen = groupsBy([...rows.keys()], (index) => labelKey(rows[index]!.label)).flatMap(
      (group) =>
        group
          .sort((a, b) => variability[b]! - variability[a]! || a - b)
          .slice(0, Math.max(1, countOf(SHARE, group.length))),
    );
    return { rows: chosen.sort((a, b) => a - b).map((index) => rows[index]!), note: null };
  } catch (error) {
    if (!isDatawrightError(error) || error.code !== "TRAINING_DATA") throw error;
    return { rows: all, note: `ambiguity is not known: ${error.message}` };
  }
}

/** Both texts of a pair apart, as a classifier of pairs reads them. */
function textOf(row: Row, textFields: readonly string[]): string | readonly [string, string] {
  const [first, second, third] = textFields;
  return first !== undefined && second !== undefined && third === undefined
    ? [String(row.fields[first] ?? ""), String(row.fields[second] ?? "")]
    : row.text;
}
