import { basename, dirname, join, resolve } from "node:path";
import { lengthPrefixed, sha256Hex } from "../../base/statistics/hash.js";
import { Random } from "../../base/statistics/random.js";
import type { Row } from "../../schema/sample.js";
import type { DataSource } from "../../schema/task-file/data-source.js";
import type { Task } from "../../schema/task.js";
import { modelAsker } from "../../tools/curation/allocation/model-asker.js";
import type { CurationContext, CurationRow } from "../../tools/curation/contract.js";
import { taskNotation } from "../../tools/dedup/task-notation.js";
import { readTaskRows, type TaskRows } from "../../tools/rows/read-task-rows.js";
import { textPair } from "../../tools/rows/text-pair.js";
import type { LaunchOptions } from "../runtime/run-options.js";
import type { CommandModelOptions, CommandModels } from "./command-models.js";
import type { LearningFeatures } from "../../tools/learning/features/learning-features.js";

/** What every command that works on a data file may be told. */
export interface DataFileOptions extends CommandModelOptions, Pick<LaunchOptions, "plugins"> {
  readonly columns?: DataSource["columns"];
  readonly header?: boolean;
  /** Folder to write to. Default: beside DATA, named after it. Null writes nothing. */
  readonly out?: string | null;
  readonly seed?: number;
  readonly onProgress?: (step: string, share: number) => void;
  readonly signal?: AbortSignal;
}

/** The rows of a file of a task, as curation reads them. */
export async function curationRows(
  source: DataSource,
  task: Task,
  folder: string,
): Promise<CurationRow[]> {
  const { rows } = await readTaskRows({ source, task, folder, set: "support" });
  return rows.map((row) => curationRow(row, task));
}

/** A row of a file as curation reads it. */
export function curationRow(row: Row, task: Pick<Task, "textFields">): CurationRow {
  const scores = Object.fromEntries(
    Object.entries((row.fields["scores"] as Record<string, unknown> | undefined) ?? {}).filter(
      (entry): entry is [string, number] => typeof entry[1] === "number",
    ),
  );
  return {
    id: row.id,
    text: row.text,
    fields: row.fields,
    label: row.label,
    weight: 1,
    scores,
    line: row.line,
    pair: textPair(row.fields, task.textFields),
  };
}

/** What tells these rows from others. */
export function rowsHash(rows: readonly CurationRow[]): string {
  return sha256Hex(lengthPrefixed(rows.flatMap((row) => [row.id, row.text])));
}

/** What curation strategies may use outside a run; a language model only where one is named. */
export function curationContext(
  task: Task,
  { model, embeddings }: Pick<CommandModels, "model" | "embeddings">,
  options: Pick<DataFileOptions, "seed" | "signal" | "onProgress"> & {
    readonly support: readonly CurationRow[];
    readonly features?: LearningFeatures;
  },
): CurationContext {
  const { signal, support } = options;
  const { multiLabel, language, description: about } = task.spec;
  const seed = options.seed ?? task.spec.seed;
  return {
    labels: task.labels.map((label) => label.name),
    multiLabel,
    support,
    random: new Random(seed).derive("curation"),
    seed,
    language,
    notation: taskNotation(task.spec) ?? undefined,
    features: options.features,
    embed: (texts) => embeddings.embed(texts),
    model,
    askModel:
      model === undefined || task.labels.length === 0
        ? undefined
        : modelAsker({ model, labels: task.labels, multiLabel, about }),
    signal,
    progress: (step, share) => options.onProgress?.(step, share),
  };
}

/** Where a command writes: the folder named, or DATA's name with the suffix, beside it. */
export function outputFolder(data: string, suffix: string, out?: string): string {
  const name = basename(data)
    .replace(/\.gz$/iu, "")
    .replace(/\.[^.]+$/u, "");
  return resolve(out ?? join(dirname(resolve(data)), `${name}-${suffix}`));
}

/** The rows that could not be used, a line each. */
export function problemLines({ problems }: Pick<TaskRows, "problems">): string[] {
  return problems.map(({ line, message }) => `line ${line}: ${message}`);
}
