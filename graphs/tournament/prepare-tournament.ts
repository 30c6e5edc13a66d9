import { canonicalJson, shortId } from "../../base/statistics/hash.js";
import { DatawrightError, isDatawrightError } from "../../base/errors.js";
import { mean } from "../../base/statistics/mean.js";
import { slugOf } from "../../base/text/slug.js";
import { stopIfAborted } from "../../base/workers/stop-if-aborted.js";
import { Workspace } from "../../memory/workspace.js";
import type { BudgetSpec } from "../../schema/task-file/run-limits.js";
import { resolveTask, type Task } from "../../schema/task.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import {
  tournamentSettingsSchema,
  type TournamentSettings,
} from "../../schema/task-file/tournament-settings.js";
import type { ModelInfo } from "../../tools/models/contract.js";
import { estimateTokens } from "../../tools/models/providers/count-tokens.js";
import {
  OBJECTIVES,
  sharesOf,
  type Objective,
  type Weights,
} from "../../tools/tournament/objectives.js";
import { estimateRead } from "../commands/estimate-run.js";
import { readSpec, type ReadSpec } from "../run/read-spec.js";
import { resolveRoleModel, resolveRoleModels } from "../run/role-models.js";
import type { LaunchOptions } from "../runtime/run-options.js";
import { contendersOf, requireTwo, type Contender } from "./contenders.js";
import { plannedValues } from "./measure-run.js";
import { moneyPlan, type Amounts, type ExpectedCost } from "./tournament-money.js";
import { runSpec, tournamentRows, type TournamentRows } from "./tournament-rows.js";
import { TOURNAMENT_FORMAT, TournamentFolder, type TournamentState } from "./tournament-state.js";

/** What a tournament is told beside the task. */
export interface TournamentOptions extends Omit<
  LaunchOptions,
  "recipe" | "runId" | "out" | "force" | "target" | "review" | "checkpointer"
> {
  /** Names of the recipes, `none` for the task without one. Default: all. */
  readonly recipes?: readonly string[];
  /** Most that all of it may spend together: what is named first counts, of usd, tokens, calls. */
  readonly budget?: BudgetSpec;
  /** Runs of each recipe on a rung, at least 2. Default: the task's `tournament.seeds`. */
  readonly seeds?: number;
  /** True to write the recipe to use into the task file, where the difference is real. */
  readonly write?: boolean;
  /** Stops the work; the same call goes on with it. */
  readonly signal?: AbortSignal;
  /** Told what is done now, and how far all of it is, from 0 to 1. */
  readonly onProgress?: (step: string, share: number) => void;
}

/** A tournament that is planned, and not begun. */
export interface PreparedTournament {
  readonly id: string;
  readonly task: Task;
  readonly base: ReadSpec;
  readonly contenders: readonly Contender[];
  readonly rows: TournamentRows;
  readonly settings: TournamentSettings;
  readonly weights: Weights;
  /** Who judges: the evaluator's model, or rules. */
  readonly judge: "model" | "rules";
  readonly dropped: readonly { readonly name: Objective; readonly why: string }[];
  readonly folder: TournamentFolder;
  /** As an earlier process left it, or new. */
  readonly state: TournamentState;
  /** True where an earlier process began it. */
  readonly begun: boolean;
}

/** What a stop says, wherever it comes. */
export const STOPPED =
  "the tournament was stopped; what was measured is kept, and the same command goes on with it";
/** Held-out rows below which balls around them mean nothing. */
const FEWEST_FOR_COVERAGE = 20;
const USUAL_ROWS = 100;
/** Tokens of a judge's question beside the row, and of its answer. */
const JUDGES_TOKENS = { question: 900, answer: 250 };

