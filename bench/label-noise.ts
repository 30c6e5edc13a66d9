import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import type { CurationContext } from "../tools/curation/contract.js";
import { labelReplacement } from "../tools/curation/relabel/label-replacement.js";
import { leastConfident } from "../tools/curation/relabel/least-confident.js";
import { crossValidatedProbabilities } from "../tools/learning/cross-validated-probabilities.js";
import { Random } from "../base/statistics/random.js";
import { bareContext } from "./bare-context.js";
import { bareRows } from "./bare-rows.js";

const SEEDS = [1, 2, 3];
const SHARES = [0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5];
const UNPARSED = "-1";

/**
 * How well out-of-sample probabilities of the given label find a language model's wrong labels
 * (film reviews, labels by ChatGPT, gold known and used for scoring only): area under the ROC curve
 * on the parsed rows, how many of the most confident half are right, and what the labels of the
 * whole set gain when people (gold stands in) decide the unparsed rows and then the least confident
 * ones, against unparsed rows and then random ones.
 */
export async function run(): Promise<void> {
  const folder = join(
    process.env["DATAWRIGHT_DATA"] ?? join(import.meta.dirname, "..", "..", "shared", "data"),
    "recorded",
    "freeal_mr",
  );
  if (!existsSync(folder)) {
    console.log(`label noise: skipped, ${folder} does not exist`);
    return;
  }
  const read = (name: string): string[][] =>
    parse(gunzipSync(readFileSync(join(folder, name))), { relax_column_count: true }) as string[][];
  const gold = read("train.csv.gz").map((row) => row[0]!);
  const all = read("train_chat_bt.csv.gz").map((row, i) => ({
    text: row[1]!,
    given: row[0]!,
    gold: gold[i]!,
  }));
  await askPeople(all);
  const rows = all.filter((row) => row.given !== UNPARSED);
  const texts = rows.map((row) => row.text);
  const labels = rows.map((row) => row.given);
  const wrong = rows.map((row) => row.given !== row.gold);
  for (const algorithm of [
    "linear-svm",
    "logistic-regression",
    "naive-bayes",
    "ensemble",
  ] as const) {
    const started = performance.now();
    const scores = SEEDS.map((seed) => {
      const { classes, probabilities } = crossValidatedProbabilities({
        texts,
        labels,
        folds: 5,
        seed,
        algorithm,
      });
      return probabilities.map((row, i) => row[classes.indexOf(labels[i]!)]!);
    });
    const curves = scores.map((score) => area(score, wrong));
    const together = labels.map((_, i) => scores.reduce((sum, score) => sum + score[i]!, 0));
    const half = [...together.keys()]
      .sort((a, b) => together[b]! - together[a]!)
      .slice(0, together.length >> 1);
    console.log(
      `label noise, ${algorithm}: AUROC ` +
        `${(curves.reduce((sum, value) => sum + value, 0) / curves.length).toFixed(4)} per ` +
        "run of 5 folds " +
        `(${curves.map((value) => value.toFixed(4)).join(", ")}), ` +
        `${area(together, wrong).toFixed(4)} for the mean of ${SEEDS.length} runs (target ` +
        "0.70, goal 0.74); " +
        "most confident half right " +
        `${(half.filter((i) => !wrong[i]).length / half.length).toFixed(4)} (target 0.970); ` +
        `${((performance.now() - started) / 1000).toFixed(1)} s`,
    );
  }
}

interface Review {
  readonly text: string;
  readonly given: string;
  readonly gold: string;
}

async function askPeople(all: readonly Review[]): Promise<void> {
  const rows = bareRows(
    all.map(({ text, given }) => ({ text, label: given === UNPARSED ? null : given })),
  );
  const labels = [...new Set(all.map(({ given }) => given))]
    .filter((label) => label !== UNPARSED)
    .sort();
  const right = (row: Review): number => (row.given === row.gold ? 1 : 0);
  const raw = all.reduce((sum, row) => sum + right(row), 0) / all.length;
  /**
   * Share of right labels over all rows after the first ones of an order were decided by people.
   */
  const after = (order: readonly number[], share: number): number =>
    raw +
    order
      .slice(0, Math.round(share * all.length))
      .reduce((sum, index) => sum + 1 - right(all[index]!), 0) /
      all.length;
  const context = (seed: number): CurationContext => ({
    ...bareContext(labels, seed),
    askPeople: (asked) =>
      Promise.resolve(new Map(asked.map(({ id }) => [id, all[Number(id)]!.gold]))),
  });
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const unparsed = all.flatMap(({ given }, index) => (given === UNPARSED ? [index] : []));
  const parsed = all.flatMap(({ given }, index) => (given === UNPARSED ? [] : [index]));
  const found = await Promise.all(
    SEEDS.map(
      async (seed) =>
        (
          await leastConfident(rows, context(seed), {
            score: null,
            folds: 5,
            algorithm: "ensemble",
          })
        ).order,
    ),
  );
  const chance = SEEDS.map((seed) => [...unparsed, ...new Random(seed).shuffle(parsed)]);
  console.log(`people decide (mean of ${SEEDS.length} seeds)  share  suspicious  random`);
  for (const share of SHARES)
    console.log(
      `  ${share.toFixed(2)}   ` +
        `${mean(found.map((order) => after(order, share))).toFixed(4)}   ` +
        `${mean(chance.map((order) => after(order, share))).toFixed(4)}`,
    );
  const mended = await Promise.all(
    SEEDS.map(async (seed) => {
      const { labels: decided } = await labelReplacement
        .make(labelReplacement.settings.parse({ share: 0.2 }))
        .relabel(rows, context(seed));
      return mean(decided.map(({ label }, index) => (label === all[index]!.gold ? 1 : 0)));
    }),
  );
  const random = mean(chance.map((order) => after(order, 0.2)));
  const gain = mean(mended) - random;
  console.log(
    `label replacement by people, 20 % of all rows: ${raw.toFixed(4)} -> ` +
      `${mean(mended).toFixed(4)} (target 0.960; ` +
      `${mended.map((value) => value.toFixed(4)).join(", ")}), random choice ` +
      `${random.toFixed(4)}, ahead by ${(100 * gain).toFixed(2)} points (target 1.0) ` +
      `${mean(mended) >= 0.96 && gain >= 0.01 ? "PASS" : "FAIL"}`,
  );
}

/** The chance that a wrong row scores lower than a right one; ties count half. */
function area(scores: readonly number[], wrong: readonly boolean[]): number {
  const order = [...scores.keys()].sort((a, b) => scores[a]! - scores[b]!);
  let ranks = 0;
  let count = 0;
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) to++;
    for (let at = from; at < to; at++) {
      if (!wrong[order[at]!]) continue;
      ranks += (from + to + 1) / 2;
      count++;
    }
    from = to;
  }
  return 1 - (ranks - (count * (count + 1)) / 2) / (count * (scores.length - count));
}
