import { join } from "node:path";
import { writeFileAtomic } from "../../../memory/atomic-file.js";
import type { Task } from "../../../schema/task.js";
import type { CuratedRow, StepFigures } from "../../../tools/curation/contract.js";
import { curationReportText } from "../../../tools/curation/report/curation-report-text.js";
import type { Spool } from "../../../tools/curation/spooled/spooled-row.js";
import type { CurateOptions, CurateReport } from "./curate-options.js";
import { CURATED_FILES, curatedLine, gainsOf, writeForPeople } from "../curation-files.js";

/** Rows of the readable report. */
const SHOWN = 10_000;

/** Writes the files of a curation, row by row from where they are kept. */
export async function writeSpooledCuration(
  out: string,
  spool: Spool,
  {
    report,
    task,
    figures,
    format,
  }: {
    readonly report: CurateReport;
    readonly task: Task;
    readonly figures: readonly StepFigures[];
    readonly format: NonNullable<CurateOptions["format"]>;
  },
): Promise<void> {
  const forPeople: CuratedRow[] = [];
  for (const [name, status] of CURATED_FILES)
    await writeFileAtomic(join(out, `${name}.jsonl`), lines(spool, status, forPeople));
  await writeForPeople(out, forPeople, { task, format });
  await writeFileAtomic(join(out, "report.json"), `${JSON.stringify(report, null, 2)}\n`);
  const shown = spool.part(0, Math.max(1, Math.ceil(spool.size / SHOWN)));
  await writeFileAtomic(
    join(out, "report.md"),
    curationReportText({
      ...report,
      total: spool.size,
      before: shown.map(([, { before }]) => ({ label: before })),
      after: shown.map(([, { item }]) => item),
      gains: gainsOf(figures),
    }),
  );
}

function* lines(
  spool: Spool,
  status: CuratedRow["status"],
  forPeople: CuratedRow[],
): Generator<string> {
  for (const [, { item, beside }] of spool.all()) {
    if (item.status !== status) continue;
    if (status === "people") forPeople.push(item);
    yield curatedLine(item, beside);
  }
}
