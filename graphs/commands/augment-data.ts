import { join } from "node:path";
import { writeFileAtomic } from "../../memory/atomic-file.js";
import { RunFolder } from "../../memory/run-folder.js";
import type { StopReason } from "../../schema/report.js";
import type { Row } from "../../schema/sample.js";
import { datasetRow } from "../../tools/export/write-dataset-row.js";
import { onAbort } from "../../tools/models/middleware/on-abort.js";
import { canonicalJson } from "../../base/statistics/hash.js";
import {
  augmentFolder,
  augmentTask,
  type AugmentTask,
  type AugmentTaskOptions,
} from "./augment-task.js";
import { launchRead } from "../run/launch.js";
import { readSpec, type ReadSpec } from "../run/read-spec.js";
import { openRun, type OpenRun } from "./open-run.js";
import { resumeRun } from "../run/resume-run.js";
import { readRunConfig } from "../runtime/run-config.js";
import { problemLines } from "./data-file.js";
import type { RunHandle } from "../run/run-handle.js";
import type { LaunchOptions } from "../runtime/run-options.js";
import type { RunResult } from "../run/run-session.js";

/** How rows are rewritten, and where to. */
export interface AugmentOptions
  extends
    AugmentTaskOptions,
    Pick<
      LaunchOptions,
      | "model"
      | "models"
      | "embeddings"
      | "baseUrl"
      | "agents"
      | "stages"
      | "agentModules"
      | "seed"
      | "concurrency"
      | "budget"
      | "workspace"
      | "cache"
      | "logLevel"
      | "reportLanguage"
    > {
  /** Folder of the run. Default: DATA's name with `-augmented`, beside it. */
  readonly out?: string;
  /** Told of what happens. */
  readonly onProgress?: (step: string, share: number) => void;
  /** Stops the work. */
  readonly signal?: AbortSignal;
}

/** What an augmentation made. */
export interface AugmentReport {
  /** The file. */
  readonly data: string;
  /** Rows of the file that could be used. */
  readonly rows: number;
  /** Rows that could not be used. */
  readonly unusable: number;
  /** New samples that were asked for. */
  readonly wanted: number;
  /** New samples that were accepted. */
  readonly made: number;
  /** Why others were refused, the most frequent reason first. */
  readonly refused: readonly {
    /** Reason code. */
    readonly reason: string;
    /** The reason in words. */
    readonly meaning: string;
    /** Samples with this reason. */
    readonly count: number;
  }[];
  /** Samples that wait for a person. */
  readonly toPeople: number;
  /** Why it ended. */
  readonly stop: StopReason;
  /** Calls that were made. */
  readonly modelCalls: number;
  /** US dollars; null where a price is not known. */
  readonly costUsd: number | null;
  /** Encoding of a text file that is not UTF-8, as it was named or recognised; else null. */
  readonly encoding: string | null;
  /** What could not be used, in words. */
  readonly problems: readonly string[];
  /** Id of the run. */
  readonly runId: string;
  /** Folder of the run. */
  readonly folder: string;
}

/** A run that rewrites or extends the rows of a file, and what is done when it has ended. */
export interface Augmentation {
  readonly handle: RunHandle;
  readonly task: AugmentTask;
  /**
   * Writes `augmented.jsonl`: the rows of the file with their ids, then the new samples, whose
   * `parents` name them.
   */
  finish(result: RunResult): Promise<AugmentReport>;
}

/**
 * The task of an augmentation, read and checked as the run that it is.
 * @throws as augmentData
 */
export function readAugmentation(
  { spec, folder }: AugmentTask,
  options: AugmentOptions,
): Promise<ReadSpec> {
  return readSpec(spec, { ...launching(options), folder });
}

/**
 * Starts `augmentData`; the same call on a folder that holds the same work goes on with it.
 * @param task of `augmentTask`.
 * @param read of `readAugmentation`.
 * @throws as augmentData
 */
