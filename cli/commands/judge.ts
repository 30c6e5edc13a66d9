import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { DatawrightError } from "../../base/errors.js";
import { calibrateVerdicts } from "../../graphs/evaluation/calibrate-verdicts.js";
import { judgePairsFile } from "../../graphs/evaluation/judge-pairs-file.js";
import { writeFileAtomic } from "../../memory/atomic-file.js";
import { planAudits } from "../../tools/certificate/plan-audits.js";
import { blindItems, readBlindAnswers } from "../../tools/judging/blind-pairs.js";
import { compareJudgments, type JudgmentReport } from "../../tools/judging/compare-judgments.js";
import {
  pandaLmRows,
  prometheusRows,
  type JudgeDataFormat,
} from "../../tools/judging/export-judge-data.js";
import { readPairs } from "../../tools/judging/read-pairs.js";
import { readVerdicts } from "../../tools/judging/verdict-record.js";
import { importJudgments, type JudgmentFormat } from "../../tools/judgments/import-judgments.js";
import { readJudgmentFile } from "../../tools/judgments/read-judgment-file.js";
import { budgetOf, type CommonFlags, type SpendingFlags } from "../flags.js";
import { texts } from "../language/texts.js";
import { moneyText } from "../print/print-figures.js";
import { StepProgress } from "../print/step-progress.js";
import { printable, tableText } from "../print/print-table.js";
import { untilInterrupted } from "../until-interrupted.js";

interface JudgeFlags extends SpendingFlags {
  readonly judge?: string;
  readonly seed: number;
  readonly fresh: boolean;
}

const out = (line: string): void => void process.stdout.write(`${line}\n`);
const json = (value: unknown): void => out(JSON.stringify(value));
const shown = (value: number | null, digits = 3): string =>
  value === null ? "-" : value.toFixed(digits);
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function modelOptions(flags: JudgeFlags, progress: StepProgress, signal: AbortSignal) {
  const budget = budgetOf(flags);
  return {
    seed: flags.seed,
    baseUrl: flags.baseUrl,
    concurrency: flags.concurrency,
    ...(budget === undefined ? {} : { budget }),
    workspace: flags.workspace,
    cache: flags.fresh ? false : undefined,
    onProgress: (step: string, share: number) => progress.show(step, share),
    signal,
  };
}

/** `datawright judge calibrate VERDICTS` */
export async function calibrate(path: string, flags: JudgeFlags): Promise<number> {
  const progress = new StepProgress(process.stderr, flags.json);
  const report = await untilInterrupted((signal) =>
    calibrateVerdicts(path, { ...modelOptions(flags, progress, signal), judge: flags.judge }),
  ).finally(() => progress.end());
  if (flags.json) {
    json(report);
    return 0;
  }
  const { judge: say, data } = texts();
  const { agreement } = report;
  out(say.verdicts(report.items, report.unjudged, report.split));
  if (report.people !== null) out(say.people(shown(report.people.krippendorffAlpha)));
  out(say.chosen(report.threshold.toFixed(3), report.criteria?.join(", ") ?? null));
  process.stdout.write(
    tableText(
      [
        { title: say.figure, width: 36 },
        { title: say.held(agreement.items), align: "right" },
      ],
      [
        ["accuracy", percent(agreement.accuracy)],
        [say.majority, percent(agreement.majority)],
        [
          "macro precision, recall",
          `${shown(agreement.macroPrecision)}, ${shown(agreement.macroRecall)}`,
        ],
        ["macro F1", shown(agreement.macroF1)],
        ["Cohen's kappa", shown(agreement.cohenKappa)],
        ["Krippendorff's alpha", shown(agreement.krippendorffAlpha)],
        ["AUROC", shown(agreement.areaUnderCurve)],
        [
          "Pearson, Spearman, tau-b",
          [agreement.pearson, agreement.spearman, agreement.kendallTauB]
            .map((value) => shown(value))
            .join(", "),
        ],
      ],
    ),
  );
  out(say.lengthBias(shown(report.lengthBias)));
  if (report.selfPreference !== null) out(say.selfPreference(shown(report.selfPreference)));
  out(say.reliability(shown(report.reliability.expectedCalibrationError)));
  for (const bin of report.reliability.bins)
    if (bin.items > 0)
      out(
        `${bin.from.toFixed(1)}-${bin.to.toFixed(1)}  ${"#".repeat(Math.round(30 * bin.true!)).padEnd(30, ".")}  ` +
          say.bin(percent(bin.said!), percent(bin.true!), bin.items),
      );
  if (report.modelCalls + report.cachedCalls > 0)
    out(
      data.questions(
        report.modelCalls + report.cachedCalls,
        report.cachedCalls,
        moneyText(report.costUsd),
      ),
    );
  return 0;
}

/** `datawright judge compare JUDGMENTS` */
export async function compare(
  path: string,
  flags: CommonFlags & {
    readonly format: JudgmentFormat;
    readonly first: string;
    readonly second: string;
    readonly seed: number;
  },
): Promise<number> {
  const judgments = importJudgments(await readJudgmentFile(resolve(path), flags.format), {
    format: flags.format,
    models: [flags.first, flags.second],
  });
  const report = compareJudgments(judgments, { seed: flags.seed });
  if (flags.json) json(report);
  else printJudgments(report);
  return 0;
}

