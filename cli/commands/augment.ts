import {
  readAugmentation,
  startAugmentation,
  type AugmentReport,
} from "../../graphs/commands/augment-data.js";
import { augmentTask, type AugmentMethod } from "../../graphs/commands/augment-task.js";
import { columnsOf, type DataFileFlags } from "../data-file-flags.js";
import { launchOptions, type RunFlags } from "../flags.js";
import { confirmSpending } from "../confirm-spending.js";
import { followRun } from "../follow-run.js";
import { countText, moneyText } from "../print/print-figures.js";
import { printable } from "../print/print-table.js";

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
  if (!(await confirmSpending("the run", read, running))) return 2;
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
  out(
    `${countText(report.rows, "row")} ` +
      `read${report.encoding === null ? "" : ` as ${report.encoding}`}${report.unusable > 0 ? `, ${report.unusable} could not be used` : ""}`,
  );
  for (const problem of report.problems.slice(0, 5)) out(`  not used: ${printable(problem)}`);
  out(
    `made ${report.made} of ${report.wanted} new ` +
      `samples${report.toPeople > 0 ? `; ${report.toPeople} wait for a person` : ""} (stop: ` +
      `${report.stop})`,
  );
  for (const { reason, count, meaning } of report.refused)
    out(`  refused ${String(count).padStart(5)}  ${reason}: ${meaning}`);
  out(`model calls ${report.modelCalls}, cost ${moneyText(report.costUsd)}`);
  if (report.stop === "interrupted" || report.stop === "provider-down" || report.stop === "budget")
    out("go on with the same command again");
  out(
    "with their rows: augmented.jsonl; look inside: datawright samples, datawright trace, " +
      "report.html",
  );
  out(report.folder);
}
