import { defineAgent } from "../../../agents/define-agent.js";
import type { RoleInput } from "../../../agents/roles.js";
import { ensurePlan, planRound, planStep } from "../../../graphs/rounds/plan-step.js";
import { INITIAL_STATE } from "../../../graphs/rounds/state.js";
import type { WorkLoop } from "../../../graphs/rounds/work-loop.js";
import type { CoverageMap } from "../../../schema/coverage.js";
import type { Order, Plan } from "../../../schema/plan.js";
import { fakeRow } from "../../helpers/fake-context.js";
import {
  begun,
  labelCells,
  madePlan,
  madeSealed,
  memoryRun,
  type MemoryRun,
  type MemoryRunOptions,
} from "../../helpers/memory-run.js";

type OrderInput = RoleInput<"planner", "order">;
interface Asked extends OrderInput {
  readonly sealedThrough: number;
}

/** A planner that keeps what it was asked with; orders are for the first cell unless told. */
function planner(draw: (input: OrderInput) => CoverageMap = ({ coverage }) => coverage) {
  const asked: Asked[] = [];
  const planned: RoleInput<"planner", "plan">[] = [];
  const agent = defineAgent({
    name: "listens",
    role: "planner",
    methods: {
      plan: (input) => {
        planned.push(input);
        const revision = planned.length - 1;
        return { plan: madePlan({ id: "sample", revision }), coverage: labelCells() };
      },
      order: (input, { memory }) => {
        asked.push({ ...input, sealedThrough: memory.sealedThrough });
        return {
          coverage: draw(input),
          orders: Array.from({ length: input.size }, (_, index) => ({
            cell: "refund",
            label: "refund",
            conditions: [],
            inputId: input.inputs[index] ?? null,
            seedIds: [`seed-${input.round}`],
          })),
        };
      },
    },
  });
  return { agent, asked, planned };
}
const inForce = { plan: madePlan(), revision: 0 };

async function open(
  { agent }: ReturnType<typeof planner>,
  { spec, ...options }: MemoryRunOptions = {},
): Promise<MemoryRun> {
  const run = await memoryRun({
    spec: { target: 40, ...spec, plan: { roundSize: 8, ...spec?.plan } },
    agents: { planner: agent },
    ...options,
  });
  await begun(run);
  return run;
}
const withAccepted = (accepted: number): CoverageMap => {
  const map = labelCells();
  return { ...map, cells: map.cells.map((cell) => ({ ...cell, accepted })) };
};

