import { DatawrightError } from "../../base/errors.js";
import { didYouMean } from "../../base/text/nearest-name.js";
import { shortId } from "../../base/statistics/hash.js";
import type { DataSource } from "../../schema/task-file/data-source.js";
import type { Task } from "../../schema/task.js";
import { readRows } from "../../tools/rows/read-rows.js";

/** What the annotators of a file say, and the task that its rows are then read as. */
export interface AnnotatorVotes {
  /** By the row's id, then by the annotator's column. */
  readonly votes: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** The task, whose rows need no label of their own. */
  readonly task: Task;
  /** The source, of which no annotator's column is the label. */
  readonly source: DataSource;
}

/**
 * Reads the columns of a file that hold one annotator's labels each.
 *
 * @param request.columns   names of the columns
 * @param request.addLabels whether labels that the task does not know become its own, as where the
 *         task is guessed from the file
 * @throws DATA_COLUMN for a column that no row has, with the nearest; what reading the file throws
 */
export async function annotatorVotes(request: {
  readonly source: DataSource;
  readonly folder: string;
  readonly task: Task;
  readonly columns: readonly string[];
  readonly addLabels: boolean;
}): Promise<AnnotatorVotes> {
  const { source, folder, task, columns } = request;
  const votes = new Map<string, Readonly<Record<string, string>>>();
  const seen = new Set<string>();
  const found = new Set<string>();
  let lastLine = 0;
  let nth = 0;
  if (columns.length === 0) return { votes, task, source };
  // What cannot be read is told of where the rows themselves are read.
  const onProblem = (): void => undefined;
  for await (const { line, values } of readRows(source, { folder, onProblem })) {
    nth = line === lastLine ? nth + 1 : 0;
    lastLine = line;
    for (const name of Object.keys(values)) seen.add(name);
    const said = columns.flatMap((name): [string, string][] => {
      const label = Object.hasOwn(values, name) ? labelOf(values[name]) : null;
      return label === null ? [] : [[name, source.labelMap?.[label] ?? label]];
    });
    for (const [, label] of said) found.add(label);
    if (said.length > 0) votes.set(shortId("row", "support", line, nth), Object.fromEntries(said));
  }
  const missing = columns.find((name) => !seen.has(name));
  if (missing !== undefined)
    throw new DatawrightError({
      code: "DATA_COLUMN",
      message:
        `${source.path ?? "rows"}: there is no column ${JSON.stringify(missing)} of an annotator` +
        `${didYouMean(missing, [...seen])} (the file has ${[...seen].join(", ")})`,
      details: { file: source.path, column: missing, columns: [...seen] },
    });
  const known = new Set(task.labels.map(({ name }) => name));
  const more = request.addLabels ? [...found].filter((name) => !known.has(name)).sort() : [];
  const { label, ...others } = source.columns ?? {};
  return {
    votes,
    source: columns.includes(String(label)) ? { ...source, columns: others } : source,
    task: {
      ...task,
      kind: {
        ...task.kind,
        labels: task.kind.labels === "required" ? "optional" : task.kind.labels,
      },
      labels: [...task.labels, ...more.map((name) => ({ name, outOfScope: false }))],
    },
  };
}

function labelOf(value: unknown): string | null {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = typeof value === "string" ? value.trim() : "";
  return text === "" ? null : text;
}
