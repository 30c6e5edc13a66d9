import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { DatawrightError, isDatawrightError } from "../../base/errors.js";
import { writeFileAtomic } from "../../memory/atomic-file.js";
import type { LabelValue } from "../../schema/label.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { resolveTask, type Task } from "../../schema/task.js";
import type { WrongShare } from "./labelling/label-check.js";
import { LabelledCount, type LabelledRow } from "./labelling/labelled-row.js";
import type { AnnotationItem, AnnotatorAgreement } from "../../tools/annotation/contract.js";
import {
  peopleFiles,
  readPeopleAnswers,
  type PeopleFormat,
} from "../../tools/annotation/people-files.js";
import { readRows } from "../../tools/rows/read-rows.js";
import { unlimited } from "./curating/rows-that-fit.js";
import { checkTaskSpec, readTaskSpec } from "../../tools/task-file/read-task.js";

const HINT = "Give the file of answers, and the folder that `datawright label` wrote.";
const OWN = new Set([
  "id",
  "label",
  "labelSource",
  "labelConfidence",
  "modelAnswer",
  "modelCalls",
  "askedFor",
  "formerLabel",
  "labelHistory",
  "line",
  "labelledBy",
  "note",
  "reason",
  "decision",
  "by",
]);

/** The row as people see it in an annotation tool. */
function itemOf(row: LabelledRow): AnnotationItem {
  const fields = Object.fromEntries(Object.entries(row).filter(([name]) => !OWN.has(name)));
  return {
    sampleId: row.id,
    fields,
    label: row.label,
    confidence:
      row.labelConfidence === null ? undefined : Math.min(1, Math.max(0, row.labelConfidence)),
    why:
      row.label === null
        ? "neither model gave it a label"
        : `the models are sure of it to ${(100 * (row.labelConfidence ?? 0)).toFixed(0)} % only`,
  };
}

/** How answers are read. */
export interface ApplyAnswersOptions {
  /** The task that the rows were labelled with. */
  readonly task: string | TaskSpecInput;
  /** Form of the answers. Default: jsonl. */
  readonly format?: PeopleFormat;
}

/** What became of people's answers. */
export interface AnswersReport {
  /** Folder that the files are in. */
  readonly folder: string;
  /** Rows whose label people confirmed. */
  readonly accepted: number;
  /** Rows that people gave another label. */
  readonly relabelled: number;
  /** Rows that people refused. */
  readonly rejected: number;
  /**
   * Rows that still wait for people: unanswered, skipped, or answered half one way and half
   * another.
   */
  readonly waiting: number;
  /** Ids of rows that people do not agree on. */
  readonly ties: readonly string[];
  /**
   * Share of wrong labels among all rows, those that people decided taken to be right, by their
   * answers to rows drawn at random; null where they answered none of these.
   */
  readonly error: WrongShare | null;
  /** How far people agree with each other. */
  readonly agreement: AnnotatorAgreement;
  /** Answers to rows that do not wait for people. */
  readonly problems: readonly string[];
}

/**
 * Puts people's answers into a folder that `labelData` wrote: rows that they decided go from
 * `people.jsonl` to `labelled.jsonl`, with
 * `people` as the source of their label, or to `rejected.jsonl`. The files for the tool are written
 * anew with the rows that still wait.
 *
 * @param folder  folder of `labelData`
 * @param answers file of answers
 * @throws DATA_NOT_FOUND, DATA_FORMAT, DATA_LABEL; nothing is changed then
 */
