import { basename, relative, resolve } from "node:path";
import type { DataSource } from "../../schema/task-file/data-source.js";
import { DatawrightError } from "../../base/errors.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { detectLanguage } from "../../base/text/language.js";
import { profileColumns, type ColumnProfile } from "../rows/column-profile.js";
import type { RawRow } from "../rows/contract.js";
import { formatOf, readRows } from "../rows/read-rows.js";
import { inferKind, type KindGuess } from "./infer-kind.js";

export { taskToYaml } from "./task-to-yaml.js";

/** What became of one column of a file. */
export interface ColumnUse {
  /** Its name, or its number from 0 in a file without a header. */
  readonly column: string;
  /** Field or `label`; null where the task does not use it. */
  readonly field: string | null;
  /** Its values, the most frequent first, where they are few and come again and again. */
  readonly values: readonly string[];
}

/** A first task for a file, and what each of its columns is in it. */
export interface InferredTask {
  readonly task: TaskSpecInput;
  readonly columns: readonly ColumnUse[];
}

interface InferOptions {
  readonly folder?: string;
  readonly name?: string;
  readonly target?: number;
}

/** The task alone of `inferTask`. */
export async function inferTaskFromCsv(
  path: string,
  options: InferOptions = {},
): Promise<TaskSpecInput> {
  return (await inferTask(path, options)).task;
}

/**
 * A first task for a file of rows: kind, fields, labels and mapping guessed from its columns, the
 * same for the same file.
 *
 * Reads CSV, TSV, JSONL, JSON and Parquet, gzip or not. The guess is a start to be edited; it
 * passes the task's own checks.
 *
 * @param from  the file, or rows given in its place, whose `support.path` is then `rows`
 * @param options.folder folder of the task file to be, which `support.path` is relative to;
 *         default: the current one
 * @throws DATA_NOT_FOUND, DATA_ENCODING, DATA_FORMAT; DATA_EMPTY where there are no rows
 */
export async function inferTask(
  from: string | readonly Record<string, unknown>[],
  options: InferOptions = {},
): Promise<InferredTask> {
  const path = typeof from === "string" ? from : "rows";
  const format = typeof from === "string" ? formatOf(from) : "json";
  const isTable = format === "csv" || format === "tsv";
  let malformed = 0;
  const profiled = await profileColumns(
    readRows(
      typeof from === "string"
        ? { path: resolve(from), format, header: false }
        : { rows: [...from] },
      { folder: ".", onProblem: () => void malformed++ },
    ),
  );
  if (profiled.first === null) {
    throw new DatawrightError({
      code: malformed > 0 ? "DATA_FORMAT" : "DATA_EMPTY",
      message:
        `${path}: ` +
        `${malformed > 0 ? `none of its ${malformed} rows can be read` : "holds no rows"}`,
      hint: "give a file with a header and at least a few rows",
      details: { file: path },
    });
  }
  const header = isTable && looksLikeHeader(profiled.first, profiled.profiles);
  const names = new Map(
    profiled.profiles.map((profile) => [
      profile,
      header ? String(profiled.first?.values[profile.name] ?? "").trim() : profile.name,
    ]),
  );
  if (!header)
    for (const profile of profiled.profiles) profile.add(profiled.first.values[profile.name]);
  const rows = profiled.rows + (header ? 0 : 1);
  if (rows < 1)
    throw new DatawrightError({
      code: "DATA_EMPTY",
      message: `${path}: holds a header but no rows`,
      hint: "give a file with at least a few rows",
      details: { file: path },
    });
  const guess = inferKind(
    profiled.profiles.map((profile) => ({
      profile,
      name: isTable && !header ? "" : (names.get(profile) ?? ""),
    })),
    rows,
  );
  const file = basename(path);
  const language = detectLanguage(guess.text ? profiled.text(guess.text) : "");
  const task: TaskSpecInput = {
    name: options.name ?? nameFrom(file),
    kind: guess.kind,
    description: describeGuess(guess, file),
    language: /^[a-z]{2,3}(?:-|$)/iu.test(language) && language !== "und" ? language : undefined,
    fields: guess.fields,
    labels: guess.labels,
    multiLabel: guess.multiLabel ? true : undefined,
    support: sourceOf(path, guess, { folder: options.folder ?? ".", header, isTable, names }),
    target: options.target ?? 200,
  };
  return {
    task,
    columns: profiled.profiles.map((profile) => ({
      column: names.get(profile) || String(profile.index),
      field: Object.entries(guess.columns).find(([, used]) => used === profile)?.[0] ?? null,
      values: recurring(profile),
    })),
  };
}

/** Most values of a column that could be an attribute. */
const MOST_RECURRING = 12;

/** Values of a column that has few, each more than once on average; none for other columns. */
function recurring(profile: ColumnProfile): string[] {
  const { values } = profile;
  if (values === null || profile.hasRecords || values.size < 2 || values.size > MOST_RECURRING)
    return [];
  if (profile.count < 2 * values.size || profile.longest > 60) return [];
  return [...values].sort(([, a], [, b]) => b - a).map(([value]) => value);
}

/** No cell that is long, a number, or a value of its own column further down. */
function looksLikeHeader(first: RawRow, profiles: readonly ColumnProfile[]): boolean {
  const cells = profiles.map((profile) => ({
    profile,
    text: String(first.values[profile.name] ?? "").trim(),
  }));
  const names = cells.map(({ text }) => text).filter((text) => text !== "");
  return (
    names.length > 0 &&
    new Set(names).size === names.length &&
    cells.every(
      ({ profile, text }) =>
        text.length <= 60 && (text === "" || !Number.isFinite(Number(text))) && !profile.has(text),
    )
  );
}

function sourceOf(
  path: string,
  guess: KindGuess,
  options: {
    folder: string;
    header: boolean;
    isTable: boolean;
    names: ReadonlyMap<ColumnProfile, string>;
  },
): DataSource {
  const columns: Record<string, string | number> = {};
  for (const [field, profile] of Object.entries(guess.columns)) {
    const name = options.names.get(profile) ?? profile.name;
    if (
      options.isTable &&
      (!options.header ||
        name === "" ||
        [...options.names.values()].filter((other) => other === name).length > 1)
    )
      columns[field] = profile.index;
    else if (name !== field) columns[field] = name;
  }
  const placed = relative(resolve(options.folder), resolve(path)).replaceAll("\\", "/");
  return {
    path: placed,
    header: options.isTable && !options.header ? false : undefined,
    columns: Object.keys(columns).length > 0 ? columns : undefined,
  };
}

function nameFrom(file: string): string {
  const name = file
    .replace(/\.gz$/iu, "")
    .replace(/\.[^.]+$/u, "")
    .replace(/[^\p{L}\p{N} ._-]+/gu, "-")
    .replace(/^[ ._-]+/u, "");
  return name === "" ? "dataset" : name;
}

function describeGuess(guess: KindGuess, file: string): string {
  if (guess.labels && guess.labels.length <= 12)
    return (
      `Texts like those in ${file}, each ${guess.multiLabel ? "with any" : "with one"} of the ` +
      `labels ${guess.labels.join(", ")}.`
    );
  if (guess.labels)
    return (
      `Texts like those in ${file}, each ${guess.multiLabel ? "with any" : "with one"} of ` +
      `${guess.labels.length} labels.`
    );
  return `Samples like those in ${file}.`;
}