describe("planning a round", () => {
  it("reads only what is sealed up to the round before the one in flight", async () => {
    const listening = planner();
    const run = await open(listening);
    const sealedAs = (round: number, accepted: number) =>
      run.rounds.seal(
        madeSealed(round, {
          accepted,
          drafted: 2 * accepted,
          coverage: withAccepted(accepted),
        }),
      );
    await planRound(run, 0, inForce);
    await sealedAs(0, 3);
    await planRound(run, 1, inForce);
    await planRound(run, 2, inForce);
    await sealedAs(1, 8);
    await sealedAs(2, 12);
    await planRound(run, 3, inForce);
    expect(listening.asked.map(({ sealedThrough }) => sealedThrough)).toEqual([-1, -1, 0, 1]);
    expect(listening.asked.map(({ coverage }) => coverage.cells[0]!.accepted)).toEqual([
      0, 0, 3, 8,
    ]);
  });

  it("is done once: what is sealed since does not change its orders", async () => {
    const listening = planner();
    const run = await open(listening, { spec: { target: 14 } });
    await planRound(run, 0, inForce);
    await planRound(run, 1, inForce);
    await run.rounds.seal(madeSealed(0, { accepted: 6, drafted: 8 }));
    const round = await planRound(run, 2, inForce);
    await run.rounds.seal(madeSealed(1, { accepted: 14, drafted: 16 }));
    expect(await planRound(run, 2, inForce)).toEqual(round);
    expect(listening.asked).toHaveLength(3);
    expect(new Set(round.orders.map(({ id }) => id)).size).toBe(round.orders.length);
  });

  it("counts what is in flight, by cell and in the size, and nothing once it is sealed", async () => {
    const listening = planner();
    const run = await open(listening, { spec: { target: 10 } });
    await planRound(run, 0, inForce);
    await planRound(run, 1, inForce);
    expect(listening.asked[0]).toMatchObject({ size: 8, outstanding: {} });
    expect(listening.asked[1]).toMatchObject({ outstanding: { refund: 8 } });
    expect(listening.asked[1]!.size).toBeLessThan(8);
    // Back at work after curation: both rounds are sealed and one of ten is lacking.
    for (const round of [0, 1])
      await run.rounds.seal(madeSealed(round, { accepted: 9, drafted: 12 }));
    await planRound(run, 2, inForce);
    expect(listening.asked[2]).toMatchObject({ size: 2, outstanding: {} });
  });

  it("asks nobody when the target is covered", async () => {
    const listening = planner();
    const run = await open(listening, { spec: { target: 10 } });
    await run.rounds.seal(madeSealed(0, { accepted: 10, drafted: 12 }));
    const { orders, planned } = await planRound(run, 2, inForce);
    expect(orders).toEqual([]);
    expect(planned).toMatchObject({ size: 0, moves: [] });
    expect(listening.asked).toEqual([]);
  });

  it("shows quota that was moved for the round in flight, and records only what is new", async () => {
    const move = (round: number, map: CoverageMap): CoverageMap => ({
      ...map,
      cells: map.cells.map((cell) => ({
        ...cell,
        quota: cell.quota + (cell.id === "refund" ? -1 : 1),
      })),
      moves: [
        ...map.moves,
        ...map.cells.map(({ id, quota }) => ({
          round,
          cell: id,
          from: quota,
          to: quota + (id === "refund" ? -1 : 1),
          why: "test",
        })),
      ],
    });
    const listening = planner(({ round, coverage }) => move(round, coverage));
    const run = await open(listening);
    const first = await planRound(run, 0, inForce);
    const second = await planRound(run, 1, inForce);
    expect(listening.asked[1]!.coverage.cells.map(({ quota }) => quota)).toEqual([19, 21]);
    expect(first.planned.moves).toHaveLength(2);
    expect(second.planned.moves.map(({ round }) => round)).toEqual([1, 1]);
  });

  it("hands out every given row once and orders no more than there are", async () => {
    const listening = planner();
    const inputs = Array.from({ length: 10 }, (_, index) =>
      fakeRow(`in-${index}`, `row ${index}`, null),
    );
    const run = await open(listening, { spec: { kind: "annotation" }, inputs });
    const given = [];
    for (const round of [0, 1])
      given.push(...(await planRound(run, round, inForce)).orders.map(({ inputId }) => inputId));
    await run.rounds.seal(madeSealed(0, { accepted: 0, drafted: 8, inputsUsed: 8 }));
    expect((await planRound(run, 2, inForce)).orders).toEqual([]);
    expect(given).toEqual(inputs.map(({ id }) => id));
  });

  it("says which seeds earlier rounds used, where samples are made from rows", async () => {
    const seeds = { name: "inputs", count: 1 };
    for (const plan of [{ seeds }, {}]) {
      const listening = planner();
      const run = await open(listening, { spec: { plan } });
      for (const round of [0, 1]) await planRound(run, round, inForce);
      expect(listening.asked.map(({ usedSeeds }) => usedSeeds)).toEqual(
        "seeds" in plan ? [[], ["seed-0"]] : [[], []],
      );
    }
  });
});

