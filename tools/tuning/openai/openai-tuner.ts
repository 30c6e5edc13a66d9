import { join } from "node:path";
import { z } from "zod";
import { configurable } from "../../../base/slots/configurable.js";
import { countSetting, numberSetting } from "../../../base/slots/number-setting.js";
import { DatawrightError, isDatawrightError } from "../../../base/errors.js";
import { redactKeys } from "../../../base/redact-secrets.js";
import { canonicalJson, sha256Hex } from "../../../base/statistics/hash.js";
import { writeFileAtomic } from "../../../memory/atomic-file.js";
import { estimateTokens } from "../../models/providers/count-tokens.js";
import { openaiTokenizer } from "../../models/providers/openai-tokenizer.js";
import type {
  Tuner,
  TuningContext,
  TuningEstimate,
  TuningOutcome,
  TuningSet,
} from "../contract.js";
import { FREE_TUNING } from "../free-tuning.js";
import { failedJob } from "./failed-job.js";
import { followJob, type Followed } from "./follow-job.js";
import { trainingPrice } from "./training-prices.js";
import type { TuningClient, TuningJob, TuningServer, WantedJob } from "./tuning-client.js";
import { LESSONS, tuningLines, usualLesson, type TuningLines } from "./tuning-lines.js";
import {
  begunTuning,
  hasEnded,
  readTuningState,
  writeTuningState,
  type TuningState,
} from "./tuning-state.js";

/** Lines below which OpenAI itself takes no file. */
const FEWEST_AT_OPENAI = 10;
/** Epochs that are taken where none are named: what providers choose for small sets. */
const USUAL_EPOCHS = 3;
/** Seconds that a job takes at least, and tokens that it trains on in a second. */
const USUAL = { seconds: 600, tokensPerSecond: 2000 };

const settings = z.strictObject({
  learns: z
    .enum(LESSONS)
    .optional()
    .describe(
      "What the model learns: answers (to a text its label, to a question its answer, as export --format openai) or samples (to write one, as a run asks it). Default: answers where the kind has them.",
    ),
  epochs: countSetting(
    { from: 1, to: 50 },
    "Times that each row is seen. Default: the provider's.",
  ),
  batchSize: countSetting({ from: 1, to: 256 }, "Rows of a step. Default: the provider's."),
  learningRate: numberSetting(
    { above: 0, to: 10 },
    "Multiplier of the learning rate. Default: the provider's.",
  ),
  suffix: z.string().max(64).default("").describe("Part of the tuned model's name. Default: none."),
  pollSeconds: numberSetting(
    { above: 0, to: 600, usual: 15 },
    "Most seconds between two questions how far the job is. Default: 15.",
  ),
});
type Settings = z.output<typeof settings>;

/**
 * Fine-tunes by OpenAI's protocol: files are uploaded, a job is created and followed, the tuned model
 * is used by its name. What was begun is kept on disk and looked for at the provider: a call after a
 * kill goes on with the job that there is, and never begins a second one for the same rows.
 */
export const openaiTuner = configurable({
  settings,
  make: (own): Tuner => ({
    name: "openai",
    asks: false,
    estimate: async (set, context) => estimate(set, context, own),
    tune: (set, context) => tune(set, context, own),
    stop: async (context) => {
      const state = await readTuningState(context.folder);
      if (state?.job == null)
        throw new DatawrightError({
          code: "USAGE",
          message: `no fine-tuning job was begun in ${context.folder}`,
          hint: "Give the folder of the tuning by --out.",
        });
      const server = { ...serverOf(context), model: state.model };
      const client = await clientOf(
        { ...server, baseUrl: state.baseUrl ?? undefined },
        context.signal,
      );
      const job = hasEnded(state.status)
        ? await client.job(state.job)
        : await client.cancel(state.job);
      await writeTuningState(context.folder, { ...state, status: job.status });
      return { job: job.id, status: job.status };
    },
  }),
});

async function clientOf(server: TuningServer, signal?: AbortSignal): Promise<TuningClient> {
  const { TuningClient } = await import("./tuning-client.js");
  return new TuningClient(server, signal);
}

/** @throws USAGE where the model is none of OpenAI's protocol */
function serverOf({ settings: model }: Pick<TuningContext, "settings">): TuningServer {
  const name = model?.model ?? "";
  if (!/^openai:./u.test(name))
    throw new DatawrightError({
      code: "USAGE",
      message:
        name === ""
          ? "no model is named that could be tuned"
          : `${name} cannot be tuned at a provider`,
      hint: "Give --model openai:NAME, with --base-url for a server of your own.",
    });
  return {
    model: name.slice("openai:".length),
    baseUrl: model?.baseUrl ?? (process.env["OPENAI_BASE_URL"] || undefined),
    apiKeyEnv: model?.apiKeyEnv ?? "OPENAI_API_KEY",
  };
}

const isOpenAI = ({ baseUrl }: TuningServer): boolean =>
  baseUrl === undefined ||
  (URL.canParse(baseUrl) && new URL(baseUrl).hostname === "api.openai.com");

interface Files {
  readonly train: TuningLines;
  readonly validation: TuningLines | null;
}

/** @throws DATA_EMPTY for too few rows; USAGE for a kind without a conversation */
function filesOf(set: TuningSet, context: TuningContext, own: Settings): Files {
  const { task, train, validation } = set;
  const least = isOpenAI(serverOf(context)) ? FEWEST_AT_OPENAI : 1;
  if (train.length < least)
    throw new DatawrightError({
      code: "DATA_EMPTY",
      message: `${train.length} rows to learn from are too few: at least ${least} are needed`,
      hint: "Give more rows, or a smaller share for --validation.",
    });
  const lesson = own.learns ?? usualLesson(task);
  const beside = { task, question: context.question, answer: context.answer };
  return {
    train: tuningLines(train, lesson, beside),
    validation: validation.length === 0 ? null : tuningLines(validation, lesson, beside),
  };
}

