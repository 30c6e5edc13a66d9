import type { EvaluationReport } from "../../graphs/evaluation/evaluate-data.js";
import { valueOf, type PartResult } from "../../graphs/evaluation/evaluation-report.js";
import type { BenchmarkResult } from "../../graphs/benchmarks/benchmark-report.js";
import { EVALUATION_PARTS } from "../../graphs/evaluation/evaluation-parts.js";
import type { Figure } from "../../tools/evaluation/contract.js";
import type { DownstreamDetails } from "../../tools/evaluation/downstream/downstream-details.js";
import type { ClassScore } from "../../tools/evaluation/downstream/arm-scores.js";
import { figureText } from "../../tools/reporting/figure-text.js";
import { texts } from "../language/texts.js";
import { printable, tableText } from "./print-table.js";

/** The figures of diversity that are shown where not all are; of other parts all are. */
const MAIN_FIGURES = [
  "vocabulary",
  "distinct2",
  "selfBleu4",
  "averagePairwiseSimilarity",
  "vendi",
  "exactDuplicates",
  "nearDuplicates",
  "rowsWithTwin",
  "labelGini",
  "plannedCoverage",
  "verbObjectPairs",
  "meanLength",
  "precision",
  "recall",
  "coverage",
  "mauve",
  "mmdProbability",
  "labelDistance",
];
const MOST_CONFUSIONS = 5;
const MOST_CLASSES = 5;
type Part = PartResult & { readonly [key: string]: unknown };

/** The report of an evaluation as lines: the verdict first, then each part with its figures. */
export function evaluationLines(
  report: EvaluationReport,
  { all }: { readonly all: boolean },
): string[] {
  const { evaluate: say, sentence } = texts();
  const { verdict } = report;
  const lines = [
    say.verdict(sentence(verdict.text)),
    ...verdict.next.map((text) => `  ${say.next(printable(sentence(text)))}`),
    say.sets(report.reference?.rows ?? null, report.test?.rows ?? null),
  ];
  if (verdict.notMeasured.length > 0)
    lines.push(
      say.notMeasured(verdict.notMeasured.map((name) => say.ask[name] ?? name).join(", ")),
    );
  for (const name of EVALUATION_PARTS) {
    const part = report[name] as Part | null;
    if (part === null) continue;
    lines.push("", say.parts[name] ?? name);
    for (const { level, text } of part.findings)
      lines.push(`  ${say.levels[level]}: ${printable(sentence(text))}`);
    lines.push(...figureLines(part, all || name !== "diversity"));
    if (name === "downstream")
      lines.push(...downstreamLines(part as Partial<DownstreamDetails>, { all }));
    if (name === "benchmark") lines.push(...benchmarkLines(part, { all }));
  }
  for (const [name, value] of Object.entries(report.metrics))
    lines.push(`${printable(name)}: ${JSON.stringify(value)}`);
  return lines;
}

function figureLines(part: Part, all: boolean): string[] {
  const { evaluate: say, sentence } = texts();
  const entries = Object.entries(part.basis);
  const shown = entries.filter(
    ([name]) => all || (MAIN_FIGURES.includes(name) && valueOf(part, name) !== null),
  );
  const table = tableText(
    [
      { title: say.columns.figure, width: 32 },
      { title: say.columns.value, align: "right" },
      { title: say.columns.interval, align: "right" },
      { title: say.columns.compared, align: "right" },
      { title: say.columns.rows, align: "right" },
      { title: say.columns.note },
    ],
    shown.map(([name, basis]) => {
      const value = valueOf(part, name);
      return [
        say.figures[name] ?? name,
        value === null ? "-" : figureText(name, value),
        intervalText(name, basis),
        basis.compared === undefined
          ? ""
          : `${figureText(name, basis.compared.data)} : ${figureText(name, basis.compared.reference)}`,
        basis.rows === basis.of ? String(basis.rows) : `${basis.rows}/${basis.of}`,
        [
          ...(basis.note === undefined ? [] : [printable(sentence(basis.note))]),
          ...(basis.compared === undefined || basis.compared.rows === basis.rows
            ? []
            : [say.comparedOn(basis.compared.rows)]),
        ].join("; "),
      ];
    }),
  );
  const hidden = entries.length - shown.length;
  return [
    ...table
      .trimEnd()
      .split("\n")
      .map((line) => `  ${line}`),
    ...(hidden === 0 ? [] : [`  ${say.all(hidden)}`]),
  ];
}

