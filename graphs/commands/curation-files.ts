import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomic } from "../../memory/atomic-file.js";
import type { TaskRows } from "../../tools/rows/read-task-rows.js";
import type { Task } from "../../schema/task.js";
import { peopleFiles, type PeopleFormat } from "../../tools/annotation/people-files.js";
import type { CuratedRow, CurationResult, CurationRow } from "../../tools/curation/contract.js";
import { gateSentence } from "../../tools/curation/gate/gate-sentence.js";
import { curationReportText } from "../../tools/curation/report/curation-report-text.js";
import type { CurationFindings } from "./curation-findings.js";
import { CURATION_COLUMNS, columnsOfRow } from "./curation-columns.js";

/** The files of a curation and which rows each has. */
export const CURATED_FILES = [
  ["curated", "kept"],
  ["removed", "removed"],
  ["people", "people"],
] as const;

/** Columns that a curation goes on from, written anew or not at all where there is nothing to say. */
const READ: ReadonlySet<string> = new Set(CURATION_COLUMNS);
/** Columns that only a curation writes, and those that a file may have for something else. */
const SCORES = "curationScores";
const OWN: ReadonlySet<string> = new Set([
  ...["id", "line", "reason", "note", "step", "labelDecision", SCORES],
]);

/**
 * Writes every row into one of `curated.jsonl`, `removed.jsonl` and `people.jsonl`, those for people
 * in the form of their tool too, and the report.
 */
export async function writeCuration(
  out: string,
  {
    before,
    rows,
    report,
    task,
    format,
    beside,
  }: {
    readonly before: readonly CurationRow[];
    readonly rows: readonly CuratedRow[];
    readonly report: Omit<CurationResult, "rows"> & CurationFindings & { readonly data: string };
    readonly task: Task;
    readonly format: PeopleFormat;
    /** The file's other columns by row: what was not asked about stays with its row. */
    readonly beside: TaskRows["beside"];
  },
): Promise<void> {
  await mkdir(out, { recursive: true });
  for (const [name, status] of CURATED_FILES)
    await writeFileAtomic(
      join(out, `${name}.jsonl`),
      lines(
        rows.filter((row) => row.status === status),
        beside,
      ),
    );
  await writeForPeople(
    out,
    rows.filter((item) => item.status === "people"),
    { task, format },
  );
  await writeFileAtomic(join(out, "report.json"), `${JSON.stringify(report, null, 2)}\n`);
  await writeFileAtomic(
    join(out, "report.md"),
    curationReportText({ ...report, before, after: rows, gains: gainsOf(report.steps) }),
  );
}

/** A sentence for each step whose right to act was measured. */
export function gainsOf(steps: CurationResult["steps"]): string[] {
  return steps.flatMap(({ step, gate }) => (gate === null ? [] : [gateSentence(step, gate)]));
}

/** Writes rows for people in the form of their tool. */
export async function writeForPeople(
  out: string,
  rows: readonly CuratedRow[],
  { task, format }: { readonly task: Task; readonly format: PeopleFormat },
): Promise<void> {
  const { name, multiLabel, description } = task.spec;
  const files = peopleFiles(
    format,
    rows.map(({ row, label, note, step }) => ({
      sampleId: row.id,
      fields: row.fields,
      label,
      why: [step, note].filter((part) => part !== null).join(": "),
    })),
    task.labels,
    { name, multiLabel, instruction: description },
  );
  for (const [file, text] of Object.entries(files)) await writeFileAtomic(join(out, file), text);
}

function* lines(rows: readonly CuratedRow[], beside: TaskRows["beside"]): Generator<string> {
  for (const row of rows) yield curatedLine(row, beside.get(row.row.id));
}

/** The line of a row in its file. */
export function curatedLine(
  row: CuratedRow,
  beside: Readonly<Record<string, unknown>> | undefined,
): string {
  return `${JSON.stringify({ ...otherColumns(beside), ...line(row) })}\n`;
}

/**
 * The columns that no curation writes. What the file has under the name of one stays as
 * `sourceId`, `sourceNote` … unless a curation wrote it.
 */
function otherColumns(
  cells: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  const isCurated = SCORES in cells;
  return Object.fromEntries(
    Object.entries(cells).flatMap(([name, cell]) => {
      if (READ.has(name)) return [];
      if (!OWN.has(name)) return [[name, cell]];
      const kept = `source${name[0]!.toUpperCase()}${name.slice(1)}`;
      return isCurated || kept in cells ? [] : [[kept, cell]];
    }),
  );
}

/**
 * The line of a curated row: its fields and label, what a next curation goes on from, then what
 * happened to it.
 */
function line(item: CuratedRow): Record<string, unknown> {
  return {
    id: item.row.id,
    ...item.row.fields,
    label: item.label,
    ...columnsOfRow(item.row),
    line: item.row.line,
    ...(item.reason === null ? {} : { reason: item.reason, note: item.note, step: item.step }),
    ...(item.mended === "kept" ? {} : { labelDecision: item.mended }),
    curationScores: item.scores,
  };
}