async function estimate(
  set: TuningSet,
  context: TuningContext,
  own: Settings,
): Promise<TuningEstimate> {
  const server = serverOf(context);
  const files = filesOf(set, context, own);
  const { train } = files;
  const known = await readTuningState(context.folder);
  const isBegun =
    known?.set === hashOf(files, { server, own, seed: context.seed }) &&
    known.job !== null &&
    known.status !== "failed" &&
    known.status !== "cancelled";
  // A job that is there already is only followed.
  if (isBegun) return FREE_TUNING;
  const count = openaiTokenizer(server.model);
  const once = count === undefined ? estimateTokens(train.text) : await count(train.text);
  const tokens = once * (own.epochs ?? USUAL_EPOCHS);
  const price = isOpenAI(server) ? trainingPrice(server.model) : null;
  return {
    models: [`openai:${server.model}`],
    calls: 0,
    tokens: { input: tokens, output: 0 },
    costUsd: price === null ? null : (tokens * price) / 1_000_000,
    seconds: USUAL.seconds + tokens / USUAL.tokensPerSecond,
  };
}

/** What tells one tuning from another: the same rows, model, server and settings are one job. */
function hashOf(
  { train, validation }: Files,
  {
    server,
    own,
    seed,
  }: { readonly server: TuningServer; readonly own: Settings; readonly seed: number },
): string {
  const { pollSeconds: _pollSeconds, ...settings } = own;
  const identity = {
    model: server.model,
    baseUrl: server.baseUrl ?? null,
    settings,
    train: train.text,
    validation: validation?.text ?? null,
    seed,
  };
  return sha256Hex(canonicalJson(JSON.parse(JSON.stringify(identity)))).slice(0, 16);
}

async function tune(set: TuningSet, context: TuningContext, own: Settings): Promise<TuningOutcome> {
  const { folder, signal, seed } = context;
  const server = serverOf(context);
  const files = filesOf(set, context, own);
  const isPreference = set.task.kind.name === "preference";
  const hash = hashOf(files, { server, own, seed });
  let state = await begunTuning(folder, { hash, server });
  const client = await clientOf(server, signal);
  const keep = (change: Partial<TuningState>): Promise<void> =>
    writeTuningState(folder, (state = { ...state, ...change }));
  const paths = {
    train: join(folder, `datawright-${hash}.train.jsonl`),
    validation: join(folder, `datawright-${hash}.validation.jsonl`),
  };
  const written: string[] = [];
  try {
    for (const part of ["train", "validation"] as const) {
      const lines = files[part];
      if (lines === null) continue;
      await writeFileAtomic(paths[part], lines.text);
      written.push(paths[part]);
      if (state.files[part] !== null) continue;
      context.progress(`upload: ${part}`, 0);
      // What is sent is what lies on disk: without keys.
      const id = await client.upload(paths[part], redactKeys(lines.text));
      await keep({ files: { ...state.files, [part]: id } });
    }
    let job: TuningJob;
    if (state.job === null) {
      const wanted: WantedJob = {
        trainFile: state.files.train!,
        validationFile: state.files.validation,
        suffix: own.suffix === "" ? null : own.suffix,
        seed: seed % 2 ** 31,
        method: methodOf(own, isPreference),
      };
      job = await client.start(wanted);
      await keep({ job: job.id, status: job.status });
      context.event(`job ${job.id}`);
    } else job = await client.job(state.job);
    const followed = await followJob(job, { client, context, keep, seconds: own.pollSeconds });
    if (followed.job.status !== "succeeded" || !followed.job.fine_tuned_model)
      throw failedJob(followed.job, { files, paths, server: server.model });
    await keep({ status: followed.job.status, tuned: followed.job.fine_tuned_model });
    return outcome(followed, { server, files: written });
  } catch (error) {
    if (!isDatawrightError(error) || error.code !== "MODEL_ABORTED") throw error;
    throw new DatawrightError({
      code: "INTERRUPTED",
      message:
        state.job === null
          ? "the tuning was interrupted before its job was created"
          : `the tuning is no longer followed; job ${state.job} goes on at the provider`,
      hint: "The same command follows it again; with --stop it is cancelled.",
      details: { job: state.job, folder },
      cause: error,
    });
  }
}

function methodOf(
  { epochs, batchSize, learningRate }: Settings,
  isPreference: boolean,
): WantedJob["method"] {
  const hyperparameters = {
    ...(epochs === undefined ? {} : { n_epochs: epochs }),
    ...(batchSize === undefined ? {} : { batch_size: batchSize }),
    ...(learningRate === undefined ? {} : { learning_rate_multiplier: learningRate }),
  };
  if (isPreference) return { type: "dpo", dpo: { hyperparameters } };
  return Object.keys(hyperparameters).length === 0
    ? undefined
    : { type: "supervised", supervised: { hyperparameters } };
}

function outcome(
  { job, losses }: Followed,
  { server, files }: { readonly server: TuningServer; readonly files: readonly string[] },
): TuningOutcome {
  const price = isOpenAI(server) ? trainingPrice(server.model) : null;
  const tokens = job.trained_tokens;
  return {
    model: `openai:${job.fine_tuned_model!}`,
    task: null,
    figures: {
      trainedTokens: { value: tokens },
      trainLoss: { value: losses.train },
      validationLoss: { value: losses.validation },
    },
    notes: [`job ${job.id}`],
    files: [...files],
    costUsd: price === null || tokens === null ? null : (tokens * price) / 1_000_000,
  };
}
