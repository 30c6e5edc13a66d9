import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clopperPearson } from "../base/statistics/clopper-pearson.js";
import { tournament } from "../graphs/tournament/tournament.js";
import type { TournamentReport } from "../graphs/tournament/tournament-report.js";
import { lightAgents } from "./light-agents.js";
import { playedOnFigures } from "./made-figures.js";
import { worldModel, worldPlugin, worldTask, type World } from "./tournament-world.js";

const SEEDS = Number(process.env["TOURNAMENTS"] ?? 10);
const RECIPES = ["a", "b", "c", "d", "e", "f"];
const BETTER = "c";
/** Most model calls of a tournament: a run of the last rung has some 130. */
const CALLS = 2000;

async function once(world: World): Promise<TournamentReport> {
  const workspace = mkdtempSync(join(tmpdir(), "datawright-tournament-"));
  try {
    return await tournament(
      { ...worldTask(world), target: 400 },
      {
        workspace,
        model: worldModel(world),
        plugins: [worldPlugin(world)],
        agents: lightAgents,
        recipes: RECIPES,
        budget: { calls: CALLS },
      },
    );
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

/** The same on made figures, without runs: many worlds, for what is claimed where nothing differs. */
async function onFigures(): Promise<void> {
  const worlds = 1000;
  for (const margin of [0, 0.1, 0.2, 0.3]) {
    let [found, claimed] = [0, 0];
    for (let world = 0; world < worlds; world++) {
      const { first, difference } = (await playedOnFigures(world, margin)).final!;
      if (difference.low <= 0) continue;
      claimed++;
      if (first === "c") found++;
    }
    const share = (count: number): string => `${((100 * count) / worlds).toFixed(1)} %`;
    console.log(
      `made figures, margin ${100 * margin} points: a difference is claimed in ${share(claimed)} of ` +
        `${worlds} worlds${margin === 0 ? "" : `, the better one found in ${share(found)}`}`,
    );
  }
  console.log("");
}

/**
 * Tournaments of six recipes in a world where it is known how good each is: where one is better by a
 * known margin it is to be found, at no more than half of what running all to the end takes; where all
 * are equal it is to be said that the difference is not real.
 */
export async function run(): Promise<void> {
  await onFigures();
  for (const margin of [0.25, 0]) {
    let [right, spent, toTheEnd] = [0, 0, 0];
    console.log(
      margin === 0
        ? "six equal recipes, 70 % of whose rows are right"
        : `one of six recipes has ${100 * margin} points more rows that are right (${70 + 100 * margin} %, others 70 %)`,
    );
    console.log("seed  says              difference [95 %]      calls   of all to the end");
    for (let seed = 1; seed <= SEEDS; seed++) {
      const rightness = Object.fromEntries(
        RECIPES.map((name) => [name, name === BETTER ? 0.7 + margin : 0.7]),
      );
      const report = await once({ seed, rightness });
      if (report.recipe === (margin === 0 ? null : BETTER)) right++;
      const all = report.spent.runs + report.spent.judge;
      spent += all;
      toTheEnd += report.allToTheEnd ?? 0;
      const { value, low, high } = report.final!.difference;
      const points = (share: number): string => (100 * share).toFixed(1);
      console.log(
        `${String(seed).padStart(4)}  ${(report.recipe === null ? "not real" : `use ${report.recipe}`).padEnd(16)}` +
          `  ${points(value).padStart(5)} [${points(low)}, ${points(high)}]`.padEnd(24) +
          `${String(all).padStart(6)}   ${((100 * all) / report.allToTheEnd!).toFixed(0)} %`,
      );
    }
    const { low } = clopperPearson({ successes: right, trials: SEEDS });
    console.log(
      `${margin === 0 ? "no difference is claimed" : "the better one is found"} in ${right} of ${SEEDS} ` +
        `(at least ${low.toFixed(2)}), at ${((100 * spent) / toTheEnd).toFixed(0)} % of the calls of running all to the end\n`,
    );
  }
}