/** `datawright judge pairs PAIRS` */
export async function pairs(
  path: string,
  flags: JudgeFlags & {
    readonly criterion?: string;
    readonly blind?: string;
    readonly answers?: string;
    readonly out?: string;
  },
): Promise<number> {
  const { judge: say } = texts();
  if (flags.blind !== undefined || flags.answers !== undefined) {
    const given = readPairs(await readJudgmentFile(resolve(path), "pairs"));
    if (flags.blind !== undefined) {
      const items = blindItems(given, flags.seed);
      await writeFileAtomic(resolve(flags.blind), lines(items));
      if (flags.json) json({ items: items.length, file: resolve(flags.blind) });
      else out(say.blind(items.length, printable(flags.blind)));
      return 0;
    }
    const answers = await readJudgmentFile(resolve(flags.answers!), "answers");
    const judgments = readBlindAnswers(answers, { pairs: given, seed: flags.seed });
    const report = compareJudgments(judgments, { seed: flags.seed });
    if (flags.out !== undefined) await writeFileAtomic(resolve(flags.out), lines(judgments));
    if (flags.json) json(report);
    else printJudgments(report);
    return 0;
  }
  const progress = new StepProgress(process.stderr, flags.json);
  const report = await untilInterrupted((signal) =>
    judgePairsFile(path, {
      ...modelOptions(flags, progress, signal),
      judges: (flags.judge ?? "")
        .split(",")
        .flatMap((name) => (name.trim() === "" ? [] : [name.trim()])),
      criterion: flags.criterion,
    }),
  ).finally(() => progress.end());
  if (flags.out !== undefined) await writeFileAtomic(resolve(flags.out), lines(report.found));
  if (flags.json) json(report);
  else {
    printJudgments(report);
    if (report.position !== null)
      out(
        say.position({
          consistent: percent(report.position.consistent),
          first: percent(report.position.towardsFirst),
          second: percent(report.position.towardsSecond),
        }),
      );
  }
  return 0;
}

/** `datawright judge plan` */
export function plan(
  flags: CommonFlags & {
    readonly faithfulness: number;
    readonly confidence: number;
    readonly expected?: number;
    readonly power: number;
  },
): Promise<number> {
  const { faithfulness, confidence, power, expected } = flags;
  const found = planAudits({
    faithfulness,
    confidence,
    power,
    ...(expected === undefined ? {} : { expected }),
  });
  if (flags.json) json(found);
  else out(texts().judge.plan(found));
  return Promise.resolve(0);
}

/** `datawright judge export FILE` */
export async function exportJudgeData(
  path: string,
  flags: CommonFlags & { readonly format: JudgeDataFormat; readonly out: string },
): Promise<number> {
  const records = await readJudgmentFile(resolve(path), flags.format);
  const rows =
    flags.format === "prometheus"
      ? prometheusRows(readVerdicts(records))
      : pandaLmRows(readPairs(records), importJudgments(records, { format: "pandalm" }));
  const file = resolve(flags.out);
  if (
    await readFile(file).then(
      () => true,
      () => false,
    )
  )
    throw new DatawrightError({
      code: "USAGE",
      message: `${flags.out} is there already`,
      hint: "Name another file.",
    });
  await writeFileAtomic(file, lines(rows));
  if (flags.json) json({ rows: rows.length, file });
  else out(texts().exported(rows.length, 1));
  return 0;
}

function printJudgments(report: JudgmentReport): void {
  const { judge: say } = texts();
  out(say.judgments(report.judgments, report.unread));
  process.stdout.write(
    tableText(
      [
        { title: say.columns.baseline },
        { title: say.columns.candidate },
        { title: say.columns.winRate, align: "right" },
        { title: say.columns.wins, align: "right" },
        { title: say.columns.lengthControlled, align: "right" },
        { title: say.columns.scores, align: "right" },
      ],
      report.winRates.map((rate) => [
        rate.baseline,
        rate.candidate,
        `${percent(rate.winRate)}${rate.standardError === null ? "" : ` ±${(100 * rate.standardError).toFixed(1)}`}`,
        `${rate.wins}/${rate.ties}/${rate.losses}`,
        rate.lengthControlled === null ? "-" : percent(rate.lengthControlled.lengthControlled),
        rate.scores === null ? "-" : rate.scores.join(" : "),
      ]),
    ),
  );
  process.stdout.write(
    tableText(
      [
        { title: say.columns.model },
        { title: "Bradley-Terry", align: "right" },
        { title: "Elo", align: "right" },
      ],
      report.strengths.map(({ name, logStrength }) => {
        const rating = report.ratings.find((each) => each.name === name)!;
        return [
          name,
          logStrength.toFixed(3),
          `${rating.rating.toFixed(0)} [${rating.low.toFixed(0)}, ${rating.high.toFixed(0)}]`,
        ];
      }),
    ),
  );
  if (report.longerWins !== null) out(say.longerWins(percent(report.longerWins)));
  for (const { judges, items, accuracy, macroF1, cohenKappa } of report.judges?.pairs ?? [])
    out(
      say.agree({
        judges: judges.map(printable).join(", "),
        items,
        accuracy: percent(accuracy),
        macroF1: shown(macroF1),
        kappa: shown(cohenKappa),
      }),
    );
  if (report.judges !== null) out(say.alpha(shown(report.judges.krippendorffAlpha)));
}

function lines(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}
