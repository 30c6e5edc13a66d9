import { labelData } from "../../graphs/commands/label-data.js";
import { applyAnswers, type ApplyAnswersOptions } from "../../graphs/commands/apply-answers.js";
import { DatawrightError } from "../../base/errors.js";
import { PEOPLE_FORMATS } from "../../tools/annotation/people-files.js";
import { didYouMean } from "../../base/text/nearest-name.js";
import { dataFileOptions, rowsReadLines, type DataFileFlags } from "../data-file-flags.js";
import { printable } from "../print/print-table.js";
import { untilInterrupted } from "../until-interrupted.js";
import { StepProgress } from "../print/step-progress.js";

interface LabelFlags extends DataFileFlags {
  readonly spec: string;
  readonly people: number;
  readonly format: string;
  readonly answers?: string;
}

/**
 * `datawright label DATA --spec TASK`, and with `--answers FILE` what people decided since, put
 * into the folder that it wrote.
 */
export async function label(data: string, flags: LabelFlags): Promise<number> {
  const format = PEOPLE_FORMATS.find((name) => name === flags.format);
  if (format === undefined)
    throw new DatawrightError({
      code: "USAGE",
      message:
        `--format ${flags.format} is none of ` +
        `${PEOPLE_FORMATS.join(", ")}${didYouMean(flags.format, PEOPLE_FORMATS)}`,
    });
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
  out(
    `labelled ${report.labelled} (${Object.entries(report.bySource)
      .map(([source, count]) => `${source} ${count}`)
      .join(", ")}), for people ${report.toPeople}, without any label ${report.unlabelled}`,
  );
  out(
    `model questions ${report.calls}, ${report.cachedCalls} of them from the cache; cost ` +
      `${report.costUsd === null ? "unknown" : report.costUsd === 0 ? "nothing" : `$${report.costUsd.toFixed(4)}`}`,
  );
  if (report.expectedError !== null)
    out(
      `expected share of wrong labels ${(100 * report.expectedError).toFixed(1)} %, in the ` +
        "models' own estimate, which tends to be too low",
    );
  out(
    "people decide  " +
      `${report.curve.map((point) => `${point.people}: ${(100 * point.expectedAccuracy).toFixed(1)} %`).join("   ")} ` +
      " (rows, expected accuracy)",
  );
  for (const round of report.log)
    if (round.note !== null) out(`note           round ${round.round}: ${round.note}`);
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
    for (const problem of report.problems)
      process.stderr.write(`not applied: ${printable(problem)}\n`);
    const { annotators, shared, observed, alpha } = report.agreement;
    process.stdout.write(
      `accepted ${report.accepted}, relabelled ${report.relabelled}, rejected ` +
        `${report.rejected}; ${report.waiting} still ` +
        `wait${report.ties.length > 0 ? `, ${report.ties.length} of them because people disagree` : ""}\n`,
    );
    if (shared > 0)
      process.stdout.write(
        `${annotators} people, ${shared} rows by two or more: they agree on ` +
          `${(100 * (observed ?? 0)).toFixed(0)} ` +
          `%${alpha === null ? "" : ` (Krippendorff's alpha ${alpha.toFixed(2)})`}\n`,
      );
    process.stdout.write(`${report.folder}\n`);
  }
  return report.problems.length > 0 ? 2 : 0;
}
