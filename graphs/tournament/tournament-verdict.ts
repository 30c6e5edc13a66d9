import { mean } from "../../base/statistics/mean.js";
import {
  OBJECTIVES,
  sharesOf,
  type Objective,
  type Weights,
} from "../../tools/tournament/objectives.js";
import { objectiveMean } from "../../tools/tournament/paired-scores.js";
import type { HalvingResult, Standing } from "../../tools/tournament/successive-halving.js";
import { hasEnoughForCoverage } from "./dropped-objectives.js";
import type { PreparedTournament } from "./prepare-tournament.js";
import { runSpent, type MoneyUnit } from "./tournament-money.js";
import type { TournamentReport, TournamentRow } from "./tournament-report.js";
import type { KeptRun, TournamentState } from "./tournament-state.js";

/** What a tournament came to, as it is told and kept. */
export function reportOf(
  prepared: PreparedTournament,
  {
    result,
    state,
    judgeSpent,
  }: {
    readonly result: HalvingResult<KeptRun>;
    readonly state: TournamentState;
    readonly judgeSpent: number;
  },
): TournamentReport {
  const { settings, rows, weights, task, dropped, folder, id, judge } = prepared;
  const { plan } = state;
  const table = result.standings.map((standing) =>
    rowOf(standing, { state, unit: plan.unit, heldOut: rowsOf(standing, prepared, state) }),
  );
  const final =
    result.final === null
      ? null
      : {
          ...result.final,
          seeds: settings.seeds,
          rows: rows.reported.length,
          freshRows: rows.reported.length > 0 && rows.chosenBy[0] !== rows.reported[0],
        };
  const shares = measuredShares(weights, state);
  const isReal = final !== null && final.difference.low > 0;
  const ran = table.filter(({ left }) => left !== "failed");
  const recipe = isReal ? final.first : ran.length === 1 ? ran[0]!.recipe : null;
  const cut = table.filter(({ left }) => left === "budget").map((row) => row.recipe);
  const indistinguishable = [
    ...(final === null || isReal ? [] : [final.first, final.second]),
    ...cut,
  ];
  const cheapest = final === null || isReal ? null : cheapestOf(table, [final.first, final.second]);
  return {
    id,
    folder: folder.folder,
    task: task.spec.name,
    recipe,
    verdict: verdictOf({ final, recipe, ran: ran.length, cut, cheapest, table }),
    final,
    indistinguishable,
    cheapest,
    rows: table,
    unfit: state.unfit,
    objectives: OBJECTIVES.flatMap((name) => {
      const weight = shares[name] ?? 0;
      return weight === 0 ? [] : [{ name, weight, how: howMeasured(name, prepared, judge) }];
    }),
    dropped: [...dropped, ...(weights.faithfulness === undefined ? [] : unread(state))],
    unit: plan.unit,
    rungs: plan.rungs.map(({ recipes, share }) => ({
      recipes,
      perRun: share * plan.perRun,
      seeds: settings.seeds,
    })),
    budget: plan.total,
    spent: { runs: table.reduce((sum, { spent }) => sum + spent, 0), judge: judgeSpent },
    allToTheEnd: allToTheEnd(table, { state, unit: plan.unit, seeds: settings.seeds }),
    written: null,
  };
}

/** The weights of what some run has: what none has, the others share. */
function measuredShares(weights: Weights, { runs }: TournamentState): Weights {
  const all = Object.values(runs).filter((run) => typeof run !== "string");
  const found = OBJECTIVES.filter(
    (name) => weights[name] !== undefined && all.some(({ objectives }) => name in objectives),
  );
  return all.length === 0 ? weights : sharesOf(weights, found);
}

/** Faithfulness, where rows of some runs were judged by nobody. */
function unread({ runs }: TournamentState): TournamentReport["dropped"] {
  const all = Object.values(runs).filter((run) => typeof run !== "string");
  const none = all.filter(({ judged, rows }) => judged === 0 && rows > 0).length;
  return none === 0
    ? []
    : [
        {
          name: "faithfulness",
          why: `the judge's answers on ${none} of ${all.length} runs could not be read; rungs with such a run go by the other figures`,
        },
      ];
}

/** What running every recipe to the end would have taken, by the runs that came there. */
function allToTheEnd(
  table: readonly TournamentRow[],
  of: { readonly state: TournamentState; readonly unit: MoneyUnit; readonly seeds: number },
): number | null {
  const { plan, runs } = of.state;
  const last = plan.rungs.length - 1;
  const spent = Object.entries(runs).flatMap(([key, run]) =>
    typeof run !== "string" && Number(key.split(" ").at(-2)) === last
      ? [runSpent(run.spent, of.unit) + run.judging]
      : [],
  );
  return spent.length === 0 ? null : table.length * of.seeds * mean(spent);
}

