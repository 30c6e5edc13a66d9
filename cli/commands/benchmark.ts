import { allBenchmarks } from "../../graphs/benchmarks/all-benchmarks.js";
import type { BenchmarkReport, BenchmarkResult } from "../../graphs/benchmarks/benchmark-report.js";
import { pluginSlots } from "../../graphs/plugins/slots-of-run.js";
import { runBenchmark } from "../../graphs/benchmarks/run-benchmark.js";
import { columnsOf } from "../data-file-flags.js";
import { budgetOf, type CommonFlags, type SpendingFlags } from "../flags.js";
import { texts } from "../language/texts.js";
import { moneyText } from "../print/print-figures.js";
import { tableText, type Column } from "../print/print-table.js";
import { StepProgress } from "../print/step-progress.js";
import { untilInterrupted } from "../until-interrupted.js";

interface BenchmarkFlags extends SpendingFlags {
  readonly data: string;
  readonly train?: string;
  readonly text?: string;
  readonly label?: string;
  readonly header: boolean;
  readonly baseline?: string;
  readonly plugin?: readonly string[];
  readonly answers?: string;
  readonly judge?: string;
  readonly limit?: number;
  readonly seeds: number;
  readonly seed: number;
  readonly out?: string;
  readonly fresh: boolean;
}

const percent = (share: number): string => (100 * share).toFixed(1);

/** `datawright benchmark list`: every benchmark, with its files and where they are to be had. */
export async function listBenchmarks(
  flags: CommonFlags & { readonly plugin?: readonly string[] },
): Promise<number> {
  const all = await allBenchmarks((await pluginSlots(flags.plugin ?? [])).benchmarks);
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(all)}\n`);
    return 0;
  }
  const { columns } = texts().benchmark;
  process.stdout.write(
    tableText(
      [
        { title: columns.benchmark },
        { title: columns.kind },
        { title: columns.rows, align: "right" },
        { title: columns.metric },
        { title: columns.files, width: 44 },
        { title: columns.source },
      ],
      all.map((each) => [
        each.name,
        each.kind,
        each.sizes.test === null ? "" : String(each.sizes.test),
        each.metrics[0]!,
        each.files.join(", "),
        each.source,
      ]),
    ),
  );
  return 0;
}

/** `datawright benchmark run NAME --data FOLDER`. */
export async function benchmarkRun(name: string, flags: BenchmarkFlags): Promise<number> {
  const progress = new StepProgress(process.stderr, flags.json);
  const report = await untilInterrupted((signal) =>
    runBenchmark(name, {
      data: flags.data,
      train: flags.train,
      columns: columnsOf(flags),
      header: flags.header ? undefined : false,
      answers: flags.answers,
      baseline: flags.baseline,
      plugins: flags.plugin,
      judge: flags.judge,
      limit: flags.limit,
      seeds: flags.seeds,
      seed: flags.seed,
      out: flags.out ?? null,
      model: flags.model,
      baseUrl: flags.baseUrl,
      concurrency: flags.concurrency,
      budget: budgetOf(flags),
      workspace: flags.workspace,
      cache: flags.fresh ? false : undefined,
      signal,
      onProgress: (step, share) => progress.show(step, share),
    }),
  ).finally(() => progress.end());
  process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : reportText(report));
  return 0;
}

function reportText(report: BenchmarkReport): string {
  const say = texts().benchmark;
  const metrics = Object.keys(report.results[0]?.figures ?? {});
  const columns: Column[] = [
    { title: say.columns.tested },
    { title: say.columns.trainRows, align: "right" },
    ...metrics.map((metric): Column => ({ title: `${metric} %`, align: "right" })),
    { title: "" },
  ];
  const cells = ({ name, trainRows, figures }: BenchmarkResult): string[] => [
    say.tested[name] ?? name,
    trainRows === null ? "" : String(trainRows),
    ...metrics.map((metric) => {
      const { value, low, high } = figures[metric]!;
      return value === null ? "–" : `${percent(value)} [${percent(low!)}, ${percent(high!)}]`;
    }),
    "",
  ];
  const { difference, comparison, leaked, calls, cachedCalls, costUsd } = report;
  return [
    `${report.benchmark}: ${report.title}. ${report.paper}`,
    say.rows(report.rows, report.tested),
    tableText(columns, report.results.map(cells)).trimEnd(),
    ...(difference === null
      ? []
      : [
          say.difference(
            difference.metric,
            percent(difference.value),
            `${percent(difference.low)}, ${percent(difference.high)}`,
          ),
          difference.low > 0 ? say.better : difference.high < 0 ? say.worse : say.undecided,
        ]),
    ...(comparison === null
      ? []
      : [
          say.comparison(
            comparison.metric,
            percent(comparison.value),
            `${percent(comparison.low)}, ${percent(comparison.high)}`,
          ) + (comparison.mcNemar === null ? "" : say.mcNemar(comparison.mcNemar)),
          comparison.low > 0
            ? say.betterModel
            : comparison.high < 0
              ? say.worseModel
              : say.undecidedModel,
        ]),
    ...(leaked ? [say.leaked(leaked)] : []),
    ...report.results.flatMap(({ name, unread }) =>
      unread > 0 ? [say.unread(say.tested[name] ?? name, unread)] : [],
    ),
    ...(calls + cachedCalls > 0
      ? [
          texts().data.questions(
            calls,
            cachedCalls,
            costUsd === 0 ? texts().label.nothing : moneyText(costUsd),
          ),
        ]
      : []),
    ...report.notes,
    ...(report.folder === null ? [] : [report.folder]),
    "",
  ].join("\n");
}
