import { labelKey } from "../../schema/label.js";
import { distributionDifference } from "../../tools/comparison/distribution-difference.js";
import type { Difference } from "../../tools/comparison/difference.js";
import { meanDifference, ratioDifference } from "../../tools/comparison/mean-difference.js";
import { proportionDifference } from "../../tools/comparison/proportion-difference.js";
import { setDifference } from "../../tools/comparison/set-difference.js";
import { embeddedEmbeddings } from "../../tools/embeddings/embedded-embeddings.js";
import { averagePairwiseSimilarity } from "../../tools/metrics/vectors/average-pairwise-similarity.js";
import type { ComparedRun } from "./compared-run.js";

/** A figure of two runs, before it is said which differences are real. */
export interface TestedFigure {
  /** Its name in camel case. */
  readonly name: string;
  /** What part of the figure is meant: a criterion, a label; else null. */
  readonly of: string | null;
  readonly unit: "share" | "number" | "usd";
  readonly first: number | null;
  readonly second: number | null;
  /** Null where there is no test of it. */
  readonly test: Omit<Difference, "first" | "second"> | null;
  /** Why it could not be tested, or what a reader must know. */
  readonly note: string | null;
}

type Pair = readonly [first: ComparedRun, second: ComparedRun];

/** Rows of which whole-set figures are taken at most. */
const MOST_ROWS = 1000;

/** Everything but the test with real rows, which trains models. */
export async function figureDifferences(runs: Pair, seed: number): Promise<TestedFigure[]> {
  const [first, second] = runs;
  return [
    tested("acceptance", "share", sharesOf(runs), "no draft was decided"),
    ...costs(runs),
    ...scores(runs),
    ...agreement(runs),
    ...(await diversity(runs, seed)),
    ...coverage(runs),
    labels(runs, seed),
    tested(
      "length",
      "number",
      meanDifference(
        first.accepted.map(({ tokens }) => tokens.length),
        second.accepted.map(({ tokens }) => tokens.length),
      ),
      "fewer than two rows",
    ),
  ];
}

function tested(
  name: string,
  unit: TestedFigure["unit"],
  found: Difference | null,
  otherwise: string,
  of: string | null = null,
): TestedFigure {
  if (found === null)
    return { name, of, unit, first: null, second: null, test: null, note: otherwise };
  const { first, second, ...test } = found;
  // What is the same for every row of both cannot differ: a test of it would weaken the others.
  const isConstant = test.difference === 0 && test.low === 0 && test.high === 0;
  return isConstant
    ? { name, of, unit, first, second, test: null, note: "the same for every row" }
    : { name, of, unit, first, second, test, note: null };
}

function untested(
  name: string,
  unit: TestedFigure["unit"],
  values: readonly [number | null, number | null],
  note: string,
): TestedFigure {
  return { name, of: null, unit, first: values[0], second: values[1], test: null, note };
}

function sharesOf([first, second]: Pair): Difference | null {
  const share = ({ drafts }: ComparedRun) => ({
    successes: drafts.accepted,
    trials: drafts.decided,
  });
  return proportionDifference(share(first), share(second));
}

function costs([first, second]: Pair): TestedFigure[] {
  const missing = "the calls are too many, or none, to tell them apart by draft";
  const [a, b] = [first.costs, second.costs];
  const of = (which: "tokens" | "usd"): Difference | null =>
    a === null || b === null
      ? null
      : ratioDifference(
          { costs: a[which], accepted: a.accepted, beside: a.beside[which] },
          { costs: b[which], accepted: b.accepted, beside: b.beside[which] },
        );
  const perRow = ({ report, accepted }: ComparedRun): number | null =>
    report?.summary.costUsd == null || accepted.length === 0
      ? null
      : report.summary.costUsd / accepted.length;
  return [
    tested("tokensPerRow", "number", of("tokens"), a && b ? "nothing was accepted" : missing),
    a?.isPriced === true && b?.isPriced === true
      ? tested("costPerRow", "usd", of("usd"), "nothing was accepted")
      : untested(
          "costPerRow",
          "usd",
          [perRow(first), perRow(second)],
          "a price is not known, nothing was paid, or answers came from the cache",
        ),
  ];
}

function scores([first, second]: Pair): TestedFigure[] {
  const names = [...new Set([...first.scores.keys(), ...second.scores.keys()])].sort();
  return names.map((criterion) => {
    const [a, b] = [first.scores.get(criterion), second.scores.get(criterion)];
    if (a === undefined || b === undefined)
      return tested(
        "judgeScore",
        "number",
        null,
        a === undefined
          ? "only the second run was judged by it"
          : "only the first run was judged by it",
        criterion,
      );
    const found = meanDifference(a.values, b.values);
    if (found === null)
      return tested("judgeScore", "number", null, "fewer than two rows", criterion);
    if (a.judges === b.judges) return tested("judgeScore", "number", found, "", criterion);
    return {
      name: "judgeScore",
      of: criterion,
      unit: "number",
      first: found.first,
      second: found.second,
      test: null,
      note: `other judges: ${a.judges}; ${b.judges}`,
    };
  });
}

