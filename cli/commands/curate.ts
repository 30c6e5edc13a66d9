import { DatawrightError } from "../../base/errors.js";
import { curateData } from "../../graphs/commands/curate-data.js";
import type { CurateReport } from "../../graphs/commands/curating/curate-options.js";
import type { StepsSpec } from "../../tools/curation/load-steps.js";
import { gateSentence } from "../../tools/curation/gate/gate-sentence.js";
import { dataFileOptions, rowsReadLines, type DataFileFlags } from "../data-file-flags.js";
import { texts } from "../language/texts.js";
import { moneyText } from "../print/print-figures.js";
import { peopleFormat } from "../people-format.js";
import { printable, tableText } from "../print/print-table.js";
import { stepChoices } from "../step-choices.js";
import { untilInterrupted } from "../until-interrupted.js";
import { StepProgress } from "../print/step-progress.js";
import type { LearningFeatures } from "../../tools/learning/features/learning-features.js";

interface CurateFlags extends DataFileFlags {
  readonly spec?: string;
  readonly filters?: string;
  readonly relabel?: string;
  readonly reweight?: string;
  readonly test?: string;
  readonly annotators?: string;
  readonly repeats?: number;
  readonly diagnose: boolean;
  readonly set: readonly string[];
  readonly answers?: string;
  readonly format: string;
  readonly force: boolean;
  readonly features?: LearningFeatures;
  readonly rowsAtOnce?: number;
}

/** `datawright curate DATA` */
export async function curate(data: string, flags: CurateFlags): Promise<number> {
  const format = peopleFormat(flags.format);
  const progress = new StepProgress(process.stderr, flags.json);
  const report = await untilInterrupted((signal) =>
    curateData(data, {
      ...dataFileOptions(flags, progress),
      task: flags.spec,
      ...stepsOf(flags),
      overrides: flags.set,
      test: flags.test,
      annotators: flags.annotators?.split(",").map((name) => name.trim()),
      repeats: flags.repeats,
      diagnose: flags.diagnose,
      answers: flags.answers,
      features: flags.features,
      rowsAtOnce: flags.rowsAtOnce,
      format,
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
  if (report.rowsAtOnce !== null) out(say.inParts(report.rowsAtOnce));
  if (report.columns.length > 0) out(say.columnsRead(report.columns.join(", ")));
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
  for (const { step, figures } of report.steps) {
    const why = figures["notApplied"] ?? figures["note"];
    if (typeof why === "string") out(say.notApplied(step, printable(why)));
  }
  for (const { step, gate } of report.steps)
    if (gate !== null) out(say.gate(gateSentence(step, gate)));
  if (report.answers !== null) out(say.answers(report.answers));
  if (report.leakage) out(say.leakage(report.leakage));
  findingLines(report).forEach(out);
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

function stepsOf({ filters, relabel, reweight, force }: CurateFlags): StepsSpec {
  const steps = reweight === undefined ? [] : stepChoices("--reweight", reweight);
  if (steps.length > 1)
    throw new DatawrightError({
      code: "USAGE",
      message: `--reweight ${reweight}: ${steps.length} methods, and rows are weighed by one`,
    });
  return {
    filters: filters === undefined ? undefined : stepChoices("--filters", filters),
    relabel: relabel === undefined ? undefined : stepChoices("--relabel", relabel),
    reweight: reweight === undefined ? undefined : (steps[0] ?? null),
    force: force || undefined,
  };
}

/** What repeats and the diagnosis found, a line each. */
function findingLines(report: CurateReport): string[] {
  const { stability, diagnosis, removed, relabelled, toPeople } = report;
  const { curate: say } = texts();
  const share = (value: number): string => `${(100 * value).toFixed(1)} %`;
  const points = (value: number): string => `${value >= 0 ? "+" : ""}${(100 * value).toFixed(1)}`;
  const { slices = [], contradicted = null, heldOut = null } = diagnosis ?? {};
  return [
    // Repeats that touch nothing are the same whatever the seed.
    ...(stability === null || removed + relabelled + toPeople + stability.leftAlone === 0
      ? []
      : [say.stability({ ...stability, agreement: share(stability.agreement) })]),
    ...slices.map(({ terms, errorRate }) =>
      say.slice({
        terms: printable(terms.join(", ")),
        rate: share(errorRate),
        overall: share(contradicted ?? 0),
      }),
    ),
    ...(heldOut === null
      ? []
      : [
          say.heldOut({
            rows: heldOut.rows,
            before: share(heldOut.before),
            after: share(heldOut.after),
            gain:
              `${points(heldOut.after - heldOut.before)} ` +
              `[${points(heldOut.gain.lower)}, ${points(heldOut.gain.upper)}]`,
          }),
        ]),
  ];
}
