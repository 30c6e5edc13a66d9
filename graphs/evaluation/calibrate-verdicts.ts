import { resolve } from "node:path";
import { sha256Hex } from "../../base/statistics/hash.js";
import { Random } from "../../base/statistics/random.js";
import { resolveTask } from "../../schema/task.js";
import { taskSpecSchema } from "../../schema/task-file/task-spec.js";
import { calibrateJudge, type JudgeCalibration } from "../../tools/judging/calibrate-judge.js";
import { trainJudge } from "../../tools/judging/trained-judge.js";
import { readVerdicts, type VerdictRecord } from "../../tools/judging/verdict-record.js";
import { readJudgmentFile } from "../../tools/judgments/read-judgment-file.js";
import type { RoleModel } from "../../tools/models/contract.js";
import { withCommandModels, type CommandModelOptions } from "../commands/command-models.js";
import { measureFaithfulness } from "./measure-faithfulness.js";

/** People's verdicts, and the judge that is held against them. */
export interface CalibrateVerdictsOptions extends Omit<CommandModelOptions, "model"> {
  /**
   * A model's name; `rules` for judges without a model; `trained` for a small judge that learns from
   * the verdicts, each text judged by one that has not seen its context. Default: the scores in the
   * file.
   */
  readonly judge?: string;
  /** Seed of the split. Default: 1. */
  readonly seed?: number;
  readonly onProgress?: (step: string, share: number) => void;
}

/** A calibration, and what it took. */
export interface VerdictCalibration extends JudgeCalibration {
  /** Who judged: a model, `rules`, `trained`, or `file`. */
  readonly judge: string;
  /** Questions that a model answered. */
  readonly modelCalls: number;
  /** Questions that the cache answered. */
  readonly cachedCalls: number;
  /** US dollars; null where a price is not known. */
  readonly costUsd: number | null;
}

const FOLDS = 5;
/** Fields whose texts a row may state nothing beyond; others are what it answers. */
const CONTEXTS = ["context", "source", "document", "passage"];
const CRITERIA = ["coherent", "on-task", "grounded", "faithful", "no-contradiction"];

const SPEC = taskSpecSchema.parse({
  name: "verdicts",
  kind: "custom",
  description: "Answers and texts, each right as it stands: true, and to what it is given.",
  fields: { text: { type: "text", description: "the text that people judged" } },
  target: 1,
});

/**
 * Calibrates a judge on a file of people's verdicts.
 *
 * @throws DATA_*, MODEL_*, NO_PRICE, BUDGET_EXHAUSTED
 */
export async function calibrateVerdicts(
  path: string,
  options: CalibrateVerdictsOptions = {},
): Promise<VerdictCalibration> {
  const { judge = "file", seed = 1 } = options;
  const records = readVerdicts(await readJudgmentFile(resolve(path), "verdicts"));
  const isModel = !["file", "rules", "trained"].includes(judge);
  return withCommandModels(
    {
      spec: SPEC,
      role: "evaluator",
      asks: isModel,
      seed,
      out: null,
      work: ["calibrate", sha256Hex(JSON.stringify(records)), judge, seed],
    },
    { ...options, ...(isModel ? { model: judge } : {}) },
    async ({ model, ledger }) => {
      const judged =
        judge === "file"
          ? records
          : judge === "trained"
            ? await trainedScores(records, { seed, signal: options.signal })
            : await criterionScores(records, { model, options });
      const spent = ledger.spent();
      return {
        ...calibrateJudge(judged, { seed }),
        judge,
        modelCalls: spent.calls,
        cachedCalls: spent.cachedCalls,
        costUsd: spent.usd,
      };
    },
  );
}

async function criterionScores(
  records: readonly VerdictRecord[],
  {
    model,
    options,
  }: { readonly model: RoleModel | undefined; readonly options: CalibrateVerdictsOptions },
): Promise<VerdictRecord[]> {
  const task = resolveTask(SPEC, []);
  const { found } = await measureFaithfulness(
    records.map(({ number, text, context, contextField }) => ({
      id: String(number),
      text,
      fields: { ...(contextField === null ? {} : { [contextField]: context }), text },
      label: null,
    })),
    {
      task,
      models: model === undefined ? [] : [model],
      ...(model === undefined ? {} : { criteria: CRITERIA }),
      contextFields: CONTEXTS,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      progress: (share) => options.onProgress?.("judging", share),
    },
  );
  return records.map((record, at) => ({ ...record, judge: null, scores: found[at]!.scores }));
}

/** Each text scored by a small judge that was trained without its context. */
async function trainedScores(
  records: readonly VerdictRecord[],
  { seed, signal }: { readonly seed: number; readonly signal: AbortSignal | undefined },
): Promise<VerdictRecord[]> {
  const key = ({ context, number }: VerdictRecord): string =>
    context === "" ? `text ${number}` : context;
  const random = new Random(seed).derive("folds");
  const folds = new Map(
    random.shuffle([...new Set(records.map(key))]).map((context, at) => [context, at % FOLDS]),
  );
  const scores = new Map<VerdictRecord, number>();
  for (let fold = 0; fold < FOLDS; fold++) {
    const held = records.filter((record) => folds.get(key(record)) === fold);
    if (held.length === 0) continue;
    const others = records.filter((record) => folds.get(key(record)) !== fold);
    const judge = await trainJudge(others, { seed, ...(signal === undefined ? {} : { signal }) });
    judge.score(held).forEach((score, at) => scores.set(held[at]!, score));
  }
  return records.map((record) => ({ ...record, judge: scores.get(record)!, scores: {} }));
}