function agreement([first, second]: Pair): TestedFigure[] {
  const of = ({ report }: ComparedRun) => {
    const { labelAgreement = null, labelAgreementRows = null } = report?.summary ?? {};
    return labelAgreement === null || labelAgreementRows === null
      ? null
      : {
          successes: Math.round(labelAgreement * labelAgreementRows),
          trials: labelAgreementRows,
        };
  };
  const [a, b] = [of(first), of(second)];
  return a === null && b === null
    ? []
    : [
        tested(
          "labelAgreement",
          "share",
          a === null || b === null ? null : proportionDifference(a, b),
          "only one of the runs has it",
        ),
      ];
}

/** Diversity of equally many rows of both. */
async function diversity([first, second]: Pair, seed: number): Promise<TestedFigure[]> {
  const sizes = [first.accepted.length, second.accepted.length] as const;
  const few = "fewer than twenty rows";
  const ids = new Map<string, number>();
  const texts = [first, second].map(({ accepted }) =>
    accepted.map(({ tokens }) =>
      tokens.map((token) => {
        if (!ids.has(token)) ids.set(token, ids.size);
        return ids.get(token)!;
      }),
    ),
  );
  const options = { seed, most: MOST_ROWS };
  const vocabulary = (set: 0 | 1, rows: readonly number[]): number =>
    new Set(rows.flatMap((row) => texts[set]![row]!)).size;
  const distinctPairs = (set: 0 | 1, rows: readonly number[]): number => {
    const pairs = new Set<number>();
    let all = 0;
    for (const row of rows) {
      const text = texts[set]![row]!;
      for (let at = 1; at < text.length; at++, all++)
        pairs.add(text[at - 1]! * 67108864 + text[at]!);
    }
    return all === 0 ? 0 : pairs.size / all;
  };
  const found = {
    vocabulary: setDifference(sizes, vocabulary, options),
    distinct2: setDifference(sizes, distinctPairs, options),
    averagePairwiseSimilarity: await similarity([first, second], options),
  };
  return Object.entries(found).map(([name, value]) => {
    const figure = tested(name, "number", value, few);
    return value === null ? figure : { ...figure, note: `of ${value.rows} rows of each` };
  });
}

async function similarity(
  runs: Pair,
  options: { readonly seed: number; readonly most: number },
): Promise<ReturnType<typeof setDifference>> {
  const { embed } = embeddedEmbeddings();
  // The same places as are drawn for the other figures, and no vector of any other row.
  const vectors = await Promise.all(
    runs.map(async ({ accepted }) => {
      const texts = accepted.slice(0, VECTORS).map(({ text }) => text);
      return texts.length === 0 ? [] : embed(texts);
    }),
  );
  const sizes = [vectors[0]!.length, vectors[1]!.length] as const;
  return setDifference(
    sizes,
    (set, rows) =>
      averagePairwiseSimilarity(
        rows.flatMap((row) => {
          const vector = vectors[set]![row]!;
          return vector.some((value) => value !== 0) ? [vector] : [];
        }),
      ) ?? 0,
    options,
  );
}

/** Rows whose vectors are made: enough to draw from. */
const VECTORS = 5000;

function coverage([first, second]: Pair): TestedFigure[] {
  const cellsOf = ({ report }: ComparedRun) => {
    if (report === null || report.summary.coverage.cells === 0) return null;
    const { covered, cells } = report.summary.coverage;
    return { successes: covered, trials: cells };
  };
  const [a, b] = [cellsOf(first), cellsOf(second)];
  const share = (of: typeof a): number | null => (of === null ? null : of.successes / of.trials);
  if (a === null || b === null)
    return [
      untested("coverage", "share", [share(a), share(b)], "a run has no cells, or no report yet"),
    ];
  if (a.trials !== b.trials)
    return [
      untested(
        "coverage",
        "share",
        [share(a), share(b)],
        `the plans have other cells (${a.trials} and ${b.trials})`,
      ),
    ];
  return [tested("coverage", "share", proportionDifference(a, b), "")];
}

function labels([first, second]: Pair, seed: number): TestedFigure {
  const of = ({ accepted }: ComparedRun): string[] =>
    accepted.flatMap(({ label }) => (label === null ? [] : [labelKey(label)]));
  const found = distributionDifference(of(first), of(second), seed);
  if (found === null) return tested("labelDistribution", "share", null, "rows without labels");
  const { most, distance, probability } = found;
  return {
    name: "labelDistribution",
    of: most.name,
    unit: "share",
    first: most.first,
    second: most.second,
    test: {
      difference: most.second - most.first,
      low: most.second - most.first,
      high: most.second - most.first,
      probability,
      method: "permutation",
    },
    note: `the shares of all labels are ${(100 * distance).toFixed(1)} % apart; shown is the label that differs most`,
  };
}
