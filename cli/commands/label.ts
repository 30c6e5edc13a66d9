import { labelData } from "../../graphs/commands/label-data.js";
import { applyAnswers, type ApplyAnswersOptions } from "../../graphs/commands/apply-answers.js";
import { dataFileOptions, rowsReadLines, type DataFileFlags } from "../data-file-flags.js";
import { texts } from "../language/texts.js";
import { peopleFormat } from "../people-format.js";
import { moneyText } from "../print/print-figures.js";
import { printable } from "../print/print-table.js";
import { untilInterrupted } from "../until-interrupted.js";
import { StepProgress } from "../print/step-progress.js";

interface LabelFlags extends DataFileFlags {
  readonly spec: string;
  readonly people: number;
  readonly format: string;
  readonly answers?: string;
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
      format,
      maxCalls: flags.maxCalls,
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
  if (report.expectedError !== null) out(say.expected(percent(report.expectedError, 1)));
  out(
    say.curve(
      report.curve
        .map((point) => `${point.people}: ${percent(point.expectedAccuracy, 1)}`)
        .join("   "),
    ),
  );
  for (const round of report.log) if (round.note !== null) out(say.note(round.round, round.note));
  if (report.folder !== null) out(report.folder);
  return report.labelled > 0 ? 0 : 1;
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
    process.stdout.write(`${report.folder}\n`);
  }
  return report.problems.length > 0 ? 2 : 0;
}