/** Reads, checks and plans everything; asks no model. @throws as tournament */
export async function prepareTournament(
  task: string | TaskSpecInput,
  options: TournamentOptions,
): Promise<PreparedTournament> {
  checkTournamentOptions(options);
  const plain = launchOptionsOf(options);
  const base = await readSpec(task, plain);
  const { spec } = base;
  const settings: TournamentSettings = tournamentSettingsSchema.parse({
    ...(spec.tournament ?? {}),
    ...(options.seeds === undefined ? {} : { seeds: options.seeds }),
  });
  // A price that is not known is told before anything is estimated.
  await resolveRoleModels({ ...spec, budget: options.budget ?? {} }, plain);
  const found = await contendersOf(task, plain, { base, wanted: options.recipes ?? null });
  requireTwo(found);
  const rows = await tournamentRows(spec, base.folder);
  const judgeModel = await resolveRoleModel("evaluator", { spec, options: plain });
  const judge = settings.judge ?? (judgeModel.model.info.name === "embedded" ? "rules" : "model");
  const resolved = resolveTask(spec, []);
  const dropped = droppedObjectives(resolved, rows, settings);
  const measured = OBJECTIVES.filter((name) => dropped.every((one) => one.name !== name));
  if (measured.every((name) => settings.weights[name] === 0))
    throw new DatawrightError({
      code: "SPEC_INVALID",
      message: "tournament.weights: nothing is left to compare recipes by",
      hint: dropped.map(({ name, why }) => `${name}: ${why}`).join("; "),
      details: { path: "tournament.weights" },
    });
  const id = idOf(spec.name, [found.fit, settings, judge, options, base.folder]);
  const folder = new TournamentFolder(Workspace.open(options.workspace).folder, id);
  const earlier = folder.read();
  const contenders: readonly Contender[] =
    earlier === null
      ? found.fit
      : found.fit.filter(({ recipe }) => earlier.recipes.includes(recipe));
  const state = earlier ?? (await newState({ id, found, rows, settings, judge }, options));
  return {
    id,
    task: resolved,
    base,
    contenders: contenders.filter(({ recipe }) => state.recipes.includes(recipe)),
    rows,
    settings,
    weights: sharesOf(settings.weights, measured),
    judge,
    dropped,
    folder,
    state,
    begun: earlier !== null,
  };

  async function newState(
    made: {
      readonly id: string;
      readonly found: Awaited<ReturnType<typeof contendersOf>>;
      readonly rows: TournamentRows;
      readonly settings: TournamentSettings;
      readonly judge: "model" | "rules";
    },
    given: TournamentOptions,
  ): Promise<TournamentState> {
    const wanted = settings.rows ?? Math.min(spec.target, USUAL_ROWS);
    const { expected, failed } = await expectedCosts(made.found.fit, {
      rows: made.rows,
      wanted,
      options: given,
    });
    const fit = made.found.fit.filter(({ recipe }) => !failed.has(recipe));
    const unfit = [...made.found.unfit, ...[...failed].map(([recipe, why]) => ({ recipe, why }))];
    requireTwo({ fit, unfit });
    const texts = made.rows.heldOut.length > 0 ? made.rows.heldOut : made.rows.support;
    const isAsked = made.judge === "model" && settings.weights.faithfulness > 0;
    return {
      format: TOURNAMENT_FORMAT,
      id: made.id,
      plan: moneyPlan(expected, {
        budget: given.budget,
        factor: settings.factor,
        seeds: settings.seeds,
        rows: wanted,
        target: spec.target,
        judged: settings.judged,
        judge: isAsked
          ? judgeCost(
              judgeModel.model.info.price,
              texts.slice(0, 50).map(({ text }) => text),
            )
          : null,
      }),
      recipes: fit.map(({ recipe }) => recipe),
      unfit,
      runs: {},
      report: null,
    };
  }
}

function checkTournamentOptions({ seeds, recipes }: TournamentOptions): void {
  if (seeds !== undefined && (!Number.isSafeInteger(seeds) || seeds < 2))
    throw new DatawrightError({
      code: "USAGE",
      message: `${seeds} seeds: one run of a recipe says nothing of another; at least 2 are needed`,
    });
  if (recipes !== undefined && recipes.length === 0)
    throw new DatawrightError({
      code: "USAGE",
      message: "a tournament was asked for, and no recipe was named",
      hint: "Name two or more, or leave them out for all that fit the task.",
    });
}

/** What runs are launched with: the budget is that of the tournament, and is divided. */
export function launchOptionsOf(options: TournamentOptions): LaunchOptions {
  const {
    recipes: _recipes,
    budget: _budget,
    seeds: _seeds,
    write: _write,
    signal: _signal,
    onProgress: _onProgress,
    ...launch
  } = options;
  return { logLevel: null, ...launch };
}

