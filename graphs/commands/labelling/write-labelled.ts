import { join } from "node:path";
import { writeFileAtomic } from "../../../memory/atomic-file.js";
import type { RowSpool } from "../../../memory/spool/row-spool.js";
import type { Task } from "../../../schema/task.js";
import type { PeopleFormat } from "../../../tools/annotation/people-files.js";
import type { SpooledLabel } from "../../../tools/curation/spooled/label-spooled.js";
import { writePeopleFiles } from "../apply-answers.js";
import type { ForPeople, LabelReport } from "./label-report.js";
import type { LabelledRow } from "./labelled-row.js";

/** What is written of a labelling. */
export interface Labelled {
  readonly spool: RowSpool<SpooledLabel>;
  /** Rows of the file; those behind them in the spool are not written. */
  readonly rows: number;
  readonly people: ForPeople;
  readonly report: LabelReport;
  readonly task: Task;
  readonly format: PeopleFormat;
}

/** Writes the files of a labelling, row by row from where they are kept. */
export async function writeLabelled(out: string, labelled: Labelled): Promise<void> {
  const { people, report, task, format } = labelled;
  await writeFileAtomic(join(out, "labelled.jsonl"), labelledLines(labelled));
  await writeFileAtomic(join(out, "people.jsonl"), peopleLines(labelled));
  // A tool's file is one document: its rows are in memory together.
  if (format !== "jsonl") await writePeopleFiles(out, format, [...rowsOf(labelled)], task);
  await writeFileAtomic(join(out, "report.json"), `${JSON.stringify(report, null, 2)}\n`);

  function* rowsOf({ spool }: Labelled): Generator<LabelledRow> {
    for (const n of people.doubt) yield labelledRow(spool.get(n), "doubt");
    for (const n of people.audit) yield labelledRow(spool.get(n), "audit");
  }
  function* peopleLines(of: Labelled): Generator<string> {
    for (const row of rowsOf(of)) yield lineOf(row);
  }
}

function* labelledLines({ spool, rows, people }: Labelled): Generator<string> {
  const isForPeople = new Uint8Array(rows);
  for (const n of [people.doubt, people.audit]) for (const row of n) isForPeople[row] = 1;
  for (const [n, value] of spool.all())
    if (n < rows && isForPeople[n] === 0) yield lineOf(labelledRow(value));
}

const lineOf = (row: LabelledRow): string => `${JSON.stringify(row)}\n`;

function labelledRow({ row, found }: SpooledLabel, askedFor?: "doubt" | "audit"): LabelledRow {
  const { label, source, confidence, answer, calls } = found!;
  return {
    id: row.id,
    ...row.fields,
    label,
    labelSource: source,
    labelConfidence: confidence,
    modelAnswer: answer,
    modelCalls: calls,
    ...(askedFor === undefined ? {} : { askedFor }),
    line: row.line,
  };
}
