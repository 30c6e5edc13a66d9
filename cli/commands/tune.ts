import { DatawrightError } from "../../base/errors.js";
import { chosenName } from "../../base/slots/slot-choice.js";
import {
  prepareTuning,
  stopTuning,
  type TuneOptions,
  type TuneReport,
} from "../../graphs/tuning/tune-model.js";
import { confirmEstimate } from "../confirm-estimate.js";
import { columnsOf } from "../data-file-flags.js";
import { budgetOf, type SpendingFlags } from "../flags.js";
import { texts } from "../language/texts.js";
import { moneyText } from "../print/print-figures.js";
import { printable } from "../print/print-table.js";
import { StepProgress } from "../print/step-progress.js";
import { stepChoices } from "../step-choices.js";
import { untilInterrupted } from "../until-interrupted.js";

interface TuneFlags extends SpendingFlags {
  readonly tuner: string;
  readonly validation?: string;
  readonly spec?: string;
  readonly text?: string;
  readonly label?: string;
  readonly header: boolean;
  readonly out?: string;
  readonly stop: boolean;
  readonly yes: boolean;
  readonly fresh: boolean;
  readonly seed?: number;
  readonly plugin: readonly string[];
}

/** `datawright tune SPEC|DATA --tuner NAME` */
export async function tune(data: string, flags: TuneFlags): Promise<number> {
  const [tuner, ...more] = stepChoices("--tuner", flags.tuner);
  if (tuner === undefined || more.length > 0)
    throw new DatawrightError({
      code: "USAGE",
      message: `--tuner ${flags.tuner}: one tuner is wanted`,
      hint: "datawright plugins --slot tuners shows them.",
    });
  const out = (line: string): void => void process.stdout.write(`${line}\n`);
  const { tune: say } = texts();
  const { model, baseUrl, plugin: plugins } = flags;
  if (flags.stop) {
    const stopped = await stopTuning({ data, tuner, out: flags.out, model, baseUrl, plugins });
    out(flags.json ? JSON.stringify(stopped) : say.stopped(stopped.job, stopped.status));
    return 0;
  }
  const progress = new StepProgress(process.stderr, flags.json);
  const report = await untilInterrupted(async (signal) => {
    const prepared = await prepareTuning({
      data,
      tuner,
      task: flags.spec,
      validation: validationOf(flags.validation),
      columns: columnsOf(flags),
      header: flags.header ? undefined : false,
      out: flags.out,
      seed: flags.seed,
      plugins,
      model,
      baseUrl,
      concurrency: flags.concurrency,
      budget: budgetOf(flags),
      workspace: flags.workspace,
      cache: flags.fresh ? false : undefined,
      signal,
      onProgress: (step, share) => progress.show(step, share),
      onEvent: (text) => {
        if (!flags.json) process.stderr.write(`${printable(text)}\n`);
      },
    });
    const estimate = await prepared.estimate();
    if (!flags.yes && estimate.models.length > 0)
      if (!(await confirmEstimate(estimate, flags, budgetOf(flags)))) return null;
    return prepared.tune();
  }).finally(() => progress.end());
  if (report === null) return 2;
  if (flags.json) out(JSON.stringify(report));
  else reportLines(report, { data, tuner: chosenName(tuner), flags }).forEach(out);
  return 0;
}

function validationOf(value: string | undefined): TuneOptions["validation"] {
  return value === undefined ? undefined : /^\d*\.?\d+$/u.test(value) ? Number(value) : value;
}

function reportLines(
  report: TuneReport,
  { flags }: { readonly data: string; readonly tuner: string; readonly flags: TuneFlags },
): string[] {
  const { tune: say, sentence } = texts();
  const { model, rows, figures, notes, files, folder } = report;
  const interval = (low?: number, high?: number): string =>
    low === undefined || high === undefined ? "" : ` [${figureText(low)}, ${figureText(high)}]`;
  return [
    ...(model === null ? [] : [say.tuned(printable(model))]),
    say.rows(rows.train, rows.validation, rows.leftOut + rows.unusable),
    ...Object.entries(figures).flatMap(([name, { value, low, high }]) =>
      value === null
        ? []
        : [`${say.figures[name] ?? name}: ${figureText(value)}${interval(low, high)}`],
    ),
    ...notes.map((note) => printable(sentence(note))),
    ...files.map(printable),
    ...(files.some((file) => file.startsWith(folder)) ? [] : [printable(folder)]),
    ...(report.modelCalls + report.cachedCalls === 0
      ? []
      : [texts().data.questions(report.modelCalls, report.cachedCalls, moneyText(report.costUsd))]),
    ...(model === null || !model.startsWith("openai:")
      ? model === null
        ? []
        : [say.useInRun(model)]
      : [say.useAsCandidate(model, flags.model ?? "openai:BASE")]),
  ];
}

function figureText(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(3);
}
