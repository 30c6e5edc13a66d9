import { canonicalJson, shortId } from "../../base/statistics/hash.js";
import { DatawrightError } from "../../base/errors.js";
import { slugOf } from "../../base/text/slug.js";
import { Workspace } from "../../memory/workspace.js";
import { resolveTask, type Task } from "../../schema/task.js";
import type { TaskSpec, TaskSpecInput } from "../../schema/task-file/task-spec.js";
import {
  tournamentSettingsSchema,
  type TournamentSettings,
} from "../../schema/task-file/tournament-settings.js";
import type { ModelInfo } from "../../tools/models/contract.js";
import {
  OBJECTIVES,
  sharesOf,
  type Objective,
  type Weights,
} from "../../tools/tournament/objectives.js";
import { readSpec, type ReadSpec } from "../run/read-spec.js";
import { modelConfig, resolveRoleModel, resolveRoleModels } from "../run/resolved-models.js";
import { contendersOf, requireTwo, type Contender, type Contenders } from "./contenders.js";
import { droppedObjectives } from "./dropped-objectives.js";
import { expectedCosts, judgeCost } from "./expected-costs.js";
import { moneyPlan } from "./tournament-money.js";
import {
  checkTournamentOptions,
  launchOptionsOf,
  type TournamentOptions,
} from "./tournament-options.js";
import { tournamentRows, type TournamentRows } from "./tournament-rows.js";
import { TOURNAMENT_FORMAT, TournamentFolder, type TournamentState } from "./tournament-state.js";

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

const USUAL_ROWS = 100;
/** Rows by whose length it is guessed what judging one takes. */
const JUDGED_TO_GUESS = 50;

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
  const id = tournamentId(spec.name, {
    contenders: found.fit.map(({ recipe, read }) => [recipe, read.spec]),
    rows: rows.support.concat(rows.heldOut).map(({ fields, label }) => [fields, label]),
    models: modelConfig(spec, plain),
    settings,
    judge,
    budget: options.budget,
  });
  const folder = new TournamentFolder(Workspace.open(options.workspace).folder, id);
  const earlier = folder.read();
  const state =
    earlier ??
    (await newState({
      ...{ id, found, rows, settings, options, spec },
      judgePrice:
        judge === "model" && settings.weights.faithfulness > 0
          ? judgeModel.model.info.price
          : undefined,
    }));
  return {
    id,
    task: resolved,
    base,
    contenders: found.fit.filter(({ recipe }) => state.recipes.includes(recipe)),
    rows,
    settings,
    weights: sharesOf(settings.weights, measured),
    judge,
    dropped,
    folder,
    state,
    begun: earlier !== null,
  };
}

/** A tournament that nobody began: its money is divided by what each recipe is expected to take. */
async function newState(given: {
  readonly id: string;
  readonly found: Contenders;
  readonly rows: TournamentRows;
  readonly settings: TournamentSettings;
  readonly options: TournamentOptions;
  readonly spec: TaskSpec;
  /** Null where it is not known; undefined where no judge is asked. */
  readonly judgePrice: ModelInfo["price"] | undefined;
}): Promise<TournamentState> {
  const { id, found, rows, settings, options, spec, judgePrice } = given;
  const wanted = settings.rows ?? Math.min(spec.target, USUAL_ROWS);
  const { expected, failed } = await expectedCosts(found.fit, { rows, wanted, options });
  const fit = found.fit.filter(({ recipe }) => !failed.has(recipe));
  const unfit = [...found.unfit, ...[...failed].map(([recipe, why]) => ({ recipe, why }))];
  requireTwo({ fit, unfit });
  const texts = (rows.heldOut.length > 0 ? rows.heldOut : rows.support)
    .slice(0, JUDGED_TO_GUESS)
    .map(({ text }) => text);
  return {
    format: TOURNAMENT_FORMAT,
    id,
    plan: moneyPlan(expected, {
      budget: options.budget,
      factor: settings.factor,
      seeds: settings.seeds,
      rows: wanted,
      target: spec.target,
      judged: settings.judged,
      judge: judgePrice === undefined ? null : judgeCost(judgePrice, texts),
    }),
    recipes: fit.map(({ recipe }) => recipe),
    unfit,
    runs: {},
    report: null,
  };
}

/** The same tournament has the same id: the same command again goes on with it. */
function tournamentId(name: string, of: Readonly<Record<string, unknown>>): string {
  // As JSON has it: what is undefined is not there.
  const what = canonicalJson(JSON.parse(JSON.stringify(of)));
  return `${slugOf(name, "task")}-tournament-${shortId(what)}`;
}
