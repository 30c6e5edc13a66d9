import {
  readAugmentation,
  startAugmentation,
  type AugmentReport,
} from "../../graphs/commands/augment-data.js";
import { augmentTask, type AugmentMethod } from "../../graphs/commands/augment-task.js";
import { columnsOf, rowsReadLines, type DataFileFlags } from "../data-file-flags.js";
import { launchOptions, type RunFlags } from "../flags.js";
import { confirmSpending } from "../confirm-spending.js";
import { followRun } from "../follow-run.js";
import { meaningOfReason } from "../../tools/reporting/language/report-texts.js";
import { spokenLanguage, texts } from "../language/texts.js";
import { moneyText } from "../print/print-figures.js";

interface AugmentFlags
  extends
    Omit<RunFlags, "target" | "set" | "out" | "recipe">,
    Pick<DataFileFlags, "text" | "label" | "header" | "out"> {
  readonly spec?: string;
  readonly method: AugmentMethod;
  readonly perRow: number;
  readonly style: readonly string[];
}

/** `datawright augment DATA` */
export async function augment(data: string, flags: AugmentFlags): Promise<number> {
  const { out: _out, ...running } = flags;
  const columns = columnsOf(flags);
  const options = {
    ...launchOptions(running),
    method: flags.method,
    perRow: flags.perRow,
    task: flags.spec,
    columns,
    header: flags.header ? undefined : false,
    styles: flags.style.length > 0 ? flags.style : undefined,
    ...(flags.out === undefined ? {} : { out: flags.out }),
  };
  const task = await augmentTask(data, options);
  const read = await readAugmentation(task, options);
  if (!(await confirmSpending(read, running))) return 2;
  const augmentation = await startAugmentation(data, options, { task, read });
  return followRun(augmentation.handle, flags, async (result) => {
    const report = await augmentation.finish(result);
    if (flags.json) process.stdout.write(`${JSON.stringify(report)}\n`);
    else printReport(report);
  });
}

/** How many were made of how many rows, why others were refused, and where all of it is. */
function printReport(report: AugmentReport): void {
  const out = (line: string): void => void process.stdout.write(`${line}\n`);
  const say = texts().augment;
  rowsReadLines(report).forEach(out);
  out(say.made(report.made, report.wanted, report.toPeople, report.stop));
  for (const row of report.refused)
    out(
      `  ${say.refused(String(row.count).padStart(5), row.reason, meaningOfReason(row, spokenLanguage()))}`,
    );
  out(say.calls(report.modelCalls, moneyText(report.costUsd)));
  if (report.stop === "interrupted" || report.stop === "provider-down" || report.stop === "budget")
    out(say.again);
  out(say.look);
  out(report.folder);
}
