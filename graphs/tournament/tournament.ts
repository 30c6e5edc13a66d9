import { join } from "node:path";
import { rmSync } from "node:fs";
import { DatawrightError } from "../../base/errors.js";
import { stopIfAborted } from "../../base/workers/stop-if-aborted.js";
import { acquireRunLock } from "../../memory/run-lock.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { writeRecipe } from "../../tools/task-file/write-recipe.js";
import { unitRows } from "../../tools/metrics/vectors/unit-rows.js";
import { OBJECTIVES } from "../../tools/tournament/objectives.js";
import { successiveHalving, type Measured } from "../../tools/tournament/successive-halving.js";
import { withCommandModels, type CommandModels } from "../commands/command-models.js";
import { NO_RECIPE } from "./contenders.js";
import { contenderRun } from "./contender-run.js";
import { measureRun, type Measuring } from "./measure-run.js";
import { hasEnoughForCoverage } from "./dropped-objectives.js";
import { prepareTournament, type PreparedTournament } from "./prepare-tournament.js";
import { launchOptionsOf, STOPPED, type TournamentOptions } from "./tournament-options.js";
import { runMoney, spentIn, type MoneyPlan, type MoneyUnit } from "./tournament-money.js";
import type { TournamentReport } from "./tournament-report.js";
import { runSpec } from "./tournament-rows.js";
import type { KeptRun, TournamentState } from "./tournament-state.js";
import { reportOf } from "./tournament-verdict.js";

/**
 * Finds the recipe for a task: all that fit it are run at equal cost, by successive halving on what
 * the task's `tournament.weights` say matters, paired over seeds; the last two meet on new seeds and,
 * where there are enough, on other held-out rows. Its runs are ordinary ones in the workspace. The
 * same call goes on with a tournament that was stopped, and gives the report of one that ended.
 *
 * @param task path of a task file, or the task itself
 * @returns the recipe to use, or that the difference is not real, with scores, intervals and costs
 * @throws BUDGET_TOO_SMALL with the least budget; USAGE where fewer than two recipes fit;
 *         SPEC_INVALID for an unknown recipe; what `launch` throws; INTERRUPTED
 */
export async function tournament(
  task: string | TaskSpecInput,
  options: TournamentOptions = {},
): Promise<TournamentReport> {
  return runTournament(task, await prepareTournament(task, options), options);
}

/** `tournament` for one that was planned already, with the same options. */
export async function runTournament(
  task: string | TaskSpecInput,
  prepared: PreparedTournament,
  options: TournamentOptions,
): Promise<TournamentReport> {
  const { folder, id } = prepared;
  folder.make();
  const lock = acquireRunLock(folder.folder);
  try {
    // Another process may have gone on with it since it was planned.
    const kept = new KeptState(folder.read() ?? prepared.state, folder);
    if (kept.state.report === null) {
      await kept.save({});
      await kept.save({ report: await held(prepared, kept, options) });
      rmSync(cacheFolder(folder.folder), { recursive: true, force: true });
    }
    const report = kept.state.report!;
    if (options.write !== true || report.recipe === null || report.written !== null) return report;
    const written = { ...report, written: await writtenInto(task, report.recipe) };
    await kept.save({ report: written });
    return written;
  } finally {
    lock.release();
  }

  /** Plays the rungs; what was measured before is not run again. */
  async function held(
    { task: resolved, rows, weights, judge, contenders, settings }: PreparedTournament,
    kept: KeptState,
    given: TournamentOptions,
  ): Promise<TournamentReport> {
    const { plan } = kept.state;
    const paid = judge === "model" && plan.perJudgedRow > 0;
    const plain = launchOptionsOf(given);
    return withCommandModels(
      {
        spec: { ...resolved.spec, budget: {} },
        role: "evaluator",
        asks: judge === "model" && (weights.faithfulness ?? 0) > 0,
        seed: resolved.spec.seed,
        out: folder.folder,
        texts: 0,
        work: ["tournament", id],
      },
      {
        model: plain.models?.evaluator ?? plain.model,
        baseUrl: plain.baseUrl,
        // Figures of vectors are to cost nothing, and the same for every recipe.
        embeddings: "embedded",
        concurrency: plain.concurrency,
        workspace: plain.workspace,
        cache: plain.cache,
        signal: given.signal,
        ...(paid ? { budget: { [plan.unit]: judgesBudget(plan, settings) } } : {}),
      },
      async (models) => {
        const measuring = await measuringOf(prepared, models, plan.unit, given);
        const result = await successiveHalving(
          contenders.map(({ recipe }) => recipe),
          {
            rungs: plan.rungs,
            weights,
            rows,
            measure: (recipe, rung) =>
              measureOn({ prepared, kept, measuring, options: given }, recipe, rung),
          },
        );
        return reportOf(prepared, {
          result,
          state: kept.state,
          judgeSpent: spentIn(models.ledger.spent(), plan.unit),
        });
      },
    );
  }
}

/** The state on disk: written after each run, so that a kill loses what is on its way alone. */
class KeptState {
  state: TournamentState;
  readonly #folder: PreparedTournament["folder"];

  constructor(state: TournamentState, folder: PreparedTournament["folder"]) {
    this.state = state;
    this.#folder = folder;
  }