function intervalText(name: string, { low, high }: Pick<Figure, "low" | "high">): string {
  return low === undefined || high === undefined
    ? ""
    : `${figureText(name, low)} .. ${figureText(name, high)}`;
}

function downstreamLines(
  { confusions = [], curves = [], arms = {} }: Partial<DownstreamDetails>,
  { all }: { readonly all: boolean },
): string[] {
  const { evaluate: say } = texts();
  const share = (value: number): string => `${(100 * value).toFixed(1)} %`;
  const title = (text: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`  ${text}`, ...lines.map((line) => `    ${line}`)];
  return [
    ...title(
      say.curves,
      curves.map(({ arm, score }) =>
        say.curve(
          say.figures[arm] ?? arm,
          score.trainSize,
          share(score.accuracy),
          `${share(score.low)}, ${share(score.high)}`,
        ),
      ),
    ),
    ...title(
      arms.real === undefined ? say.classes : say.classesBoth,
      classLines(arms, all ? Infinity : MOST_CLASSES),
    ),
    ...title(
      say.confusions,
      confusions
        .slice(0, all ? undefined : MOST_CONFUSIONS)
        .map(({ label, takenFor, rows, of, onlySynthetic }) =>
          say.confusion({
            label: printable(label),
            takenFor: printable(takenFor),
            rows,
            of,
            only: onlySynthetic,
          }),
        ),
    ),
  ];
}

/** What a reader of a benchmark's figures must know, and F1 by label of candidate and baseline. */
function benchmarkLines(part: Part, { all }: { readonly all: boolean }): string[] {
  const { evaluate: say } = texts();
  const { name, protocol, notes, results } = part as Part & {
    readonly name: string;
    readonly protocol: string;
    readonly notes: readonly string[];
    readonly results: readonly BenchmarkResult[];
  };
  const byLabel = (of: string): BenchmarkResult["byLabel"] =>
    results.find((result) => result.name === of)?.byLabel ?? null;
  const [candidate, baseline] = [byLabel("model"), byLabel("baseline")];
  const lines =
    candidate === null
      ? []
      : f1Lines(candidate, baseline ?? undefined, all ? Infinity : MOST_CLASSES);
  return [
    ...(lines.length === 0
      ? []
      : [
          `  ${baseline === null ? say.candidateClasses : say.comparedClasses}`,
          ...lines.map((line) => `    ${line}`),
        ]),
    `  ${printable(`${name}: ${protocol}`)}`,
    ...notes.map((note) => `  ${printable(note)}`),
  ];
}

/** F1 of each label, those first that training on the dataset serves worst beside real rows. */
function classLines({ synthetic, real }: DownstreamDetails["arms"], most: number): string[] {
  return f1Lines(synthetic?.byClass ?? {}, real?.byClass, most);
}

function f1Lines(
  one: Readonly<Record<string, ClassScore>>,
  real: Readonly<Record<string, ClassScore>> | undefined,
  most: number,
): string[] {
  const f1 = (score: ClassScore | undefined): number => score?.f1 ?? 0;
  return Object.entries(one)
    .filter(([, { rows }]) => rows > 0)
    .map(([label, own]) => ({ label, own, other: real?.[label] }))
    .sort((a, b) => f1(a.own) - f1(a.other) - (f1(b.own) - f1(b.other)) || f1(a.own) - f1(b.own))
    .slice(0, most)
    .map(
      ({ label, own, other }) =>
        `${printable(label)}: ${f1(own).toFixed(2)}` +
        (real === undefined ? "" : ` : ${f1(other).toFixed(2)}`),
    );
}
