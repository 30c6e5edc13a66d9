import { existsSync } from "node:fs";
import { join } from "node:path";
import { Random } from "../base/statistics/random.js";
import { areaUnderCurve } from "../tools/agreement/area-under-curve.js";
import { spearman } from "../tools/agreement/correlation.js";
import { lexicalSupport } from "../tools/judging/lexical-support.js";
import { trainJudge } from "../tools/judging/trained-judge.js";
import { readJudgmentFile } from "../tools/judgments/read-judgment-file.js";
import { bootstrapInterval } from "../base/statistics/bootstrap-interval.js";

const folder =
  process.env["DATAWRIGHT_DATA"] ?? join(import.meta.dirname, "..", "..", "shared", "data");

interface Judged {
  readonly text: string;
  readonly context: string;
  readonly faithful: boolean;
}

async function records(name: string) {
  const path = join(folder, "recorded", name);
  if (existsSync(path)) return readJudgmentFile(path, name);
  console.log(`judges: ${name} skipped, ${path} does not exist`);
  return null;
}

/** Contexts on one side each: a share of them is trained on, the others are judged. */
function split(rows: readonly Judged[], share: number): readonly [Judged[], Judged[]] {
  const contexts = new Random("judges").shuffle([...new Set(rows.map(({ context }) => context))]);
  const training = new Set(contexts.slice(0, Math.round(share * contexts.length)));
  return [
    rows.filter(({ context }) => training.has(context)),
    rows.filter(({ context }) => !training.has(context)),
  ];
}

/** AUROC and accuracy with bootstrap intervals over the rows, beside always saying the usual. */
function report(
  name: string,
  rows: readonly Judged[],
  scores: readonly number[],
  cut: number,
): void {
  const positions = Float64Array.from(rows, (_, at) => at);
  const over = (statistic: (at: readonly number[]) => number) => {
    const all = statistic([...positions]);
    const { lower, upper } = bootstrapInterval(positions, {
      seed: "judges",
      resamples: 500,
      statistic: (drawn) => statistic([...drawn]),
    });
    return `${all.toFixed(3)} [${lower.toFixed(3)}, ${upper.toFixed(3)}]`;
  };
  const area = (at: readonly number[]): number =>
    areaUnderCurve(
      at.map((index) => scores[index]!),
      at.map((index) => rows[index]!.faithful),
    ) ?? 0.5;
  const right = (at: readonly number[]): number =>
    at.filter((index) => scores[index]! >= cut === rows[index]!.faithful).length / at.length;
  const rank = (at: readonly number[]): number =>
    spearman(
      at.map((index) => scores[index]!),
      at.map((index) => (rows[index]!.faithful ? 1 : 0)),
    ) ?? 0;
  const good = rows.filter(({ faithful }) => faithful).length / rows.length;
  console.log(
    `${name}, ${rows.length} rows: AUROC ${over(area)} (majority 0.500), Spearman ${over(rank)}, ` +
      `accuracy ${over(right)} (majority ${Math.max(good, 1 - good).toFixed(3)})`,
  );
}

async function trained(name: string, rows: readonly Judged[]): Promise<void> {
  const [training, held] = split(rows, 0.5);
  const judge = await trainJudge(training);
  report(`${name}, trained on ${training.length}`, held, [...judge.score(held)], 0.5);
}

/** Faithfulness judges without a language model on recorded verdicts of people. */
export async function run(): Promise<void> {
  const truthful = await records("truthfulqa/finetune_truth.jsonl.gz");
  if (truthful !== null)
    await trained(
      "TruthfulQA, true or not, split by question",
      truthful.flatMap(({ prompt, completion }) => {
        const match = /^Q: (.*)\nA: ([\s\S]*)\nTrue:$/u.exec(String(prompt));
        return match === null
          ? []
          : [
              {
                context: match[1]!,
                text: match[2]!,
                faithful: String(completion).trim() === "yes",
              },
            ];
      }),
    );
  const halueval = await records("halueval/general_data.json.gz");
  if (halueval !== null)
    await trained(
      "HaluEval, hallucinated or not, split by query",
      halueval.map((row) => ({
        context: String(row["user_query"]),
        text: String(row["chatgpt_response"]),
        faithful: row["hallucination"] === "no",
      })),
    );
  const qags = await records("unieval_meta/fact_qags_xsum.json.gz");
  if (qags !== null) {
    const rows = qags.map((row) => ({
      context: String(row["source"]),
      text: String(row["system_output"]),
      faithful: (row["scores"] as { consistency: number }).consistency >= 0.5,
    }));
    const scores = rows.map(({ text, context }) => lexicalSupport(text, [context]).score);
    // No threshold is fitted to these rows: the middle of the scale.
    report("QAGS XSum, rules alone", rows, scores, 0.5);
  }
}
