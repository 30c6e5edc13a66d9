import { curateData } from "../../graphs/commands/curate-data.js";
import type { CommonFlags } from "../flags.js";
import { tableText } from "../print/print-table.js";
import { StepProgress } from "../print/step-progress.js";

export interface CurateFlags extends CommonFlags {
  readonly spec?: string;
  readonly filters?: string;
  readonly relabel?: string;
  readonly reweight?: string;
  readonly text?: string;
  readonly label?: string;
  readonly header: boolean;
  readonly support?: string;
  readonly test?: string;
  readonly out?: string;
  readonly model?: string;
  readonly baseUrl?: string;
  readonly seed: number;
}

const names = (list: string): string[] =>
  list
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && name !== "none");

/** Column names as the flags give them; a number is a position from 0. */
export function columnsOf(
  flags: Pick<CurateFlags, "text" | "label">,
): Record<string, string | number> | undefined {
  const column = (value: string): string | number => (/^\d+$/u.test(value) ? Number(value) : value);
  const columns = {
    ...(flags.text === undefined ? {} : { text: column(flags.text) }),
    ...(flags.label === undefined ? {} : { label: column(flags.label) }),
  };
  return Object.keys(columns).length === 0 ? undefined : columns;
}

/** `datawright curate DATA` */
export async function curate(data: string, flags: CurateFlags): Promise<number> {
  const progress = new StepProgress(process.stderr, flags.json);
  const columns = columnsOf(flags);
  const report = await curateData(data, {
    ...(flags.spec === undefined ? {} : { task: flags.spec }),
    ...(columns ? { columns } : {}),
    ...(flags.header ? {} : { header: false }),
    ...(flags.filters === undefined ? {} : { filters: names(flags.filters) }),
    ...(flags.relabel === undefined ? {} : { relabel: names(flags.relabel) }),
    ...(flags.reweight === undefined
      ? {}
      : { reweight: flags.reweight === "none" ? null : flags.reweight }),
    ...(flags.support === undefined ? {} : { support: flags.support }),
    ...(flags.test === undefined ? {} : { test: flags.test }),
    ...(flags.out === undefined ? {} : { out: flags.out }),
    ...(flags.model === undefined ? {} : { model: flags.model }),
    ...(flags.baseUrl === undefined ? {} : { baseUrl: flags.baseUrl }),
    seed: flags.seed,
    onProgress: (step, share) => progress.show(step, share),
  }).finally(() => progress.end());
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return report.kept > 0 ? 0 : 1;
  }
  const out = (line: string): void => void process.stdout.write(`${line}\n`);
  out(
    `${report.rows} rows ` +
      `read${report.unusable > 0 ? `, ${report.unusable} could not be used` : ""}`,
  );
  for (const problem of report.problems.slice(0, 5)) out(`  not used: ${problem}`);
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
  if (report.folder !== null) out(report.folder);
  return report.kept > 0 ? 0 : 1;
}
