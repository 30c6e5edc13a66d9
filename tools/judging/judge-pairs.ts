import { z } from "zod";
import { DatawrightError, isDatawrightError } from "../../base/errors.js";
import type { PairJudgment, Preferred } from "../judgments/pair-judgment.js";
import type { ChatModel, RoleModel } from "../models/contract.js";
import { asRoleModel } from "../models/providers/as-role-model.js";
import { positionBias, type PositionBias } from "./judge-bias.js";

/** Two answers to one instruction. */
export interface AnswerPair {
  /** Unique among the pairs. */
  readonly id: string;
  /** What was asked of both. */
  readonly instruction: string;
  /** Answer of the first model: of a win rate the baseline. */
  readonly first: string;
  /** Answer of the second model: the candidate. */
  readonly second: string;
  /** Names of the models. */
  readonly models: readonly [string, string];
}

/** Who judges pairs, and how. */
export interface PairJudgeOptions {
  /** One judge, or a panel whose majority decides. */
  readonly models: readonly (RoleModel | ChatModel)[];
  /** What an answer is judged by. Default: helpfulness, correctness, depth and clarity. */
  readonly criterion?: string;
  /** Pairs that are judged at a time. Default: 8. */
  readonly concurrency?: number;
  /** Stops the work. */
  readonly signal?: AbortSignal;
  /** Told how far the work is, 0 to 1. */
  progress?(share: number): void;
}

/** What judges found of pairs. */
export interface PairJudgments {
  /** One for each pair, in order. */
  readonly judgments: readonly PairJudgment[];
  /** What the order of the answers did, over all judges; null where no pair was read in both orders. */
  readonly position: PositionBias | null;
  /** Of a panel, each judge's own judgments. */
  readonly byJudge: readonly (readonly PairJudgment[])[];
}

const CRITERION = "which answer helps more: correct, complete, to the point and clear";
const answerSchema = z.object({
  reason: z
    .string()
    .describe("One or two sentences, before the decision: what makes one answer better."),
  winner: z.enum(["A", "B", "tie"]).describe("the better answer; tie where neither is"),
});
const scoreSchema = z.object({
  reason: z
    .string()
    .describe("One or two sentences, before the score: what is good and what is not."),
  score: z.number().min(1).max(10).describe("1 (useless) to 10 (could not be better)"),
});
const OF_ONE_ANSWER = [
  "MODEL_OUTPUT",
  "MODEL_EMPTY",
  "MODEL_TRUNCATED",
  "MODEL_REFUSED",
  "MODEL_CONTENT_FILTER",
  "MODEL_CONTEXT_LENGTH",
];

/**
 * Judges pairs in both orders, each judge twice: a judge that changes its mind with the order says
 * tie (MT-bench, Zheng et al. 2023); the majority of a panel decides, and a split panel says tie.
 *
 * @throws DATA_EMPTY for no pair; USAGE for no judge; what ends the work of a model
 */
export async function judgePairs(
  pairs: readonly AnswerPair[],
  options: PairJudgeOptions,
): Promise<PairJudgments> {
  const models = options.models.map(asRoleModel);
  checkGiven(pairs, models);
  const asked = await eachOf(pairs, options, (pair) =>
    Promise.all(models.map((model) => inBothOrders(pair, model, options))),
  );
  const both = asked.flat();
  const byJudge = models.map((model, judge) =>
    pairs.map((pair, at) => judgmentOf(pair, consistent(asked[at]![judge]!), model.info.name)),
  );
  return {
    judgments: pairs.map((pair, at) =>
      judgmentOf(
        pair,
        majority(asked[at]!.map(consistent)),
        models.map(({ info }) => info.name).join(" + "),
      ),
    ),
    position: both.some(({ preferred, swapped }) => preferred !== null && swapped !== null)
      ? positionBias(both)
      : null,
    byJudge,
  };
}

/** One answer by itself. */
export interface SingleAnswer {
  readonly id: string;
  readonly instruction: string;
  readonly answer: string;
}

/**
 * Scores answers from 1 to 10, each by itself (MT-bench single-answer grading), the mean over a panel.
 *
 * @returns a score for each answer; null where no judge could be read
 * @throws DATA_EMPTY for no answer; USAGE for no judge; what ends the work of a model
 */
