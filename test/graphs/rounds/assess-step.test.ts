import { assessStep } from "../../../graphs/rounds/assess-step.js";
import { INITIAL_STATE, type RunStateValues } from "../../../graphs/rounds/state.js";
import type { WorkLoop } from "../../../graphs/rounds/work-loop.js";
import type { Sample } from "../../../schema/sample.js";
import {
  begun,
  drafted,
  labelCells,
  madeDraft,
  madeSealed,
  memoryRun,
  type MemoryRun,
  type MemoryRunOptions,
} from "../../helpers/memory-run.js";

const SMALL = { target: 10, plan: { roundSize: 8, noProgressRounds: 2 } };

async function open(spec: MemoryRunOptions["spec"] = {}): Promise<MemoryRun> {
  const run = await memoryRun({ spec: { ...SMALL, ...spec } });
  await begun(run);
  return run;
}
/** A loop that only hears what it is told. */
function deafLoop() {
  const cancelled: number[] = [];
  const forgotten: number[] = [];
  const loop = {
    cancel: (round: number) => cancelled.push(round),
    forget: (round: number) => forgotten.push(round),
  } as unknown as WorkLoop;
  return { loop, cancelled, forgotten };
}
const drafts = (round: number, size: number, draft: Partial<Sample> = {}): Sample[] =>
  Array.from({ length: size }, (_, ordinal) => madeDraft({ round, ordinal, ...draft }));
const failing = { reasons: ["unparsed"], text: "" };
const at = (sealed: number, state: Partial<RunStateValues> = {}): RunStateValues => ({
  ...INITIAL_STATE,
  sealed,
  planned: sealed + 2,
  ...state,
});