export async function applyAnswers(
  folder: string,
  answers: string,
  options: ApplyAnswersOptions,
): Promise<AnswersReport> {
  const { task, format = "jsonl" } = options;
  const { spec } =
    typeof task === "string" ? await readTaskSpec(task) : { spec: checkTaskSpec(task) };
  const resolved = resolveTask(spec, []);
  const out = resolve(folder);
  const [people, rejected] = [
    await rowsOf(join(out, "people.jsonl")),
    await rowsOf(join(out, "rejected.jsonl"), []),
  ];
  const given = new Map(people.map((row) => [row.id, row.label]));
  const read = readPeopleAnswers(format, await answersText(resolve(answers), HINT), {
    labels: resolved.labels.map(({ name }) => name),
    multiLabel: spec.multiLabel,
    given,
  });
  const decided = new Map(read.answers.map((answer) => [answer.sampleId, answer]));
  const done = new Set(rejected.map((row) => row.id));
  const added: LabelledRow[] = [];
  const counts = { accept: 0, relabel: 0, reject: 0 };
  const waiting: LabelledRow[] = [];
  for (const row of people) {
    const answer = decided.get(row.id);
    if (answer === undefined) {
      waiting.push(row);
      continue;
    }
    const said = {
      labelSource: "people",
      labelConfidence: 1,
      labelledBy: answer.by,
      note: answer.note,
    };
    // The tool may not have said which label the row had.
    const decision =
      answer.decision === "reject"
        ? "reject"
        : sameLabel(answer.label ?? null, row.label)
          ? "accept"
          : "relabel";
    counts[decision] += 1;
    if (decision === "reject") rejected.push({ ...row, ...said, reason: "review-rejected" });
    else {
      const label = answer.label ?? row.label;
      added.push({
        ...row,
        ...said,
        label,
        ...(decision === "relabel" ? { formerLabel: row.label } : {}),
        labelHistory: [
          { from: row.label, to: label, step: "label", by: "person", why: answer.note ?? null },
        ],
      });
    }
  }
  added.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  const count = new LabelledCount();
  await writeFileAtomic(
    join(out, "labelled.jsonl"),
    merged(join(out, "labelled.jsonl"), added, (row) => {
      count.add(row);
      if (decided.has(row.id) && !given.has(row.id)) done.add(row.id);
    }),
  );
  const problems = [...decided.keys()]
    .filter((id) => !given.has(id))
    .map((id) => (done.has(id) ? `${id} was decided before` : `${id} is none of the rows`));
  if (rejected.length > 0) await writeRows(join(out, "rejected.jsonl"), rejected);
  await writeRows(join(out, "people.jsonl"), waiting);
  await writePeopleFiles(out, format, waiting, resolved);
  return {
    folder: out,
    accepted: counts.accept,
    relabelled: counts.relabel,
    rejected: counts.reject,
    waiting: waiting.length,
    error: count.error(rejected),
    ties: read.ties,
    agreement: read.agreement,
    problems,
  };
}

/** The lines of a file with more rows among them, each behind those of its line and before. */
async function* merged(
  path: string,
  added: readonly LabelledRow[],
  take: (row: LabelledRow) => void,
): AsyncGenerator<string> {
  let next = 0;
  const lineOf = (row: LabelledRow): string => {
    take(row);
    return `${JSON.stringify(row)}\n`;
  };
  for await (const row of rowsIn(path)) {
    while (next < added.length && (added[next]!.line ?? 0) < (row.line ?? 0))
      yield lineOf(added[next++]!);
    yield lineOf(row);
  }
  while (next < added.length) yield lineOf(added[next++]!);
}

/** Writes the rows that wait for people in the form of the tool that they work in. */
export async function writePeopleFiles(
  out: string,
  format: PeopleFormat,
  rows: readonly LabelledRow[],
  task: Task,
): Promise<void> {
  const files = peopleFiles(format, rows.map(itemOf), task.labels, {
    name: task.spec.name,
    multiLabel: task.spec.multiLabel,
    instruction: task.spec.description,
  });
  for (const [name, text] of Object.entries(files)) await writeFileAtomic(join(out, name), text);
}

function sameLabel(a: LabelValue, b: LabelValue): boolean {
  const names = (label: LabelValue): string =>
    JSON.stringify(([] as string[]).concat(label ?? []).sort());
  return names(a) === names(b);
}

/** @throws DATA_NOT_FOUND with the hint which file is wanted, where it cannot be read */
export async function answersText(path: string, hint: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new DatawrightError({
      code: "DATA_NOT_FOUND",
      message: `${path} cannot be read: ${(cause as Error).message}`,
      hint,
      cause,
    });
  }
}

async function rowsOf(path: string, missing?: readonly LabelledRow[]): Promise<LabelledRow[]> {
  if (
    missing !== undefined &&
    !(await stat(path).then(
      () => true,
      () => false,
    ))
  )
    return [...missing];
  const rows: LabelledRow[] = [];
  for await (const row of rowsIn(path)) rows.push(row);
  return rows;
}

/** The rows of a file one by one: a file that was labelled in parts need not fit the memory. */
async function* rowsIn(path: string): AsyncGenerator<LabelledRow> {
  try {
    for await (const { values } of readRows(unlimited({ path }), { folder: dirname(path) }))
      yield values as LabelledRow;
  } catch (error) {
    if (!isDatawrightError(error) || error.code !== "DATA_NOT_FOUND") throw error;
    const { code, message, details } = error;
    throw new DatawrightError({ code, message, hint: HINT, details, cause: error });
  }
}

async function writeRows(path: string, rows: readonly LabelledRow[]): Promise<void> {
  await writeFileAtomic(
    path,
    rows.map((row) => `${JSON.stringify(row)}\n`),
  );
}