function rowsOf(
  { rung }: Standing<KeptRun>,
  { rows }: PreparedTournament,
  { plan }: TournamentState,
): readonly number[] {
  return rung === plan.rungs.length - 1 ? rows.reported : rows.chosenBy;
}

function rowOf(
  { recipe, rung, left, failed, score, behind, runs }: Standing<KeptRun>,
  of: {
    readonly state: TournamentState;
    readonly unit: MoneyUnit;
    readonly heldOut: readonly number[];
  },
): TournamentRow {
  // A run that went on has an entry for each rung: the last one counts.
  const all = new Map<string, KeptRun>();
  for (const [key, run] of Object.entries(of.state.runs))
    if (typeof run !== "string" && key.startsWith(`${recipe} `)) all.set(run.runId, run);
  const spent = [...all.values()].reduce((sum, run) => sum + runSpent(run.spent, of.unit), 0);
  const accepted = [...all.values()].reduce((sum, run) => sum + run.rows, 0);
  return {
    recipe,
    rung: rung + 1,
    left,
    failed,
    score,
    behind,
    parts: Object.fromEntries(
      OBJECTIVES.map((name) => [name, objectiveMean(runs, name, of.heldOut)]),
    ),
    rows: runs.length === 0 ? null : mean(runs.map((run) => run.rows)),
    spent,
    perRow: accepted === 0 ? null : spent / accepted,
    calls: [...all.values()].reduce((sum, run) => sum + run.spent.modelCalls, 0),
    runs: [...all.keys()],
  };
}

function cheapestOf(table: readonly TournamentRow[], recipes: readonly string[]): string | null {
  return (
    table
      .filter(({ recipe, perRow }) => recipes.includes(recipe) && perRow !== null)
      .sort((a, b) => a.perRow! - b.perRow!)[0]?.recipe ?? null
  );
}

function verdictOf(found: {
  readonly final: TournamentReport["final"];
  readonly recipe: string | null;
  readonly ran: number;
  readonly cut: readonly string[];
  readonly cheapest: string | null;
  readonly table: readonly TournamentRow[];
}): string[] {
  const { final, recipe, cut, cheapest, ran } = found;
  if (ran === 0) return ["no recipe could be run: see why each failed"];
  if (final === null) return [`use ${recipe}: no other recipe could be run`];
  const { first, second, difference, seeds, rows } = final;
  const value = points(difference.value);
  const [low, high] = [points(difference.low), points(difference.high)];
  const onRows = {
    real: `use ${first}: on ${seeds} new seeds and ${rows} held-out rows its score is ${value} points above that of ${second} (95 %: ${low} to ${high})`,
    not: `the difference is not real: on ${seeds} new seeds and ${rows} held-out rows the score of ${first} is ${value} points above that of ${second} (95 %: ${low} to ${high})`,
  };
  const onSeeds = {
    real: `use ${first}: on ${seeds} new seeds its score is ${value} points above that of ${second} (95 %: ${low} to ${high})`,
    not: `the difference is not real: on ${seeds} new seeds the score of ${first} is ${value} points above that of ${second} (95 %: ${low} to ${high})`,
  };
  return [
    (rows === 0 ? onSeeds : onRows)[recipe === null ? "not" : "real"],
    ...(rows > 0 && !final.freshRows
      ? [`${rows} held-out rows are too few to be parted: the same rows chose the last two`]
      : []),
    ...(cheapest === null ? [] : [`of the two, ${cheapest} takes less for a row`]),
    ...(cut.length === 0
      ? []
      : [
          `${cut.join(", ")} left with lower scores as the money of the next rung was for fewer; that ` +
            "they are worse is not shown",
        ]),
  ];
}

const points = (value: number): string => (100 * value).toFixed(1);

function howMeasured(
  name: Objective,
  { rows }: PreparedTournament,
  judge: "model" | "rules",
): string {
  return {
    downstream: `accuracy on ${rows.heldOut.length} held-out real rows of a small model trained on the rows`,
    faithfulness:
      judge === "rules"
        ? "share of the rows that pass rules without a model"
        : "share of the rows that pass the evaluator's model",
    coverage: hasEnoughForCoverage(rows)
      ? `share of ${rows.heldOut.length} held-out real rows that have a row of their kind`
      : "share of the labels and attribute values that have a row",
    diversity: "one less the mean cosine similarity of two rows",
  }[name];
}
