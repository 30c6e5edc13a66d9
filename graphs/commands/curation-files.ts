import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomic } from "../../memory/atomic-file.js";
import type { Task } from "../../schema/task.js";
import { peopleFiles, type PeopleFormat } from "../../tools/annotation/people-files.js";
import type { CuratedRow, CurationResult, CurationRow } from "../../tools/curation/contract.js";
import { gateSentence } from "../../tools/curation/gate/gate-sentence.js";
import { curationReportText } from "../../tools/curation/report/curation-report-text.js";
import type { CurationFindings } from "./curation-findings.js";
import { columnsOfRow } from "./curation-columns.js";

const FILES = [
  ["curated", "kept"],
  ["removed", "removed"],
  ["people", "people"],
] as const;

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
  }: {
    readonly before: readonly CurationRow[];
    readonly rows: readonly CuratedRow[];
    readonly report: Omit<CurationResult, "rows"> & CurationFindings & { readonly data: string };
    readonly task: Task;
    readonly format: PeopleFormat;
  },
): Promise<void> {
  await mkdir(out, { recursive: true });
  for (const [name, status] of FILES)
    await writeFileAtomic(
      join(out, `${name}.jsonl`),
      lines(rows.filter((row) => row.status === status)),
    );
  const { name, multiLabel, description } = task.spec;
  const files = peopleFiles(
    format,
    rows
      .filter((item) => item.status === "people")
      .map(({ row, label, note, step }) => ({
        sampleId: row.id,
        fields: row.fields,
        label,
        why: [step, note].filter((part) => part !== null).join(": "),
      })),
    task.labels,
    { name, multiLabel, instruction: description },
  );
  for (const [file, text] of Object.entries(files)) await writeFileAtomic(join(out, file), text);
  await writeFileAtomic(join(out, "report.json"), `${JSON.stringify(report, null, 2)}\n`);
  const gains = report.steps.flatMap(({ step, gate }) =>
    gate === null ? [] : [gateSentence(step, gate)],
  );
  await writeFileAtomic(
    join(out, "report.md"),
    curationReportText({ ...report, before, after: rows, gains }),
  );
}

function* lines(rows: readonly CuratedRow[]): Generator<string> {
  for (const row of rows) yield `${JSON.stringify(line(row))}\n`;
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
