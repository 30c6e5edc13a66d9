import { join } from "node:path";
import { z } from "zod";
import { configurable } from "../../../base/slots/configurable.js";
import { countSetting } from "../../../base/slots/number-setting.js";
import { DatawrightError } from "../../../base/errors.js";
import { bootstrapInterval } from "../../../base/statistics/bootstrap-interval.js";
import { wilsonInterval } from "../../../base/statistics/intervals.js";
import { mean } from "../../../base/statistics/mean.js";
import { Random } from "../../../base/statistics/random.js";
import { writeFileAtomic } from "../../../memory/atomic-file.js";
import type { Row } from "../../../schema/sample.js";
import { estimateMessageTokens } from "../../models/providers/count-tokens.js";
import { renderPrompt } from "../../models/prompt/render-prompt.js";
import type {
  Tuner,
  TuningContext,
  TuningEstimate,
  TuningOutcome,
  TuningSet,
} from "../contract.js";
import { labellingTrials, writingTrials, type Trial, type Trials } from "./trials.js";
import { VARIANTS_A_QUESTION, writeVariants } from "./write-variants.js";

/** Rows of each half of the validation part: one chooses, the other confirms. */
const FEWEST = 10;
const MOST = 500;
/** Rows that are learnt from of which the model's mistakes are shown. */
const LOOKED_AT = 24;
/** Shares of what a trial takes, after each of which half of the instructions leave. */
const RUNGS = [0.25, 0.5, 1];
const USUAL = {
  seconds: 1,
  tokensPerSecond: 50,
  concurrency: 8,
  label: 20,
  text: 80,
  variants: 500,
};

const settings = z.strictObject({
  variants: countSetting({ from: 1, to: 32, usual: 8 }, "Instructions that the model proposes."),
  samples: countSetting(
    { from: 4, to: 200, usual: 16 },
    "Texts of each label that an instruction is tried on at most, where the generator writes texts.",
  ),
});
type Settings = z.output<typeof settings>;

/**
 * Prompt tuning for closed models: the model proposes instructions (Zhou et al. 2023), successive
 * halving (Jamieson and Talwalkar 2016) on one half of the validation rows chooses one, and the other
 * half says whether it is better than the prompt as it is (paired bootstrap). Where that is not shown,
 * the prompt stays.
 *
 * Where labels are written they are compared with those of the rows; where texts are written a small
 * model is trained on them and tested on the rows.
 */
export const promptTuner = configurable({
  settings,
  make: (own): Tuner => ({
    name: "prompt",
    asks: true,
    estimate: (set, context) => Promise.resolve().then(() => estimate(set, context, own)),
    tune: (set, context) => tune(set, context, own),
  }),
});

interface Halves {
  readonly choosing: readonly Row[];
  readonly confirming: readonly Row[];
  readonly isLabelling: boolean;
}

/** @throws USAGE for a task without single labels or a model that follows no words; DATA_EMPTY */
function halvesOf({ task, validation }: TuningSet, { info, seed }: TuningContext): Halves {
  const usage = (message: string, hint: string): DatawrightError =>
    new DatawrightError({ code: "USAGE", message, hint });
  if (task.labels.length < 2 || task.spec.multiLabel)
    throw usage(
      "an instruction is tried by labels, and the task has not two of which each row has one",
      "Tune a task with labels, or take --tuner openai.",
    );
  if (info.writesFromRows === true)
    throw usage(
      `${info.name} follows no instruction: it writes of the rows in front of it`,
      "Give --model openai:NAME, or take --tuner embedded.",
    );
  const rows = new Random(seed).derive("prompt-tuning").shuffle(validation).slice(0, MOST);
  const half = Math.floor(rows.length / 2);
  if (half < FEWEST)
    throw new DatawrightError({
      code: "DATA_EMPTY",
      message: `${validation.length} rows to choose by are too few: at least ${2 * FEWEST} are needed, half of them to confirm what the other half chose`,
      hint: "Give more rows, or --validation FILE; never those of a test.",
    });
  return {
    choosing: rows.slice(0, half),
    confirming: rows.slice(half),
    isLabelling: task.writtenFields.length === 0,
  };
}

function estimate(set: TuningSet, context: TuningContext, own: Settings): TuningEstimate {
  const { choosing, confirming, isLabelling } = halvesOf(set, context);
  const asked = set.train.slice(0, 20);
  const input = mean(
    asked.map((row) => estimateMessageTokens(renderPrompt(context.question(row).prompt))),
  );
  let questions = 0;
  let alive = own.variants;
  let before = 0;
  for (const share of RUNGS) {
    const size = isLabelling
      ? Math.ceil(choosing.length * share)
      : set.task.labels.length * Math.max(2, Math.ceil(own.samples * share));
    questions += (alive + 1) * (size - before);
    before = size;
    alive = Math.max(1, Math.ceil(alive / 2));
  }
  if (isLabelling) questions += 2 * confirming.length + Math.min(LOOKED_AT, set.train.length);
  const writing = Math.ceil(own.variants / VARIANTS_A_QUESTION);
  const output = questions * (isLabelling ? USUAL.label : USUAL.text) + writing * USUAL.variants;
  const tokens = { input: Math.round(questions * (input + 100) + writing * 1500), output };
  const { price, name } = context.info;
  const free = price !== null && price.input === 0 && price.output === 0;
  return {
    models: free ? [] : [name],
    calls: questions + writing,
    tokens,
    costUsd:
      price === null
        ? null
        : (tokens.input * price.input + tokens.output * price.output) / 1_000_000,
    seconds:
      ((questions + writing) * USUAL.seconds + output / USUAL.tokensPerSecond) / USUAL.concurrency,
  };
}

