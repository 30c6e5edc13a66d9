import { callAgent } from "../../../../agents/call-agent.js";
import type { PlanStrategy } from "../../../../agents/planner/contract.js";
import { deficitStrategy } from "../../../../agents/planner/strategies/deficit-strategy.js";
import { createPlanner } from "../../../../agents/planner/planner.js";
import { uniformStrategy } from "../../../../agents/planner/strategies/uniform-strategy.js";
import type { RoleOutput } from "../../../../agents/roles.js";
import { coverageOf, type CoverageMap } from "../../../../schema/coverage.js";
import { startCoverage, type DraftOutcome } from "../../../../tools/coverage/coverage-state.js";
import { recordOutcomes } from "../../../../tools/coverage/record-outcomes.js";
import { isSaturated } from "../../../../tools/coverage/saturation.js";
import { Random } from "../../../../base/statistics/random.js";
import { fakeContext, fakeTask } from "../../../helpers/fake-context.js";

const TARGET = 240;
const task = fakeTask({
  target: TARGET,
  labels: ["a", "b", "c", "d"],
  attributes: { topic: ["1", "2", "3"] },
  plan: { saturation: { window: 40 }, subtopics: 0 },
});
/**
 * A world in which cells differ: how often a draft is good, and how many different texts there are.
 */
interface World {
  readonly rate: (cell: string) => number;
  readonly kinds: (cell: string) => number;
}

/**
 * Runs rounds until the target, saturation or 60 rounds, the next round planned before the last one
 * is sealed.
 */
async function run(
  strategy: PlanStrategy,
  world: World,
): Promise<{ map: CoverageMap; drafts: number; accepted: number }> {
  const planner = createPlanner({ strategy });
  const planned = await callAgent<RoleOutput<"planner", "plan">>(
    planner,
    "plan",
    {},
    fakeContext({ task }),
  );
  let state = startCoverage(planned.coverage);
  let drafts = 0;
  let inFlight: RoleOutput<"planner", "order">["orders"] = [];
  const seen = new Set<string>();
  const total = (): number => state.map.cells.reduce((sum, cell) => sum + cell.accepted, 0);
  for (
    let round = 0;
    round < 60 && total() < TARGET && !isSaturated(state.map, task.spec.plan.saturation);
    round++
  ) {
    const outstanding: Record<string, number> = {};
    for (const { cell } of inFlight) outstanding[cell] = (outstanding[cell] ?? 0) + 1;
    const next = await callAgent<RoleOutput<"planner", "order">>(
      planner,
      "order",
      {
        round,
        size: 32,
        plan: planned.plan,
        coverage: state.map,
        outstanding,
        firstInput: 0,
        inputs: [],
      },
      fakeContext({ task, seed: round }),
    );
    const random = new Random(`round ${round}`);
    const outcomes = inFlight.map(({ cell }): DraftOutcome => {
      const species = `${cell} ${random.integer(world.kinds(cell))}`;
      if (random.next() > world.rate(cell))
        return { cell, outcome: "rejected", species: `${species} bad ${random.next()}` };
      if (seen.has(species)) return { cell, outcome: "duplicate", species };
      seen.add(species);
      return { cell, outcome: "accepted", species };
    });
    drafts += outcomes.length;
    state = recordOutcomes({ ...state, map: next.coverage }, outcomes, task.spec.plan.saturation);
    inFlight = next.orders;
  }
  return { map: state.map, drafts, accepted: total() };
}
const spread = (map: CoverageMap): number =>
  Math.min(...map.cells.map((cell) => cell.accepted)) /
  Math.max(...map.cells.map((cell) => cell.accepted));

describe("rounds ordered by deficit", () => {
  it("fill cells of unlike difficulty evenly, where blind rounds fill the easy ones", async () => {
    const world: World = { rate: (cell) => (cell.endsWith("1") ? 0.25 : 0.9), kinds: () => 10_000 };
    const [steered, blind] = [await run(deficitStrategy, world), await run(uniformStrategy, world)];
    expect(steered.accepted).toBeGreaterThanOrEqual(TARGET);
    expect(coverageOf(steered.map).ratio).toBe(1);
    expect(spread(steered.map)).toBeGreaterThan(0.6);
    expect(spread(blind.map)).toBeLessThan(0.45);
  });

  it("reach the target though some cells run out of new texts, and say where their demand went", async () => {
    const { map, accepted } = await run(deficitStrategy, {
      rate: () => 0.9,
      kinds: (cell) => (cell === "a / 1" || cell === "b / 2" ? 6 : 10_000),
    });
    expect(accepted).toBeGreaterThanOrEqual(TARGET);
    const dry = map.cells.filter((cell) => cell.id === "a / 1" || cell.id === "b / 2");
    for (const cell of dry) {
      expect(cell.accepted).toBeLessThanOrEqual(6);
      expect(map.moves.some((move) => move.cell === cell.id && move.to < move.from)).toBe(true);
    }
    expect(map.cells.reduce((sum, cell) => sum + cell.quota, 0)).toBe(TARGET);
  });

  it("end as saturated when every cell has run out, with all there was to have", async () => {
    const { map, accepted, drafts } = await run(deficitStrategy, { rate: () => 1, kinds: () => 5 });
    expect(isSaturated(map, task.spec.plan.saturation)).toBe(true);
    expect(accepted).toBe(60);
    expect(drafts).toBeLessThan(60 * 32);
  });
});