export async function scoreAnswers(
  answers: readonly SingleAnswer[],
  options: PairJudgeOptions,
): Promise<readonly (number | null)[]> {
  const models = options.models.map(asRoleModel);
  checkGiven(answers, models);
  return eachOf(answers, options, async ({ id, instruction, answer }) => {
    const scores = await Promise.all(
      models.map((model) =>
        readOrNull(async () => {
          const found = await model.object({
            name: "score",
            schema: scoreSchema,
            step: "score",
            orderId: id,
            sampleIds: [id],
            parameters: { temperature: 0 },
            prompt: {
              sections: [
                {
                  kind: "task",
                  text: `You rate one answer to an instruction by ${wordsOf(options)}. Length by itself is no merit.`,
                },
                {
                  kind: "draft",
                  name: "instruction",
                  text: "The instruction:",
                  items: [{ instruction }],
                },
                { kind: "draft", name: "judged", text: "The answer to rate:", items: [{ answer }] },
                { kind: "output", text: "Answer with one JSON object: reason, then score." },
              ],
            },
          });
          return found.value.score;
        }),
      ),
    );
    const read = scores.filter((score) => score !== null);
    return read.length === 0 ? null : read.reduce((sum, score) => sum + score, 0) / read.length;
  });
}

interface BothOrders {
  readonly preferred: Preferred | null;
  readonly swapped: Preferred | null;
}

async function inBothOrders(
  pair: AnswerPair,
  model: RoleModel,
  options: PairJudgeOptions,
): Promise<BothOrders> {
  const [preferred, turned] = await Promise.all([
    askOnce(pair, [pair.first, pair.second], { model, options, step: "judge-pair" }),
    askOnce(pair, [pair.second, pair.first], { model, options, step: "judge-pair-swapped" }),
  ]);
  const swapped = turned === "first" ? "second" : turned === "second" ? "first" : turned;
  return { preferred, swapped };
}

function askOnce(
  { id, instruction }: AnswerPair,
  [a, b]: readonly [string, string],
  {
    model,
    options,
    step,
  }: { readonly model: RoleModel; readonly options: PairJudgeOptions; readonly step: string },
): Promise<Preferred | null> {
  return readOrNull(async () => {
    const { value } = await model.object({
      name: "comparison",
      schema: answerSchema,
      step,
      orderId: id,
      sampleIds: [id],
      parameters: { temperature: 0 },
      prompt: {
        sections: [
          {
            kind: "task",
            text:
              `You compare two answers to one instruction by ${wordsOf(options)}. Neither their order ` +
              "nor their length is a merit.",
          },
          {
            kind: "draft",
            name: "instruction",
            text: "The instruction:",
            items: [{ instruction }],
          },
          { kind: "draft", name: "A", text: "Answer A:", items: [{ answer: a }] },
          { kind: "draft", name: "B", text: "Answer B:", items: [{ answer: b }] },
          { kind: "output", text: "Answer with one JSON object: reason, then winner." },
        ],
      },
    });
    return ({ A: "first", B: "second", tie: "tie" } as const)[value.winner];
  });
}

function wordsOf({ criterion = CRITERION }: PairJudgeOptions): string {
  return criterion;
}

async function readOrNull<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (isDatawrightError(error) && OF_ONE_ANSWER.includes(error.code)) return null;
    throw error;
  }
}

/** One verdict where both orders agree, else a tie; null where an order could not be read. */
function consistent({ preferred, swapped }: BothOrders): Preferred | null {
  if (preferred === null || swapped === null) return null;
  return preferred === swapped ? preferred : "tie";
}

function majority(votes: readonly (Preferred | null)[]): Preferred | null {
  const read = votes.filter((vote) => vote !== null);
  if (read.length === 0) return null;
  const count = (wanted: Preferred): number => read.filter((vote) => vote === wanted).length;
  if (2 * count("first") > read.length) return "first";
  return 2 * count("second") > read.length ? "second" : "tie";
}

function judgmentOf(
  { id, first, second, models }: AnswerPair,
  preferred: Preferred | null,
  judge: string,
): PairJudgment {
  return {
    item: id,
    first: models[0],
    second: models[1],
    preferred,
    lean: null,
    scores: null,
    lengths: [first.length, second.length],
    judge,
  };
}

function checkGiven(items: readonly unknown[], models: readonly RoleModel[]): void {
  if (items.length === 0)
    throw new DatawrightError({ code: "DATA_EMPTY", message: "there is nothing to judge" });
  if (models.length === 0)
    throw new DatawrightError({
      code: "USAGE",
      message: "answers are compared by a language model, and none was named",
      hint: "Name a judge, for example --judge openai:NAME.",
    });
}

/** A few at a time, in order. */
async function eachOf<T, R>(
  items: readonly T[],
  { concurrency = 8, signal, progress }: PairJudgeOptions,
  ask: (item: T) => Promise<R>,
): Promise<R[]> {
  const found: R[] = [];
  let [next, done] = [0, 0];
  const work = async (): Promise<void> => {
    while (next < items.length) {
      signal?.throwIfAborted();
      const at = next++;
      found[at] = await ask(items[at]!);
      progress?.(++done / items.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, work));
  return found;
}
