import { curateData } from "../../graphs/commands/curate-data.js";
import { gateSentence } from "../../tools/curation/gate/gate-sentence.js";
import { dataFileOptions, rowsReadLines, type DataFileFlags } from "../data-file-flags.js";
import { texts } from "../language/texts.js";
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
  readonly force: boolean;
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
      force: flags.force,
      signal,
    }),
  ).finally(() => progress.end());
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return report.kept > 0 ? 0 : 1;
  }
  const out = (line: string): void => void process.stdout.write(`${line}\n`);
  rowsReadLines(report).forEach(out);
  const { curate: say, data: words } = texts();
  process.stdout.write(
    tableText(
      [
        { title: say.columns.step, width: 24 },
        { title: say.columns.seen, align: "right" },
        { title: say.columns.removed, align: "right" },
        { title: say.columns.changed, align: "right" },
        { title: say.columns.toPeople, align: "right" },
        { title: say.columns.notApplicable, align: "right" },
        { title: say.columns.reasons },
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
  for (const { step, gate } of report.steps)
    if (gate !== null) out(say.gate(gateSentence(step, gate)));
  if (report.leakage) out(say.leakage(report.leakage));
  out(say.kept(report));
  if (report.modelCalls + report.cachedCalls > 0)
    out(
      words.questions(
        report.modelCalls + report.cachedCalls,
        report.cachedCalls,
        moneyText(report.costUsd),
      ),
    );
  if (report.folder !== null) out(report.folder);
  return report.kept > 0 ? 0 : 1;
}
