import { labelData } from "../../graphs/commands/label-data.js";
import type { WrongShare } from "../../graphs/commands/labelling/label-check.js";
import { applyAnswers, type ApplyAnswersOptions } from "../../graphs/commands/apply-answers.js";
import { dataFileOptions, rowsReadLines, type DataFileFlags } from "../data-file-flags.js";
import { texts } from "../language/texts.js";
import { peopleFormat } from "../people-format.js";
import { moneyText } from "../print/print-figures.js";
import { printable } from "../print/print-table.js";
import type { LearningFeatures } from "../../tools/learning/features/learning-features.js";
import { untilInterrupted } from "../until-interrupted.js";
import { StepProgress } from "../print/step-progress.js";

interface LabelFlags extends DataFileFlags {
  readonly spec: string;
  readonly people: number;
  readonly audit?: number;
  readonly format: string;
  readonly answers?: string;
  readonly features?: LearningFeatures;
  readonly rowsAtOnce?: number;
}

const percent = (share: number, digits: number): string => `${(100 * share).toFixed(digits)} %`;

/**
 * `datawright label DATA --spec TASK`, and with `--answers FILE` what people decided since, put
 * into the folder that it wrote.
 */
export async function label(data: string, flags: LabelFlags): Promise<number> {
  const format = peopleFormat(flags.format);
  if (flags.answers !== undefined)
    return putAnswers(data, flags.answers, { task: flags.spec, format }, flags.json);
  const progress = new StepProgress(process.stderr, flags.json);
  const report = await untilInterrupted((signal) =>
    labelData(data, {
      ...dataFileOptions({ ...flags, maxCalls: undefined }, progress),
      task: flags.spec,
      people: flags.people,
      audit: flags.audit,
      format,
      maxCalls: flags.maxCalls,
      features: flags.features,
      rowsAtOnce: flags.rowsAtOnce,
      signal,
    }),
  ).finally(() => progress.end());
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return report.labelled > 0 ? 0 : 1;
  }
  const out = (line: string): void => void process.stdout.write(`${line}\n`);
  rowsReadLines(report).forEach(out);
  const { label: say, data: words } = texts();
  if (report.rowsAtOnce !== null) out(say.inParts(report.rowsAtOnce));
  out(
    say.labelled({
      ...report,
      sources: Object.entries(report.bySource)
        .map(([source, count]) => `${source} ${count}`)
        .join(", "),
    }),
  );
  out(
    words.questions(
      report.calls,
      report.cachedCalls,
      report.costUsd === 0 ? say.nothing : moneyText(report.costUsd),
    ),
  );
  out(wrongLine(report.error, report.audit));
  if (report.curve.length > 0)
    out(
      say.curve(
        report.curve
          .map(
            ({ people, expectedAccuracy, lower, upper }) =>
              `${people}: ${percent(expectedAccuracy, 1)} [${(100 * lower).toFixed(1)}, ${(100 * upper).toFixed(1)}]`,
          )
          .join("   "),
      ),
    );
  for (const round of report.log) if (round.note !== null) out(say.note(round.round, round.note));
  if (report.folder !== null) out(report.folder);
  return report.labelled > 0 ? 0 : 1;
}

/** The share of wrong labels, or that nothing tells it, and what would. */
function wrongLine(error: WrongShare | null, audit: number): string {
  const say = texts().label;
  if (error === null) return audit > 0 ? say.wrongByAudit(audit) : say.wrongUnknown;
  const { share, lower, upper, checked, basis } = error;
  return say.wrong(
    `${percent(share, 1)} [${(100 * lower).toFixed(1)}, ${(100 * upper).toFixed(1)}]`,
    checked,
    basis,
  );
}

async function putAnswers(
  folder: string,
  answers: string,
  options: ApplyAnswersOptions,
  json: boolean,
): Promise<number> {
  const report = await applyAnswers(folder, answers, options);
  if (json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else {
    const say = texts().label;
    for (const problem of report.problems)
      process.stderr.write(`${texts().review.notApplied(printable(problem))}\n`);
    const { annotators, shared, observed, alpha } = report.agreement;
    process.stdout.write(`${say.answered({ ...report, ties: report.ties.length })}\n`);
    if (shared > 0)
      process.stdout.write(
        `${say.agree(annotators, shared, percent(observed ?? 0, 0), alpha?.toFixed(2) ?? null)}\n`,
      );
    if (report.error !== null) process.stdout.write(`${wrongLine(report.error, 0)}\n`);
    process.stdout.write(`${report.folder}\n`);
  }
  return report.problems.length > 0 ? 2 : 0;
}
