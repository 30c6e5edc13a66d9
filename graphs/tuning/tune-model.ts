import { mkdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { ANYTHING, checkOptions, integerFrom } from "../../base/settings/check-options.js";
import { DatawrightError } from "../../base/errors.js";
import type { SlotChoice } from "../../base/slots/slot-choice.js";
import { sha256Hex } from "../../base/statistics/hash.js";
import { writeFileAtomic } from "../../memory/atomic-file.js";
import { acquireRunLock } from "../../memory/run-lock.js";
import type { TaskSpec, TaskSpecInput } from "../../schema/task-file/task-spec.js";
import type {
  Tuner,
  TuningContext,
  TuningEstimate,
  TuningFigure,
  TuningOutcome,
} from "../../tools/tuning/contract.js";
import { TUNERS } from "../../tools/tuning/tuners.js";
import { withCommandModels, type CommandModelOptions } from "../commands/command-models.js";
import { outputFolder } from "../commands/data-file.js";
import { pluginSlots } from "../plugins/slots-of-run.js";
import { modelOf } from "../run/chosen-model.js";
import { resolveRoleModel } from "../run/resolved-models.js";
import { generatorAnswer, generatorQuestion } from "./generator-question.js";
import { readTuningRows, type TuningRows, type TuningSources } from "./tuning-rows.js";
import { checkTunedFile, tunedTaskFile } from "./tuned-task.js";

/** What is tuned, on what, and how. */
export interface TuneOptions extends CommandModelOptions, TuningSources {
  /** How it is tuned, of the slot `tuners`: a name, or a name with settings. */
  readonly tuner: SlotChoice;
  /**
   * Folder of what lasts: the same call goes on from it. Default: beside DATA, named after it. A path
   * that ends in .yaml is the task file that a tuned prompt is written to.
   */
  readonly out?: string;
  /** Seed of everything that is drawn. Default: the task's, else 1. */
  readonly seed?: number;
  /** Told how far a step is, as a share from 0 to 1. */
  readonly onProgress?: (step: string, share: number) => void;
  /** Told what a provider says of a job. */
  readonly onEvent?: (text: string) => void;
}

/** What came of a tuning. */
export interface TuneReport {
  /** Name of the tuner. */
  readonly tuner: string;
  /** The file that was learnt from; null for rows given in its place. */
  readonly data: string | null;
  /** Rows. */
  readonly rows: {
    /** That were learnt from. */
    readonly train: number;
    /** That were chosen by. */
    readonly validation: number;
    /** Without a label, or for choosing and equal to one that was learnt from. */
    readonly leftOut: number;
    /** Of the files that could not be used. */
    readonly unusable: number;
  };
  /** Name of the tuned model, for `--model` and `--candidate`; null where none was made. */
  readonly model: string | null;
  /** Settings of a task that use what was learnt; null for none. */
  readonly task: Readonly<Partial<TaskSpecInput>> | null;
  /** Figures by name. */
  readonly figures: Readonly<Record<string, TuningFigure>>;
  /** What a reader must know. */
  readonly notes: readonly string[];
  /** Files that were written. */
  readonly files: readonly string[];
  /** Folder of what lasts. */
  readonly folder: string;
  /** Questions that models answered. */
  readonly modelCalls: number;
  /** Questions that the cache answered. */
  readonly cachedCalls: number;
  /** US dollars, the provider's training included; null where a price is not known. */
  readonly costUsd: number | null;
}

/** A tuning that is ready: what it takes, and how it is begun or ended. */
export interface PreparedTuning {
  /** What it is going to take; asks nothing. */
  estimate(): Promise<TuningEstimate>;
  /** Does it. */
  tune(): Promise<TuneReport>;
}

const OPTIONS = [
  ...["data", "tuner", "task", "validation", "columns", "header", "plugins", "out", "model"],
  ...["onProgress", "onEvent", "baseUrl", "embeddings", "concurrency", "budget", "workspace"],
  ...["cache", "signal"],
];

/**
 * Tunes a model, or what it is told, on rows: a fine-tuning job at a provider, instructions tried on
 * rows kept apart, or the embedded model fitted for each label.
 *
 * Rows to choose by are never those of a test: give these to `evaluateData` alone.
 *
 * @throws NEEDS_WEIGHTS for a method that changes weights in this process; TUNING_FAILED with the
 *         provider's reason; INTERRUPTED, after which the same call goes on; USAGE, DATA_*, MODEL_*
 */
export async function tuneModel(options: TuneOptions): Promise<TuneReport> {
  return (await prepareTuning(options)).tune();
}

/** Reads what a tuning needs, and asks nothing yet. @throws as `tuneModel` for data and names */
export async function prepareTuning(options: TuneOptions): Promise<PreparedTuning> {
  checkOptions(options, {
    of: "tuneModel",
    rules: {
      ...Object.fromEntries(OPTIONS.map((name) => [name, ANYTHING])),
      seed: integerFrom(0),
    },
    needed: ["data", "tuner"],
  });
  const { validation } = options;
  if (typeof validation === "number" && !(validation >= 0 && validation < 1))
    throw new DatawrightError({
      code: "USAGE",
      message: `the share kept apart is ${validation}; it must be a number from 0 to below 1`,
    });
  const tuner = await chosenTuner(options);
  const read = await readTuningRows(options, options.seed);
  const { task, seed } = read;
  // Before anything is spent: what is found must have a place to go to.
  if (tuner.asks) checkTunedFile(tunedFile(read.taskFile, options));
  const { model } = await resolveRoleModel("generator", { spec: task.spec, options });
  const folder = tuningFolder(options);
  const context: Omit<TuningContext, "model"> = {
    settings: namedModel(task.spec, options),
    info: model.info,
    question: (row, template) => generatorQuestion(task, model, row, template),
    answer: (row) => generatorAnswer(task, row),
    folder,
    seed,
    signal: options.signal,
    progress: (step, share) => options.onProgress?.(step, share),
    event: (text) => options.onEvent?.(text),
  };
  return {
    estimate: () => tuner.estimate(read, { ...context, model: undefined }),
    tune: async () => {
      await mkdir(folder, { recursive: true });
      // Two processes on one folder would begin two jobs.
      const lock = acquireRunLock(folder);
      try {
        return await tuned({ tuner, read, context, options });
      } finally {
        lock.release();
      }
    },
  };
}

/** Ends the job that was begun in the folder. @throws USAGE where there is none */
export async function stopTuning(
  options: Pick<TuneOptions, "data" | "tuner" | "out" | "plugins" | "signal"> &
    Pick<TuneOptions, "model" | "baseUrl">,
): Promise<{ readonly job: string; readonly status: string; readonly folder: string }> {
  const tuner = await chosenTuner(options);
  const folder = tuningFolder(options);
  if (tuner.stop === undefined)
    throw new DatawrightError({
      code: "USAGE",
      message: `nothing of the tuner ${tuner.name} goes on elsewhere that could be stopped`,
    });
  const settings = typeof options.model === "string" ? { model: options.model } : null;
  const { baseUrl } = options;
  const at =
    settings === null ? null : { ...settings, ...(baseUrl === undefined ? {} : { baseUrl }) };
  return { ...(await tuner.stop({ folder, settings: at, signal: options.signal })), folder };
}

async function tuned({
  tuner,
  read,
  context,
  options,
}: {
  readonly tuner: Tuner;
  readonly read: TuningRows;
  readonly context: Omit<TuningContext, "model">;
  readonly options: TuneOptions;
}): Promise<TuneReport> {
  const { task, train, validation } = read;
  const texts = [...train, ...validation].map(({ text, label }) => [text, label]);
  const { outcome, spent } = await withCommandModels(
    {
      spec: task.spec,
      role: "generator",
      asks: tuner.asks,
      seed: context.seed,
      out: tuner.asks ? context.folder : null,
      work: ["tune", options.tuner, sha256Hex(JSON.stringify(texts)), context.seed],
    },
    options,
    async ({ model, ledger }) => ({
      outcome: await tuner.tune(read, { ...context, model }),
      spent: ledger.spent(),
    }),
  );
  const files = [...outcome.files, ...(await writeTask(outcome, read, options))];
  const report: TuneReport = {
    tuner: tuner.name,
    data: typeof options.data === "string" ? resolve(options.data) : null,
    rows: {
      train: train.length,
      validation: validation.length,
      leftOut: read.leftOut,
      unusable: read.unusable,
    },
    model: outcome.model,
    task: outcome.task,
    figures: outcome.figures,
    notes: outcome.notes,
    files,
    folder: context.folder,
    modelCalls: spent.calls,
    cachedCalls: spent.cachedCalls,
    costUsd: spent.usd === null || outcome.costUsd === null ? null : spent.usd + outcome.costUsd,
  };
  await writeFileAtomic(join(context.folder, "tune.json"), `${JSON.stringify(report, null, 2)}\n`);
  return report;
}

/** Writes the task with what was learnt in it, where there is such a part. */
async function writeTask(
  { task }: TuningOutcome,
  { taskFile: from }: TuningRows,
  options: TuneOptions,
): Promise<string[]> {
  if (task === null) return [];
  const file = tunedFile(from, options);
  checkTunedFile(file);
  await writeFileAtomic(file, await tunedTaskFile(from, task, dirname(file)));
  return [file];
}

/** Where a task with a tuned part goes: where it is wanted, else beside its task file. */
function tunedFile(from: string | null, options: TuneOptions): string {
  if (isTaskPath(options.out)) return resolve(options.out);
  return from === null
    ? join(tuningFolder(options), "task-part.yaml")
    : join(dirname(resolve(from)), `${basename(from).replace(/\.\w+$/u, "")}.tuned.yaml`);
}

const isTaskPath = (out: string | undefined): out is string => /\.ya?ml$/iu.test(out ?? "");

function tuningFolder({ data, out }: Pick<TuneOptions, "data" | "out">): string {
  if (out !== undefined)
    return resolve(isTaskPath(out) ? out.replace(/\.ya?ml$/iu, "-tuning") : out);
  return typeof data === "string" ? outputFolder(data, "tuned") : resolve("tuned");
}

async function chosenTuner({
  tuner,
  plugins = [],
}: Pick<TuneOptions, "tuner" | "plugins">): Promise<Tuner> {
  const slot = plugins.length === 0 ? TUNERS : (await pluginSlots(plugins)).tuners;
  return (await slot.choose(tuner, ["tuner"])).value;
}

/** Settings of the model that is tuned, where it was named by name. */
function namedModel(spec: TaskSpec, options: TuneOptions): TuningContext["settings"] {
  const isNamed =
    options.model !== undefined ||
    spec.models.generator !== undefined ||
    spec.models.default !== undefined;
  if (!isNamed) return null;
  const { model, settings } = modelOf("generator", spec, options);
  return typeof model === "object" && "info" in model ? null : settings;
}
