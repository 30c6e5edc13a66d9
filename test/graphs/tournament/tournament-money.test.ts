import { droppedObjectives } from "../../../graphs/tournament/dropped-objectives.js";
import {
  moneyPlan,
  runMoney,
  type ExpectedCost,
} from "../../../graphs/tournament/tournament-money.js";
import { resolveTask } from "../../../schema/task.js";
import { taskSpecSchema, type TaskSpecInput } from "../../../schema/task-file/task-spec.js";
import { tournamentSettingsSchema } from "../../../schema/task-file/tournament-settings.js";

/** A recipe that asks so much before its first row, and for each of a hundred rows. */
function cost(recipe: string, planning: number, perRow: number, usd: number | null): ExpectedCost {
  const amounts = (calls: number) => ({
    usd: usd === null ? null : usd * calls,
    tokens: 100 * calls,
    calls,
  });
  return { recipe, rows: 100, all: amounts(planning + 100 * perRow), planning: amounts(planning) };
}
const SIX = ["a", "b", "c", "d", "e", "f"].map((name, at) => cost(name, at, 1 + at / 10, 0.01));
const JUDGE = { usd: 0.01, tokens: 100, calls: 1 };
const OPTIONS = {
  budget: undefined,
  factor: 3,
  seeds: 4,
  rows: 100,
  target: 1000,
  judge: JUDGE,
  judged: 20,
};

describe("moneyPlan", () => {
  it("counts in money where prices are known, else in tokens, and in what the budget names", () => {
    expect(moneyPlan(SIX, OPTIONS).unit).toBe("usd");
    const free = SIX.map(({ recipe }) => cost(recipe, 0, 1, 0));
    expect(moneyPlan(free, { ...OPTIONS, judge: null }).unit).toBe("tokens");
    const unknown = [...SIX.slice(1), cost("a", 0, 1, null)];
    expect(moneyPlan(unknown, OPTIONS).unit).toBe("tokens");
    expect(moneyPlan(unknown, { ...OPTIONS, budget: { calls: 3000 } }).unit).toBe("calls");
    expect(() => moneyPlan(unknown, { ...OPTIONS, budget: { usd: 30 } })).toThrow(
      expect.objectContaining({ code: "NO_PRICE" }),
    );
  });

  it("gives every recipe of a rung as much, and never more than the budget in all", () => {
    const plan = moneyPlan(SIX, { ...OPTIONS, budget: { calls: 2400, usd: 48 } });
    // Twelve runs of the last rung: eight there, and six recipes with a sixth each.
    expect(plan).toMatchObject({ unit: "usd", total: 48, perRun: 4, limits: { calls: 200 } });
    const calls = moneyPlan(SIX, { ...OPTIONS, budget: { calls: 2400 } });
    expect(calls.perRun).toBe(200);
    const [first, last] = [runMoney(calls, 0, 20), runMoney(calls, 1, 20)];
    // A quarter of a run's money at most is the judge's.
    expect(first).toEqual({ budget: { calls: 25 }, judged: 8, judging: 8 });
    expect(last).toEqual({ budget: { calls: 180 }, judged: 20, judging: 20 });
    const all = [6 * 4 * (25 + 8), 2 * 4 * (180 + 20)];
    expect(all[0]! + all[1]!).toBeLessThanOrEqual(2400);
  });

  it("gives without a budget what the one in the middle takes for the rows, and no more than the target takes", () => {
    const { total, perRun } = moneyPlan(SIX, OPTIONS);
    expect(perRun).toBeCloseTo(0.01 * (2.5 + 100 * 1.25 + 20), 9);
    expect(total).toBeGreaterThanOrEqual(12 * perRun);
    const rich = moneyPlan(SIX, { ...OPTIONS, target: 100, budget: { calls: 1e6 } });
    expect(rich.perRun).toBeCloseTo(1.25 * (5 + 150) + 20, 9);
  });

  it("refuses a budget of which half of the recipes could not write ten rows, and takes the one that it names", () => {
    const small = (calls: number) => () => moneyPlan(SIX, { ...OPTIONS, budget: { calls } });
    expect(small(500)).toThrow(
      expect.objectContaining({
        code: "BUDGET_TOO_SMALL",
        message:
          "500 calls for 6 recipes with 4 seeds are 6.94 for a run of the first rung, and 20 are needed for 10 rows",
        details: { unit: "calls", budget: 500, least: 1440 },
      }),
    );
    expect(small(1440)).not.toThrow();
    expect(small(1439)).toThrow();
  });
});

describe("droppedObjectives", () => {
  const settings = tournamentSettingsSchema.parse({});
  const dropped = (task: Partial<TaskSpecInput>, more = {}) =>
    droppedObjectives(
      resolveTask(
        taskSpecSchema.parse({ name: "t", kind: "custom", description: "D.", target: 1, ...task }),
        [],
      ),
      { support: [], heldOut: [], chosenBy: [], reported: [] },
      { ...settings, ...more },
    ).map(({ name, why }) => `${name}: ${why}`);

  it("says what cannot be measured for a task, and why", () => {
    const fields = { text: { type: "text" as const } };
    expect(dropped({ fields })).toEqual([
      "downstream: the task has no labels to test",
      "coverage: 0 held-out real rows, of at least 20, and no labels or attributes with values",
    ]);
    expect(dropped({ kind: "classification", labels: ["a", "b"] })).toEqual([
      "downstream: no held-out real rows: give `support`, of which a share is held out",
    ]);
    expect(
      dropped(
        { kind: "classification", labels: ["a", "b"] },
        { weights: { ...settings.weights, diversity: 0 } },
      ),
    ).toContain("diversity: its weight is 0");
  });
});
