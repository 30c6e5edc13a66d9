import { runWorker } from "../../base/workers/run-worker.js";
import type { Sample } from "../../schema/sample.js";
import { withInputs } from "../../tools/curation/learning-inputs.js";
import { taskNotation } from "../../tools/dedup/task-notation.js";
import { outOfSampleLabels } from "../../tools/learning/out-of-sample.js";
import { textPair } from "../../tools/rows/text-pair.js";
import type { AgentContext } from "../contract.js";
import { curationContext, rowOf } from "./apply-steps.js";
import type { DuplicatesTask } from "./duplicates-worker.js";
import type { Duplicate } from "./duplicates.js";

/**
 * Of more samples copies are sought before labels are checked: both hold the texts' features. So are
 * they where a model is paid for the embeddings that labels are checked by.
 */
const MOST_AT_ONCE = 20_000;

type Opinions = Awaited<ReturnType<typeof outOfSampleLabels>>;

/** What is found out about accepted samples before anything is decided. */
export interface CopiesAndOpinions {
  /** Copies by the place of the sample; what a person decided is none. */
  readonly copies: ReadonlyMap<number, Duplicate>;
  /** The samples that are no copies. */
  readonly left: readonly Sample[];
  /** What a model that did not see them says of the samples that are left. */
  readonly checked: Opinions;
}

/**
 * Seeks copies, and asks a small model about the labels of what is left. Hardly ever is there a copy, as
 * the gate refuses them: the model learns meanwhile as if there were none, and anew where there is.
 *
 * @param options.noCopies true where they were sought already
 */
export async function copiesAndOpinions(
  samples: readonly Sample[],
  context: AgentContext,
  { noCopies = false }: { readonly noCopies?: boolean | undefined } = {},
): Promise<CopiesAndOpinions> {
  // A part of more samples: nobody asks for its rows again.
  if (noCopies)
    return {
      copies: new Map(),
      left: samples,
      checked: await checkedLabels(samples, context, { keep: false }),
    };
  const stop = new AbortController();
  const early =
    samples.length > MOST_AT_ONCE || (curationContext(context).features ?? "words") !== "words"
      ? null
      : checkedLabels(samples, context, {
          signal: AbortSignal.any([context.signal, stop.signal]),
        });
  early?.catch(() => {}); // whoever waits for it hears of it
  const copies = await copiesAmong(samples, context).catch((error: unknown) => {
    stop.abort();
    throw error;
  });
  if (copies.size === 0)
    return { copies, left: samples, checked: await (early ?? checkedLabels(samples, context)) };
  stop.abort();
  const left = samples.filter((_sample, index) => !copies.has(index));
  return { copies, left, checked: await checkedLabels(left, context) };
}

async function copiesAmong(
  samples: readonly Sample[],
  { task, signal }: AgentContext,
): Promise<ReadonlyMap<number, Duplicate>> {
  const duplicates = await runWorker<DuplicatesTask, Duplicate[]>(
    new URL("./duplicates-worker.js", import.meta.url),
    {
      texts: samples.map((sample) => sample.text),
      threshold: task.spec.curate.nearDuplicate,
      notation: taskNotation(task.spec) ?? "ignore",
    },
    { signal },
  );
  return new Map(
    duplicates
      .filter((copy) => samples[copy.index]!.label.source !== "person")
      .map((copy) => [copy.index, copy]),
  );
}

interface OpinionOptions {
  readonly signal?: AbortSignal;
  /** False where the same rows are not asked about again. */
  readonly keep?: boolean;
}

async function checkedLabels(
  samples: readonly Sample[],
  context: AgentContext,
  options?: OpinionOptions,
): Promise<Opinions> {
  return context.task.labels.length === 0 || context.task.kind.labels === "none"
    ? { labels: null, note: "the task has no labels" }
    : opinionsOf(samples, context, options);
}

/** What a model of the support rows and the other samples says of each sample. */
export async function opinionsOf(
  samples: readonly Sample[],
  context: AgentContext,
  { signal = context.signal, keep }: OpinionOptions = {},
): ReturnType<typeof outOfSampleLabels> {
  const { task } = context;
  const rows = [
    ...task.support.map((row) => ({
      ...row,
      pair: textPair(row.fields, task.textFields),
      weight: 1,
    })),
    ...samples.map((sample) => rowOf(sample, task.textFields)),
  ];
  return outOfSampleLabels(
    await withInputs(rows, curationContext(context)),
    {
      classes: task.labels.map((label) => label.name),
      multiLabel: task.spec.multiLabel,
      minTraining: task.spec.label.minTraining,
    },
    { signal, keep },
  );
}
