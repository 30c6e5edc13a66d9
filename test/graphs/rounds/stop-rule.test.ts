import type { RunRuntime } from "../../../graphs/runtime/runtime.js";
import type { SealedRound } from "../../../graphs/runtime/sealed-round.js";
import { stopRule } from "../../../graphs/rounds/stop-rule.js";

/**
 * A run of one step whose round ended as told: so many drafts, of which some failed for a reason.
 */
function ranWith(total: number, failed: readonly string[]): RunRuntime {
  const spec = {
    target: 20,
    curate: { surplus: 1 },
    plan: { saturation: { unseenMass: 0.05, window: 20 }, noProgressRounds: 3 },
  };
  const rejected = failed.map((reason) => ({
    reasons: [reason],
    history: [{ step: "draft", note: reason, failed: "sample" }],
  }));
  return {
    task: { spec, kind: { givenFields: [] } },
    roundSize: 32,
    inputs: [],
    rounds: {
      plan: async () => ({ plan: { subTasks: [{ id: "sample" }] }, revision: 0 }),
      planned: async () => ({ planRevision: 0, size: total }),
      plannedOrNull: async () => ({ planRevision: 0, size: total }),
    },
    samples: { samples: async () => rejected, count: async () => total },
  } as unknown as RunRuntime;
}
const sealed = {
  round: 4,
  accepted: 18,
  dryRounds: 1,
  dryDrafts: 0,
  inputsUsed: 0,
  coverage: { cells: [], moves: [] },
} as unknown as SealedRound;
const many = (count: number, reason: string): string[] =>
  Array.from({ length: count }, () => reason);
const spent = { planRevision: 0, replans: { sample: 2 } };

describe("stopRule", () => {
  it("goes on where the method refused all of the few drafts that the end of a run needs", async () => {
    expect(await stopRule(ranWith(5, many(5, "not-verified")), sealed, spent)).toEqual({});
    expect(
      await stopRule(ranWith(5, many(5, "not-verified")), sealed, { planRevision: 0, replans: {} }),
    ).toEqual({});
  });

  it("goes on where the method refused most of a round, and ends where it refused all", async () => {
    expect(await stopRule(ranWith(30, many(28, "no-agreement")), sealed, spent)).toEqual({});
    expect(await stopRule(ranWith(30, many(30, "no-agreement")), sealed, spent)).toMatchObject({
      stop: "plan-failed",
    });
  });

  it("plans again, twice, what failed otherwise for half of a round", async () => {
    expect(
      await stopRule(ranWith(8, many(4, "format")), sealed, { planRevision: 0, replans: {} }),
    ).toMatchObject({ failed: [{ subTask: "sample", count: 4 }], replans: { sample: 1 } });
    expect(await stopRule(ranWith(8, many(4, "format")), sealed, spent)).toMatchObject({
      stop: "plan-failed",
    });
    expect(await stopRule(ranWith(9, many(4, "format")), sealed, spent)).toEqual({});
  });
});