describe("the plan", () => {
  it("is made once, and again with what failed", async () => {
    const listening = planner();
    const run = await memoryRun({ agents: { planner: listening.agent } });
    const first = await ensurePlan(run, INITIAL_STATE);
    expect(first.revision).toBe(0);
    expect(await run.rounds.sealed(-1)).toMatchObject({ accepted: 0, coverage: labelCells() });
    await ensurePlan(run, INITIAL_STATE);
    expect(listening.planned).toHaveLength(1);
    const failed = [{ subTask: "sample", reason: "format", count: 5 }];
    const second = await ensurePlan(run, { ...INITIAL_STATE, failed });
    expect(second.revision).toBe(1);
    expect(listening.planned[1]).toMatchObject({ previous: first.plan, failed });
    // A process that was killed behind it does not make it a second time.
    expect(await ensurePlan(run, { ...INITIAL_STATE, failed })).toEqual(second);
    expect(listening.planned).toHaveLength(2);
  });

  const chain = Array.from({ length: 13 }, (_, index) => ({
    id: `s${index}`,
    dependsOn: index === 0 ? [] : [`s${index - 1}`],
  }));
  it.each([
    [
      "with a cycle",
      [
        { id: "a", dependsOn: ["b"] },
        { id: "b", dependsOn: ["a"] },
      ],
      /has a cycle: a -> b -> a/u,
    ],
    [
      "that reads what nothing writes",
      [{ id: "text", inputs: ["facts"] }],
      /"text" reads "facts", which nothing before it writes/u,
    ],
    ["of more depth than 12", chain, /at most 12 deep/u],
    [
      "of more than 64 sub-tasks",
      Array.from({ length: 65 }, (_, index) => ({ id: `s${index}` })),
      /has 65 sub-tasks; at most 64/u,
    ],
  ])("%s is refused before anything is written, with what to do", async (_name, parts, message) => {
    const agent = defineAgent({
      name: "circle",
      role: "planner",
      methods: {
        plan: () => ({
          plan: madePlan(...parts.map((part) => ({ output: [part.id], ...part }))),
          coverage: labelCells(),
        }),
        order: ({ coverage }) => ({ orders: [], coverage }),
      },
    });
    const run = await memoryRun({ agents: { planner: agent } });
    await expect(ensurePlan(run, INITIAL_STATE)).rejects.toMatchObject({
      code: "PLAN_INVALID",
      message: expect.stringMatching(message) as string,
      hint: expect.stringMatching(/\w/u) as string,
    });
    expect(await run.rounds.plan()).toBeNull();
    expect(await run.rounds.sealedOrNull(-1)).toBeNull();
  });

  it("is worked on two rounds ahead, each round by the plan that it was made with", async () => {
    const listening = planner();
    const run = await memoryRun({
      spec: { plan: { roundSize: 4 } },
      agents: { planner: listening.agent },
    });
    const added: { round: number; plan: Plan; orders: number; sees: number }[] = [];
    const loop = {
      has: () => false,
      add: async (
        round: number,
        orders: readonly Order[],
        plan: Plan,
        visible: { sealedThrough: number },
      ) => void added.push({ round, plan, orders: orders.length, sees: visible.sealedThrough }),
    } as unknown as WorkLoop;
    expect(await planStep(run, loop, INITIAL_STATE)).toEqual({
      planned: 1,
      planRevision: 0,
      failed: [],
    });
    expect(added.map(({ round, orders, sees }) => [round, orders, sees])).toEqual([
      [0, 4, -1],
      [1, 4, -1],
    ]);
    await run.rounds.seal(madeSealed(0));
    const failed = [{ subTask: "sample", reason: "format", count: 4 }];
    const state = { ...INITIAL_STATE, planned: 0, sealed: 0, failed };
    expect(await planStep(run, loop, state)).toMatchObject({ planned: 2, planRevision: 1 });
    const [, , again, next] = added;
    // Round 1 was planned before the plan was made anew.
    expect([again!.round, again!.plan.subTasks[0]!.revision]).toEqual([1, 0]);
    expect([next!.round, next!.plan.subTasks[0]!.revision, next!.sees]).toEqual([2, 1, 0]);
  });
});