export async function startAugmentation(
  data: string,
  options: AugmentOptions,
  { task, read }: { readonly task: AugmentTask; readonly read: ReadSpec },
): Promise<Augmentation> {
  const { out = augmentFolder(data), onProgress, signal } = options;
  const handle = (await isSameWork(out, read))
    ? await resumeRun(out, launching(options))
    : await launchRead(read, { ...launching(options), out, folder: task.folder });
  let drafted = 0;
  handle.on((event) => {
    if (event.type === "draft-finished")
      onProgress?.("rows rewritten", ++drafted / read.spec.target);
    else if (event.type === "step-started") onProgress?.(event.step, 1);
  });
  if (signal)
    void handle.result
      .catch(() => {})
      .finally(onAbort(signal, () => void handle.stop().catch(() => {})));
  return { handle, task, finish: (result) => finish(data, task, result, options.workspace) };
}

/**
 * Rewrites or extends the rows of a file: paraphrases, other styles or lengths, counterfactuals
 * with another label, evolved versions. Every row gets the same number of tries; the critic refuses
 * what lost its row's meaning or label, and says why.
 *
 * It is a run like any other: traced, resumable, with its dataset and report in its folder.
 * `augmented.jsonl` has the rows and what was
 * made of them together.
 *
 * @throws DATA_*, SPEC_*, MODEL_*; USAGE for a method that there is not, or that the rows do not
 *         allow
 * @example
 * const { made, refused } = await augmentData("tickets.csv", { method: "paraphrase", perRow: 2 });
 */
export async function augmentData(
  data: string,
  options: AugmentOptions = {},
): Promise<AugmentReport> {
  const quiet = { logLevel: null, ...options };
  const task = await augmentTask(data, options);
  const read = await readAugmentation(task, quiet);
  const { handle, finish: done } = await startAugmentation(data, quiet, { task, read });
  return done(await handle.result);
}

/** What is said to the run of an augmentation. */
function launching(options: AugmentOptions): LaunchOptions {
  const {
    out: _out,
    onProgress: _onProgress,
    signal: _signal,
    task: _task,
    columns: _columns,
    header: _header,
    method: _method,
    perRow: _perRow,
    styles: _styles,
    ...rest
  } = options;
  // Its files are made from the records in its folder.
  return { ...rest, store: undefined };
}

async function isSameWork(out: string, { spec }: ReadSpec): Promise<boolean> {
  const run = new RunFolder(out);
  if (!run.configured) return false;
  const stored = (await readRunConfig(run)).spec;
  return canonicalJson({ ...stored, budget: {} }) === canonicalJson({ ...spec, budget: {} });
}

async function finish(
  data: string,
  { rows, spec }: AugmentTask,
  { summary, report }: RunResult,
  workspace: string | undefined,
): Promise<AugmentReport> {
  const run = await openRun(summary.folder, workspace === undefined ? {} : { workspace });
  try {
    await writeFileAtomic(join(summary.folder, "augmented.jsonl"), together(rows.rows, run));
  } finally {
    run.close();
  }
  return {
    data,
    rows: rows.total,
    unusable: rows.problemCount,
    wanted: spec.target,
    made: summary.accepted,
    refused: report.funnel.filter(
      ({ reason }) => reason !== "accepted" && reason !== "review-uncertain",
    ),
    toPeople: summary.inReview,
    stop: summary.stop,
    modelCalls: summary.modelCalls,
    costUsd: summary.costUsd,
    encoding: rows.encoding,
    problems: problemLines(rows),
    runId: summary.runId,
    folder: summary.folder,
  };
}

async function* together(rows: readonly Row[], run: OpenRun): AsyncGenerator<string> {
  for (const row of rows) yield `${JSON.stringify(sourceLine(row))}\n`;
  for await (const sample of run.stream({ status: "accepted", order: "accepted" }))
    yield `${JSON.stringify(datasetRow(sample))}\n`;
}

function sourceLine({ id, line, fields, label }: Row): Record<string, unknown> {
  return { id, line, ...fields, ...(label === null ? {} : { label }), parents: [] };
}
