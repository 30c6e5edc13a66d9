import { curateData } from "../../graphs/commands/curate-data.js";
import { dataFileOptions, rowsReadLines, type DataFileFlags } from "../data-file-flags.js";
import { moneyText } from "../print/print-figures.js";
import { tableText } from "../print/print-table.js";
import { untilInterrupted } from "../until-interrupted.js";
import { StepProgress } from "../print/step-progress.js";

interface CurateFlags extends DataFileFlags {
  readonly spec?: string;
  readonly filters?: string;
  readonly relabel?: string;
  readonly reweight?: string;
  readonly test?: string;
}

const names = (list: string): string[] =>
  list
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && name !== "none");

/** `datawright curate DATA` */
export async function curate(data: string, flags: CurateFlags): Promise<number> {
  const progress = new StepProgress(process.stderr, flags.json);
  const report = await untilInterrupted((signal) =>
    curateData(data, {
      ...dataFileOptions(flags, progress),
      task: flags.spec,
      filters: flags.filters === undefined ? undefined : names(flags.filters),
      relabel: flags.relabel === undefined ? undefined : names(flags.relabel),
      reweight: flags.reweight === "none" ? null : flags.reweight,
      test: flags.test,
      signal,
    }),
  ).finally(() => progress.end());
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return report.kept > 0 ? 0 : 1;
  }
  const out = (line: string): void => void process.stdout.write(`${line}\n`);
  rowsReadLines(report).forEach(out);
  process.stdout.write(
    tableText(
      [
        { title: "step", width: 24 },
        { title: "seen", align: "right" },
        { title: "removed", align: "right" },
        { title: "changed", align: "right" },
        { title: "to people", align: "right" },
        { title: "not applicable", align: "right" },
        { title: "reasons" },
      ],
      report.steps.map((step) => [
        step.step,
        String(step.seen),
        String(step.removed),
        String(step.changed),
        String(step.toPeople),
        String(step.notApplicable),
        Object.entries(step.byReason)
          .map(([reason, count]) => `${reason} ${count}`)
          .join(", "),
      ]),
    ),
  );
  if (report.leakage)
    out(
      `leakage  of ${report.leakage.testRows} test rows: ${report.leakage.exact} exact, ` +
        `${report.leakage.containment} contained, ${report.leakage.near} near`,
    );
  out(
    `kept ${report.kept}, removed ${report.removed}, relabelled ${report.relabelled}, for ` +
      `people ${report.toPeople}`,
  );
  if (report.modelCalls + report.cachedCalls > 0)
    out(
      `model questions ${report.modelCalls + report.cachedCalls}, ${report.cachedCalls} of them ` +
        `from the cache; cost ${moneyText(report.costUsd)}`,
    );
  if (report.folder !== null) out(report.folder);
  return report.kept > 0 ? 0 : 1;
}
