import { existsSync, mkdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Language } from "../../base/language/language.js";
import { DatawrightError } from "../../base/errors.js";
import { packageVersion } from "../../base/package-version.js";
import { shellQuote } from "../../base/text/shell-quote.js";
import { chosenName } from "../../base/slots/slot-choice.js";
import { writeFileAtomic } from "../../memory/atomic-file.js";
import { storeError } from "../../memory/database/store-error.js";
import { mayBeRun } from "../../memory/run-mark.js";
import { RUN_FILES } from "../../memory/run-files.js";
import type { ReportFigures } from "../../schema/report-figures.js";
import type { Reproduction } from "../../schema/report-verdict.js";
import type { Confusion } from "../../tools/evaluation/downstream/confusions.js";
import { verdictOf } from "../../tools/evaluation/verdict-of.js";
import type { SampleBrowser } from "../../tools/reporting/figures/browser-rows.js";
import type { EvaluateOptions } from "./evaluate-options.js";
import { EVALUATION_PARTS } from "./evaluation-parts.js";
import { findingsOf, valueOf, type EvaluationReport } from "./evaluation-report.js";

/** Where the report of an evaluation goes; null for nowhere. */
export interface EvaluationFiles {
  readonly folder: string | null;
  readonly page: string | null;
}

/**
 * Where an evaluation writes, looked at and made before anything is measured.
 *
 * @throws USAGE for the folder of a run, whose own report would be lost; STORE_FAILED, DISK_FULL
 */
export function evaluationFiles({
  out,
  report,
}: Pick<EvaluateOptions, "out" | "report">): EvaluationFiles {
  const folder = out == null ? null : resolve(out);
  const page = report == null ? null : resolve(report);
  for (const path of [folder, page === null ? null : dirname(page)])
    if (
      path !== null &&
      existsSync(path) &&
      mayBeRun(path) &&
      (path === folder || basename(page!) === RUN_FILES.report)
    )
      throw new DatawrightError({
        code: "USAGE",
        message: `${path} is the folder of a run: its own report would be overwritten`,
        hint: "Choose another folder for the evaluation.",
        details: { folder: path },
      });
  for (const path of [folder, page === null ? null : dirname(page)]) {
    try {
      if (path !== null) mkdirSync(path, { recursive: true });
    } catch (error) {
      throw storeError(error, path!);
    }
  }
  return { folder, page };
}

/** Writes evaluation.json, report.json and report.html into the folder, and the page where it was asked for. */
export async function writeEvaluation(
  report: EvaluationReport,
  {
    files,
    options,
    figures,
    browser,
    language,
    written,
  }: {
    readonly files: EvaluationFiles;
    readonly options: EvaluateOptions;
    readonly figures: ReportFigures;
    readonly browser: SampleBrowser;
    readonly language: Language;
    /** Language of the rows. */
    readonly written: string;
  },
): Promise<void> {
  const { renderEvaluationHtml } = await import("../../tools/reporting/evaluation-html.js");
  const parts = EVALUATION_PARTS.flatMap((name) => {
    const part = report[name];
    return part === null ? [] : [{ name, part }];
  });
  const verdict = verdictOf(findingsOf(report));
  const reproduction = reproductionOf(report, options);
  const html = renderEvaluationHtml(
    {
      ...report,
      name: report.data === null ? "rows" : basename(report.data),
      written,
      verdict,
      notMeasured: report.verdict.notMeasured,
      reference: report.reference?.rows ?? null,
      test: report.test?.rows ?? null,
      figures,
      parts: parts.map(({ name, part }) => ({
        name,
        figures: Object.entries(part.basis).map(([figure, basis]) => ({
          name: figure,
          value: valueOf(part, figure),
          ...basis,
        })),
      })),
      confusions: (report.downstream?.["confusions"] ?? []) as readonly Confusion[],
      problems: report.problems,
      reproduction,
    },
    { browser, language },
  );
  const { folder, page } = files;
  if (folder !== null) {
    await writeFileAtomic(join(folder, "evaluation.json"), `${JSON.stringify(report, null, 2)}\n`);
    await writeFileAtomic(
      join(folder, "report.json"),
      `${JSON.stringify({ ...report, verdict: { ...report.verdict, findings: verdict.findings }, figures, reproduction }, null, 2)}\n`,
    );
    await writeFileAtomic(join(folder, "report.html"), html);
  }
  if (page !== null) await writeFileAtomic(page, html);
}

/** The command, or the call for rows that were given in place of files. */
function reproductionOf(
  { seed }: EvaluationReport,
  { data, reference, test, judge, benchmark, metrics, task, seeds }: EvaluateOptions,
): Reproduction {
  const file = (rows: EvaluateOptions["reference"]): string =>
    typeof rows === "string" ? shellQuote(rows) : "ROWS";
  const flags: readonly (readonly [string, string | undefined])[] = [
    ["reference", reference === undefined ? undefined : file(reference)],
    ["test", test === undefined ? undefined : file(test)],
    ["judge", judge === undefined ? undefined : shellQuote(judge)],
    ["benchmark", benchmark === undefined ? undefined : shellQuote(benchmark)],
    [
      "metrics",
      metrics === undefined || metrics.length === 0 ? undefined : metrics.map(chosenName).join(","),
    ],
    ["spec", typeof task === "string" ? shellQuote(task) : undefined],
    ["seeds", seeds === undefined ? undefined : String(seeds)],
    ["seed", String(seed)],
  ];
  return {
    command: [
      `datawright evaluate ${file(data)}`,
      ...flags.flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${value}`])),
    ].join(" "),
    seed,
    version: packageVersion(),
    node: process.versions.node,
  };
}