  async save(change: Partial<TournamentState>): Promise<void> {
    this.state = { ...this.state, ...change };
    await this.#folder.write(this.state);
  }
}

const cacheFolder = (folder: string): string => join(folder, "answers");

interface Work {
  readonly prepared: PreparedTournament;
  readonly kept: KeptState;
  readonly measuring: Measuring;
  readonly options: TournamentOptions;
}

/** The runs of a recipe on a rung, one for each seed. */
async function measureOn(work: Work, recipe: string, rung: number): Promise<Measured<KeptRun>> {
  const { seeds } = work.prepared.settings;
  const runs: KeptRun[] = [];
  for (let at = 0; at < seeds; at++) {
    const found = await runOn(work, { recipe, rung, at });
    if (typeof found === "string") return { failed: found };
    runs.push(found);
  }
  return { runs };
}

async function runOn(
  { prepared, kept, measuring, options }: Work,
  { recipe, rung, at }: { readonly recipe: string; readonly rung: number; readonly at: number },
): Promise<KeptRun | string> {
  const { id, base, rows, settings, contenders, folder } = prepared;
  const { plan } = kept.state;
  const isLast = rung === plan.rungs.length - 1;
  // The last two are run anew: nothing of what is reported was chosen by.
  const seed = base.spec.seed + at + (isLast && plan.rungs.length > 1 ? settings.seeds : 0);
  const key = `${recipe} ${rung} ${seed}`;
  const before = kept.state.runs[key];
  if (before !== undefined) return before;
  stopIfAborted(options.signal, STOPPED);
  const { read } = contenders.find((contender) => contender.recipe === recipe)!;
  const runId = `${id}-${recipe}-${seed}`;
  const money = runMoney(plan, rung, settings.judged);
  const step = `${recipe}, seed ${seed}, rung ${rung + 1} of ${plan.rungs.length}`;
  const tell = (within: number): void =>
    options.onProgress?.(step, shareDone(kept.state, settings.seeds, within));
  tell(0);
  const ran = await contenderRun({
    read: { ...read, spec: runSpec(read.spec, { support: rows.support, seed }) },
    runId,
    budget: money.budget,
    options: {
      ...launchOptionsOf(options),
      // Answers of another recipe's run must not make this one's free.
      cachePath: join(cacheFolder(folder.folder), `${recipe}-${seed}.db`),
    },
    signal: options.signal,
    onProgress: (accepted, target) => tell(Math.min(1, accepted / target)),
  });
  const found: KeptRun | string =
    typeof ran === "string"
      ? ran
      : {
          ...(await measureRun(ran.folder, measuring, { ...money, seed: `${seed} ${rung}` })),
          runId,
          seed,
          rejected: ran.summary.rejected,
          spent: {
            modelCalls: ran.summary.modelCalls,
            tokens: ran.summary.tokens,
            costUsd: ran.summary.costUsd,
          },
        };
  await kept.save({ runs: { ...kept.state.runs, [key]: found } });
  return found;
}

/** How far the tournament is, by the money of the runs that are done. */
function shareDone({ plan, runs }: TournamentState, seeds: number, within: number): number {
  const all = plan.rungs.reduce((sum, { recipes, share }) => sum + recipes * seeds * share, 0);
  const done = Object.keys(runs).reduce(
    (sum, key) => sum + (plan.rungs[Number(key.split(" ").at(-2))]?.share ?? 0),
    0,
  );
  const next = plan.rungs[0]!.share;
  return Math.min(1, (done + within * next) / all);
}

async function measuringOf(
  { task, rows, weights }: PreparedTournament,
  { model, embeddings, ledger }: CommandModels,
  unit: MoneyUnit,
  { signal, concurrency = 8 }: TournamentOptions,
): Promise<Measuring> {
  const embed = (texts: readonly string[]) => embeddings.embed(texts);
  const isCovered = (weights.coverage ?? 0) > 0 && hasEnoughForCoverage(rows);
  return {
    task,
    objectives: OBJECTIVES.filter((name) => (weights[name] ?? 0) > 0),
    heldOut: rows.heldOut,
    heldOutVectors: isCovered ? unitRows(await embed(rows.heldOut.map(({ text }) => text))) : null,
    judge: model,
    judgeSpent: () => spentIn(ledger.spent(), unit),
    embed,
    concurrency,
    signal,
  };
}

/** All that a judge may spend: its part of every run. */
function judgesBudget(plan: MoneyPlan, { seeds, judged }: PreparedTournament["settings"]): number {
  const all = plan.rungs.reduce(
    (sum, { recipes }, rung) => sum + recipes * seeds * runMoney(plan, rung, judged).judging,
    0,
  );
  return plan.unit === "usd" ? all : Math.ceil(all);
}

async function writtenInto(task: string | TaskSpecInput, recipe: string): Promise<string> {
  if (typeof task !== "string")
    throw new DatawrightError({
      code: "USAGE",
      message:
        "a recipe can be written into a task file alone, and the task was given as an object",
      hint: `Set recipe: ${JSON.stringify(recipe)} yourself.`,
    });
  await writeRecipe(task, recipe === NO_RECIPE ? null : recipe);
  return task;
}
