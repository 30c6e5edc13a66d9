import type { BenchmarkRow } from "../../tools/benchmarks/contract.js";
import type { LoadedBenchmark } from "../../tools/benchmarks/load-benchmark.js";
import { estimateMessageTokens } from "../../tools/models/providers/count-tokens.js";
import { renderPrompt } from "../../tools/models/prompt/render-prompt.js";
import { taskSpecSchema } from "../../schema/task-file/task-spec.js";
import { resolveRoleModel } from "../run/resolved-models.js";
import { testedRows, type RunBenchmarkOptions } from "./run-benchmark.js";

/** What asking models about a benchmark takes at most: answers that are kept cost nothing. */
export interface BenchmarkEstimate {
  /** Names of the models that may cost money. */
  readonly models: readonly string[];
  /** Questions. */
  readonly calls: number;
  /** Tokens of all questions and answers. */
  readonly tokens: {
    /** Of the questions. */
    readonly input: number;
    /** Of the answers. */
    readonly output: number;
  };
  /** US dollars; null where a price is not known. */
  readonly costUsd: number | null;
  /** Seconds at the usual speed of a hosted model. */
  readonly seconds: number;
}

/** Rows whose prompts are counted; the rest is taken to be like them. */
const COUNTED = 100;
/** Tokens of an answer: one of a fixed form, and one in words of its own. */
const USUAL_ANSWER = { form: 24, words: 250 };
const USUAL = { seconds: 1, tokensPerSecond: 50, concurrency: 8 };

/** A model's name and price do not depend on the task. */
const SPEC = taskSpecSchema.parse({
  name: "estimate",
  kind: "classification",
  description: "estimate",
  labels: ["a", "b"],
  target: 1,
});

/** Estimates what a benchmark asks of `model`, `baseline` and `judge`. @throws MODEL_UNKNOWN */
export async function estimateBenchmark(
  loaded: LoadedBenchmark,
  options: Pick<
    RunBenchmarkOptions,
    "model" | "baseline" | "judge" | "baseUrl" | "limit" | "seed" | "concurrency"
  >,
): Promise<BenchmarkEstimate> {
  const test = testedRows(loaded, options);
  const question = meanQuestion(loaded, test, options.seed ?? 1);
  const judges = loaded.benchmark.answers.judge !== undefined && options.judge !== undefined;
  const asked = [options.model, options.baseline].filter((model) => model !== undefined);
  const works = [
    ...asked.map((model) => ({ model, ...question })),
    // A judge reads the question and the answer.
    ...(judges
      ? asked.map(() => ({
          model: options.judge!,
          input: question.input + question.output,
          output: USUAL_ANSWER.form,
        }))
      : []),
  ];
  const models: string[] = [];
  const total = { calls: 0, input: 0, output: 0, seconds: 0 };
  let costUsd: number | null = 0;
  for (const { model, input, output } of works) {
    const { info } = (
      await resolveRoleModel("labeler", {
        spec: SPEC,
        options: { model, baseUrl: options.baseUrl },
      })
    ).model;
    const isFree = info.price !== null && info.price.input === 0 && info.price.output === 0;
    if (isFree) continue;
    models.push(info.name);
    total.calls += test.length;
    total.input += input * test.length;
    total.output += output * test.length;
    total.seconds += test.length * (USUAL.seconds + output / USUAL.tokensPerSecond);
    costUsd =
      costUsd === null || info.price === null
        ? null
        : costUsd +
          (test.length * (input * info.price.input + output * info.price.output)) / 1_000_000;
  }
  return {
    models: [...new Set(models)],
    calls: total.calls,
    tokens: { input: Math.round(total.input), output: Math.round(total.output) },
    costUsd,
    seconds: total.seconds / (options.concurrency ?? USUAL.concurrency),
  };
}

/** Mean tokens of a question and of its answer. */
function meanQuestion(
  { benchmark, labels, parts }: LoadedBenchmark,
  test: readonly BenchmarkRow[],
  seed: number,
): { readonly input: number; readonly output: number } {
  const { description } = benchmark;
  const context = { labels, description, examples: parts.train, seed };
  const rows = test.slice(0, COUNTED);
  let [input, output] = [0, 0];
  for (const row of rows) {
    const { sections, schema } = benchmark.answers.question(row, context);
    input += estimateMessageTokens(renderPrompt({ sections: [...sections] }));
    output += schema === undefined ? USUAL_ANSWER.words : USUAL_ANSWER.form;
  }
  const count = Math.max(1, rows.length);
  return { input: input / count, output: output / count };
}