interface Candidate {
  readonly instruction: string;
  readonly template: string;
  readonly trial: Trial;
  /** Share of the choosing rows that were right, rung by rung. */
  readonly scores: number[];
}

async function tune(set: TuningSet, context: TuningContext, own: Settings): Promise<TuningOutcome> {
  const { choosing, confirming, isLabelling } = halvesOf(set, context);
  const model = context.model!;
  const random = new Random(context.seed).derive("instructions");
  const trials: Trials = isLabelling
    ? labellingTrials({ question: context.question, model })
    : writingTrials(
        set,
        { question: context.question, seed: context.seed, signal: context.signal, model },
        own,
      );
  const original = trials(null);
  context.progress("instructions", 0);
  const looked = isLabelling ? set.train.slice(0, LOOKED_AT) : [];
  const said = await original.answers(looked, 1);
  const instructions = await writeVariants(set, {
    model,
    random,
    isLabelling,
    wrong: looked.flatMap((row, at) => (said[at] === row.label ? [] : [{ row, said: said[at]! }])),
    count: own.variants,
  });
  const all = instructions.map((instruction): Candidate => {
    const template = templateOf(instruction, isLabelling);
    return { instruction, template, trial: trials(template), scores: [] };
  });
  const file = join(context.folder, "instructions.json");
  const before = { scores: [] as number[] };
  let alive = all;
  for (const [at, share] of RUNGS.entries()) {
    context.progress("choosing", at / (RUNGS.length + 1));
    before.scores.push(await scoreOf(original, choosing, share));
    for (const one of alive) one.scores.push(await scoreOf(one.trial, choosing, share));
    alive = [...alive]
      .sort((a, b) => b.scores.at(-1)! - a.scores.at(-1)!)
      .slice(0, at === RUNGS.length - 1 ? 1 : Math.max(1, Math.ceil(alive.length / 2)));
  }
  const [best] = alive;
  context.progress("confirming", RUNGS.length / (RUNGS.length + 1));
  const own0 = await rightOf(original, confirming);
  const shown = { rows: confirming.length, variants: all.length };
  const figures = (right: readonly number[] | null): TuningOutcome["figures"] => ({
    variants: { value: shown.variants },
    before: shareFigure(own0),
    after: right === null ? { value: null } : shareFigure(right),
  });
  await writeFileAtomic(
    file,
    `${JSON.stringify(
      {
        asItIs: { choosing: before.scores },
        instructions: all.map(({ instruction, scores }) => ({ instruction, choosing: scores })),
      },
      null,
      2,
    )}\n`,
  );
  if (best === undefined)
    return {
      ...KEPT,
      figures: figures(null),
      notes: ["the model proposed no instruction that could be read: the prompt stays as it is"],
      files: [file],
    };
  const right = await rightOf(best.trial, confirming);
  const differences = right.map((value, at) => value - own0[at]!);
  const { lower, upper } = bootstrapInterval(differences, { seed: context.seed });
  const isReal = lower > 0;
  context.progress("confirming", 1);
  return {
    ...KEPT,
    task: isReal ? { prompts: { generator: best.template } } : null,
    figures: {
      ...figures(right),
      gain: { value: mean(differences), low: lower, high: upper, rows: confirming.length },
    },
    notes: [
      isReal
        ? `the instruction is better than the prompt as it was on ${confirming.length} rows that did not choose it: it is the task's \`prompts.generator\` now`
        : `no gain over the prompt as it is can be shown on ${confirming.length} rows that chose nothing: the prompt stays`,
    ],
    files: [file],
  };
}

const KEPT = { model: null, task: null, costUsd: 0 } as const;

async function scoreOf(trial: Trial, rows: readonly Row[], share: number): Promise<number> {
  const said = await trial.answers(rows, share);
  return mean(said.map((label, at) => (label === rows[at]!.label ? 1 : 0)));
}

async function rightOf(trial: Trial, rows: readonly Row[]): Promise<number[]> {
  const said = await trial.answers(rows, 1);
  return rows.map((row, at) => (said[at] === row.label ? 1 : 0));
}

function shareFigure(right: readonly number[]): TuningOutcome["figures"][string] {
  const { lower, upper } = wilsonInterval(
    right.reduce((sum, value) => sum + value, 0),
    right.length,
  );
  return { value: mean(right), low: lower, high: upper, rows: right.length };
}

/** An instruction as a template of `prompts.generator`: its own braces are words, the slots follow. */
function templateOf(instruction: string, isLabelling: boolean): string {
  const words = instruction.replace(/[{}]/gu, (brace) => brace + brace);
  const slots = ["task", ...(isLabelling ? [] : ["conditions"]), "demonstrations", "sources"];
  return [words, ...slots.map((slot) => `{${slot}}`)].join("\n\n");
}
