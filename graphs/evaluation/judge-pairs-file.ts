import { resolve } from "node:path";
import { sha256Hex } from "../../base/statistics/hash.js";
import { DatawrightError } from "../../base/errors.js";
import { taskSpecSchema } from "../../schema/task-file/task-spec.js";
import { compareJudgments, type JudgmentReport } from "../../tools/judging/compare-judgments.js";
import type { PositionBias } from "../../tools/judging/judge-bias.js";
import { judgePairs, type AnswerPair } from "../../tools/judging/judge-pairs.js";
import { readPairs } from "../../tools/judging/read-pairs.js";
import type { PairJudgment } from "../../tools/judgments/pair-judgment.js";
import { readJudgmentFile } from "../../tools/judgments/read-judgment-file.js";
import type { RoleModel } from "../../tools/models/contract.js";
import { withCommandModels, type CommandModelOptions } from "../commands/command-models.js";

/** Who compares the pairs of a file. */
export interface JudgePairsFileOptions extends Omit<CommandModelOptions, "model"> {
  /** Models; several are a panel. */
  readonly judges: readonly string[];
  /** What an answer is judged by. Default: helpfulness, correctness, depth and clarity. */
  readonly criterion?: string;
  readonly seed?: number;
  readonly onProgress?: (step: string, share: number) => void;
}

/** What judges found of a file of pairs. */
export interface PairsReport extends JudgmentReport {
  /** What the order of the answers did; null where no pair was read in both orders. */
  readonly position: PositionBias | null;
  /** The panel's judgment of each pair. */
  readonly found: readonly PairJudgment[];
}

/**
 * Compares the answers of a file pair by pair, in both orders, by one model or a panel.
 *
 * @throws DATA_*, USAGE without a judge, MODEL_*, NO_PRICE, BUDGET_EXHAUSTED
 */
export async function judgePairsFile(
  path: string,
  options: JudgePairsFileOptions,
): Promise<PairsReport> {
  const { judges, seed = 1, signal, onProgress, criterion } = options;
  const pairs = readPairs(await readJudgmentFile(resolve(path), "pairs"));
  const work = ["judge-pairs", sha256Hex(JSON.stringify(pairs)), seed];
  return withJudges(judges, { ...options, work }, async (models) => {
    const { judgments, position, byJudge } = await judgePairs(pairs, {
      models,
      ...(criterion === undefined ? {} : { criterion }),
      ...(signal === undefined ? {} : { signal }),
      ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
      progress: (share) => onProgress?.("judging", share),
    });
    const panel = compareJudgments(judgments, { seed });
    return {
      ...panel,
      judges: byJudge.length < 2 ? null : compareJudgments(byJudge.flat(), { seed }).judges,
      position,
      found: judgments,
    };
  });
}

/** What a slice of pairs was found to be. */
export type JudgedSlice = Awaited<ReturnType<typeof judgePairs>>;

/**
 * Judges pairs slice by slice, all from one budget, so that what is found is known as it grows.
 *
 * @throws as judgePairsFile
 */
export async function judgeInSlices(
  pairs: readonly AnswerPair[],
  options: JudgePairsFileOptions & { readonly slice: number },
  found: (slice: JudgedSlice) => Promise<void>,
): Promise<void> {
  const { judges, signal, criterion, slice } = options;
  const work = ["judge-pairs", sha256Hex(JSON.stringify(pairs)), options.seed ?? 1];
  await withJudges(judges, { ...options, work }, async (models) => {
    for (let from = 0; from < pairs.length; from += slice)
      await found(
        await judgePairs(pairs.slice(from, from + slice), {
          models,
          ...(criterion === undefined ? {} : { criterion }),
          ...(signal === undefined ? {} : { signal }),
          ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
        }),
      );
  });
}

/** Stands for the task of pairs of answers, which have none. */
export const PAIRS_SPEC = taskSpecSchema.parse({
  name: "pairs",
  kind: "custom",
  description: "Pairs of answers to one instruction.",
  fields: { text: { type: "text", description: "an answer" } },
  target: 1,
});

/** One judge inside the other: each with its own middleware, all with one cache. */
async function withJudges<T>(
  names: readonly string[],
  options: JudgePairsFileOptions & { readonly work: unknown },
  task: (models: readonly RoleModel[]) => Promise<T>,
  made: readonly RoleModel[] = [],
): Promise<T> {
  const [name, ...others] = names;
  if (name === undefined) {
    if (made.length > 0) return task(made);
    throw new DatawrightError({
      code: "USAGE",
      message: "answers are compared by a language model, and none was named",
      hint: "Name a judge, for example --judge openai:NAME.",
    });
  }
  return withCommandModels(
    {
      spec: PAIRS_SPEC,
      role: "evaluator",
      asks: true,
      seed: options.seed ?? 1,
      out: null,
      work: options.work,
    },
    { ...options, model: name },
    ({ model }) => withJudges(others, options, task, [...made, model!]),
  );
}