/** What each recipe is expected to take; a stand-in answers in place of the models. */
async function expectedCosts(
  contenders: readonly Contender[],
  {
    rows,
    wanted,
    options,
  }: {
    readonly rows: TournamentRows;
    readonly wanted: number;
    readonly options: TournamentOptions;
  },
): Promise<{ readonly expected: ExpectedCost[]; readonly failed: Map<string, string> }> {
  const expected: ExpectedCost[] = [];
  const failed = new Map<string, string>();
  for (const [at, { recipe, read }] of contenders.entries()) {
    stopIfAborted(options.signal, STOPPED);
    options.onProgress?.(`estimating ${recipe}`, at / contenders.length);
    const spec = {
      ...runSpec(read.spec, { support: rows.support, seed: read.spec.seed }),
      target: wanted,
      // Small models that learn along ask nobody: what is counted is what is asked.
      label: { ...read.spec.label, minTraining: Number.MAX_SAFE_INTEGER },
    };
    try {
      const estimate = await estimateRead(
        { ...read, spec },
        { ...launchOptionsOf(options), askPlanner: false },
      );
      const amounts = ({
        costUsd,
        tokens,
        calls,
      }: Pick<typeof estimate, "costUsd" | "tokens" | "calls">): Amounts => ({
        usd: costUsd,
        tokens: tokens.input + tokens.output,
        calls,
      });
      expected.push({
        recipe,
        rows: wanted,
        all: amounts(estimate),
        planning: amounts(estimate.planning),
      });
    } catch (error) {
      if (!isDatawrightError(error) || error.exitCode === 4 || error.exitCode === 130) throw error;
      failed.set(recipe, error.message.split("\n")[0]!);
    }
  }
  return { expected, failed };
}

function judgeCost(price: ModelInfo["price"], texts: readonly string[]): Amounts {
  const length = texts.length === 0 ? 100 : mean(texts.map((text) => estimateTokens(text)));
  const input = Math.ceil(JUDGES_TOKENS.question + length);
  return {
    usd: price === null ? null : (price.input * input + price.output * JUDGES_TOKENS.answer) / 1e6,
    tokens: input + JUDGES_TOKENS.answer,
    calls: 1,
  };
}

function droppedObjectives(
  task: Task,
  { heldOut }: TournamentRows,
  { weights }: TournamentSettings,
): { name: Objective; why: string }[] {
  const labels = new Set(task.labels.map(({ name }) => name));
  const tested = heldOut.filter(
    ({ label }) =>
      label !== null && ([] as string[]).concat(label).every((name) => labels.has(name)),
  );
  const reasons: Record<Objective, string | null> = {
    downstream:
      labels.size === 0 || task.kind.labels === "none"
        ? "the task has no labels to test"
        : heldOut.length === 0
          ? "no held-out real rows: give `support`, of which a share is held out"
          : tested.length < heldOut.length
            ? `${heldOut.length - tested.length} held-out rows have no label of the task`
            : null,
    faithfulness: null,
    coverage:
      heldOut.length >= FEWEST_FOR_COVERAGE || plannedValues(task).length > 0
        ? null
        : `${heldOut.length} held-out real rows, of at least ${FEWEST_FOR_COVERAGE}, and no labels ` +
          "or attributes with values",
    diversity: null,
  };
  return OBJECTIVES.flatMap((name) => {
    const why = weights[name] === 0 ? "its weight is 0" : reasons[name];
    return why === null ? [] : [{ name, why }];
  });
}

/** Whether coverage is measured on held-out rows. */
export function hasEnoughForCoverage({ heldOut }: TournamentRows): boolean {
  return heldOut.length >= FEWEST_FOR_COVERAGE;
}

/** The same tournament has the same id: the same command again goes on with it. */
function idOf(
  name: string,
  [contenders, settings, judge, options, folder]: readonly [
    readonly Contender[],
    TournamentSettings,
    string,
    TournamentOptions,
    string,
  ],
): string {
  const { models = {}, model, baseUrl, budget, embeddings } = options;
  const nameOf = (value: unknown): unknown =>
    typeof value === "object" && value !== null && "info" in value
      ? (value as { info: { fingerprint: unknown } }).info.fingerprint
      : typeof value === "function"
        ? null
        : value;
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));
  const what = canonicalJson(
    plain([
      contenders.map(({ recipe, read }) => [recipe, read.spec]),
      settings,
      judge,
      folder,
      nameOf(model),
      Object.entries(models).map(([role, value]) => [role, nameOf(value)]),
      typeof embeddings === "object" ? null : embeddings,
      baseUrl,
      budget,
    ]) as never,
  );
  return `${slugOf(name, "task")}-tournament-${shortId(what)}`;
}