describe("assessing a round", () => {
  it("seals it with what the gate decided, in one step, and says so", async () => {
    const run = await open();
    await drafted(run, 0, [...drafts(0, 3), madeDraft({ ordinal: 3, ...failing })]);
    const { loop, forgotten } = deafLoop();
    expect(await assessStep(run, loop, at(-1))).toEqual({ sealed: 0, accepted: 3 });
    expect(await run.samples.count({ status: "accepted" })).toBe(3);
    expect(await run.rounds.sealed(0)).toMatchObject({
      accepted: 3,
      drafted: 4,
      dryRounds: 0,
      learnedRound: -1,
      cancelled: false,
    });
    const [refund, delivery] = (await run.rounds.visible(0)).coverage.cells;
    expect(refund).toMatchObject({ ordered: 4, accepted: 3, rejected: 1 });
    expect(delivery).toMatchObject({ ordered: 0, accepted: 0 });
    expect(forgotten).toEqual([0]);
    expect(run.happened.map(({ type }) => type)).toEqual([
      "sample-accepted",
      "sample-accepted",
      "sample-accepted",
      "sample-rejected",
      "round-sealed",
    ]);
  });

  it("reads what a process before it sealed: nothing is decided or said twice", async () => {
    const run = await open();
    await drafted(run, 0, drafts(0, 3));
    const { loop } = deafLoop();
    const first = await assessStep(run, loop, at(-1));
    const samples = await run.samples.samples();
    const said = run.happened.length;
    expect(await assessStep(run, loop, at(-1))).toEqual(first);
    expect(await run.samples.samples()).toEqual(samples);
    expect(run.happened).toHaveLength(said);
  });

  it("gives positions behind every one that was ever given", async () => {
    const run = await open();
    await drafted(run, 0, drafts(0, 4));
    const { loop } = deafLoop();
    await assessStep(run, loop, at(-1));
    const demoted = await run.samples.samples({ order: "ordinal", limit: 2 });
    await run.rounds.recount(
      0,
      demoted.map(({ cell }) => ({ cell, from: "accepted", to: "rejected" })),
      { updates: demoted.map((sample) => ({ sample: { ...sample, status: "rejected" } })) },
    );
    await drafted(run, 1, drafts(1, 2));
    await assessStep(run, loop, at(0));
    const order = await run.samples.samples({ status: "accepted", order: "accepted" });
    expect(order.map(({ id }) => id)).toEqual(["r0-2", "r0-3", "r1-0", "r1-1"]);
    expect(await run.rounds.sealed(1)).toMatchObject({ accepted: 4 });
  });

  it("ends the run at the target and cancels the round that is in flight", async () => {
    const run = await open({ target: 3 });
    await drafted(run, 0, drafts(0, 5));
    const { loop, cancelled } = deafLoop();
    expect(await assessStep(run, loop, at(-1))).toEqual({
      sealed: 0,
      accepted: 3,
      stop: "target",
      stopDetail: "3 of 3 accepted",
    });
    expect(cancelled).toEqual([1]);
    expect(run.happened.at(-1)).toMatchObject({ type: "work-stopped", reason: "target" });
  });

  it("goes on after one dry round, and ends after several with the reasons and what helps", async () => {
    const run = await open();
    const { loop, cancelled } = deafLoop();
    await drafted(run, 0, drafts(0, 8, failing));
    expect(await assessStep(run, loop, at(-1))).toEqual({ sealed: 0, accepted: 0 });
    expect(cancelled).toEqual([]);
    await drafted(run, 1, [
      ...drafts(1, 6, failing),
      madeDraft({ round: 1, ordinal: 6, reasons: ["refused"] }),
      madeDraft({ round: 1, ordinal: 7, reasons: ["refused"] }),
    ]);
    const { stop, stopDetail } = await assessStep(run, loop, at(0));
    expect(stop).toBe("no-progress");
    expect(stopDetail).toMatch(
      /^nothing accepted in 2 rounds in a row; of 16 drafts 14 were refused as unparsed, 2 were refused as refused\. The model's answers do not fit the schema/u,
    );
    expect(stopDetail).toContain("datawright samples run --reason unparsed");
    expect(cancelled).toEqual([2]);
  });

  it("counts no round as dry in which nothing was drafted, or that gave one sample", async () => {
    const run = await open();
    const { loop } = deafLoop();
    await drafted(run, 0, drafts(0, 8, failing));
    await drafted(run, 1, []);
    await drafted(run, 2, [madeDraft({ round: 2 }), ...drafts(2, 7, failing).slice(1)]);
    for (const [round, dry] of [
      [0, [1, 8]],
      [1, [1, 8]],
      [2, [0, 0]],
    ] as const) {
      expect((await assessStep(run, loop, at(round - 1))).stop).toBeUndefined();
      const { dryRounds, dryDrafts } = await run.rounds.sealed(round);
      expect([dryRounds, dryDrafts]).toEqual(dry);
    }
  });

  it("does not end on dry rounds of an older plan", async () => {
    const run = await open();
    const { loop } = deafLoop();
    for (const round of [0, 1]) await drafted(run, round, drafts(round, 8, failing));
    await assessStep(run, loop, at(-1));
    expect((await assessStep(run, loop, at(0, { planRevision: 1 }))).stop).toBeUndefined();
  });

  it("ends where every open cell only repeats itself", async () => {
    const run = await open({
      plan: { ...SMALL.plan, saturation: { unseenMass: 0.3, window: 20 } },
    });
    const start = labelCells();
    const coverage = {
      ...start,
      cells: start.cells.map((cell) => ({ ...cell, accepted: 1, duplicates: 39 })),
    };
    const windows = Object.fromEntries(
      start.cells.map(({ id }) => [id, Array.from({ length: 40 }, () => 7)]),
    );
    await run.rounds.seal(
      madeSealed(0, {
        accepted: 2,
        drafted: 80,
        coverage,
        coverageState: { map: start, windows },
      }),
    );
    const { label } = madeDraft();
    const drafts = start.cells.flatMap(({ id }, index) =>
      [0, 1].map((twin) =>
        madeDraft({
          round: 1,
          ordinal: 2 * index + twin,
          cell: id,
          label: { ...label, given: id, current: id },
          text: `${id} again`,
        }),
      ),
    );
    await drafted(run, 1, drafts);
    const { loop } = deafLoop();
    expect(await assessStep(run, loop, at(0))).toMatchObject({
      stop: "saturation",
      stopDetail: expect.stringContaining("repeats what is there") as string,
    });
  });

  it("ends where the planner has nothing left to order", async () => {
    const run = await open();
    await drafted(run, 0, []);
    await drafted(run, 1, []);
    const { loop } = deafLoop();
    expect(await assessStep(run, loop, at(-1))).toMatchObject({
      stop: "no-progress",
      stopDetail: "the planner has no open cell left to order from",
    });
  });

  it("hands a sub-task that failed for half of the drafts back to the planner", async () => {
    const run = await open();
    const history: Sample["history"] = [
      {
        step: "draft",
        from: "planned",
        to: "drafted",
        reason: "empty",
        note: "nothing",
        failed: "sample",
      },
    ];
    await drafted(run, 0, [...drafts(0, 4, { ...failing, history }), ...drafts(0, 8).slice(4)]);
    const { loop } = deafLoop();
    expect(await assessStep(run, loop, at(-1))).toEqual({
      sealed: 0,
      accepted: 4,
      failed: [{ subTask: "sample", reason: "nothing", count: 4 }],
      replans: { sample: 1 },
    });
  });

  it("seals every planned round after a budget stop, until the target", async () => {
    const run = await open({ target: 5 });
    for (const round of [0, 1, 2]) await drafted(run, round, drafts(round, 3));
    const { loop } = deafLoop();
    const stopped = at(-1, { stop: "budget", planned: 2 });
    expect(await assessStep(run, loop, stopped)).toEqual({ sealed: 1, accepted: 5 });
    expect(await run.rounds.sealedOrNull(2)).toBeNull();
  });
});
