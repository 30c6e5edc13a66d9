import { isDatawrightError } from "../../../base/errors.js";
import { labelKey } from "../../../schema/label.js";
import type { Row } from "../../../schema/sample.js";
import { groupsBy, highestOfEach } from "../../../base/statistics/lowest-share.js";
import { trainingDynamicsInWorker } from "../../../tools/learning/learning-in-worker.js";
import { textPair } from "../../../tools/rows/text-pair.js";
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
 * highest variability, the standard deviation of their label's probability over the epochs (WANLI,
 * Liu et al. 2022; Swayamdipta et al. 2020). All real rows where no small model can be trained.
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
        texts: rows.map((row) => textPair(row.fields, task.textFields) ?? row.text),
        labels: rows.map((row) => labelKey(row.label)),
        seed: task.spec.seed,
      },
      { signal },
    );
    const variability = probabilityOfGiven.map((path) => standardDeviation(path));
    const classes = groupsBy([...rows.keys()], (index) => labelKey(rows[index]!.label));
    const chosen = highestOfEach(variability, classes, SHARE);
    return {
      rows: chosen
        .flat()
        .sort((a, b) => a - b)
        .map((index) => rows[index]!),
      note: null,
    };
  } catch (error) {
    if (!isDatawrightError(error) || error.code !== "TRAINING_DATA") throw error;
    return { rows: all, note: `ambiguity is not known: ${error.message}` };
  }
}
