import { RoundLog } from "../../../graphs/runtime/round-log.js";
import { RunDemonstrations } from "../../../graphs/runtime/run-demonstrations.js";
import { runEntries } from "../../../graphs/runtime/run-entries.js";
import { entry } from "../../../memory/entry-key.js";
import { fakeRow } from "../../helpers/fake-context.js";
import {
  begun,
  labelCells,
  madeDraft,
  madeOrder,
  madePlan,
  madeSealed,
  memoryRun,
  type MemoryRun,
} from "../../helpers/memory-run.js";

const support = [fakeRow("s1", "Where is my parcel?", "delivery")];

async function open(): Promise<MemoryRun> {
  const run = await memoryRun({ support });
  await begun(run);
  return run;
}
/** The log as another process finds it in the store. */
const reread = ({ store, samples, embeddings }: MemoryRun): RoundLog =>
  new RoundLog({
    store,
    samples,
    demonstrations: new RunDemonstrations({ store, support, embeddings }),
    learned: () => Promise.resolve(null),
    mistakes: () => Promise.resolve([]),
  });
const planned = { planRevision: 0, size: 1, inputsUsed: 0, moves: [] };
const quotas = async (log: RoundLog, round: number): Promise<number[]> =>
  (await log.sealed(round)).coverage.cells.map(({ quota }) => quota);

describe("the round log", () => {
  it("shows another process what one wrote", async () => {
    const run = await open();
    await run.rounds.order(0, [madeOrder({ seedIds: ["s1"] })], planned);
    await run.rounds.seal(madeSealed(0, { accepted: 4 }));
    await run.rounds.decideTraining(0, 5);
    const other = reread(run);
    expect(await other.plan()).toEqual({ plan: madePlan(), revision: 0 });
    expect(await other.orders(0)).toEqual([madeOrder({ seedIds: ["s1"] })]);
    expect(await other.planned(0)).toEqual(planned);
    expect(await other.sealed(0)).toEqual(madeSealed(0, { accepted: 4, learnedRound: 0 }));
    expect(await other.training(0)).toEqual({ rows: 5, previous: -1 });
    expect([await other.lastSealed(), await other.lastPlanned(-1)]).toEqual([0, 0]);
    expect(await other.usedSeeds(1)).toEqual(["s1"]);
  });

  it("refuses to read what is not there yet, and has a state before the first round", async () => {
    const run = await open();
    expect(await run.rounds.sealed(-7)).toMatchObject({ round: -1, accepted: 0 });
    await expect(run.rounds.sealed(0)).rejects.toMatchObject({ code: "INTERNAL" });
    await expect(run.rounds.planned(0)).rejects.toMatchObject({ code: "INTERNAL" });
    expect([await run.rounds.sealedOrNull(0), await run.rounds.plannedOrNull(0)]).toEqual([
      null,
      null,
    ]);
  });

  it("seals a round together with its samples, or not at all", async () => {
    const run = await open();
    const sample = madeDraft({ status: "accepted" });
    const circle: Record<string, unknown> = {};
    circle["itself"] = circle;
    const broken = { sample: madeDraft({ ordinal: 1, fields: circle }) };
    await expect(
      run.rounds.seal(madeSealed(0), { updates: [{ sample }, broken] }),
    ).rejects.toThrow();
    expect(await run.rounds.sealedOrNull(0)).toBeNull();
    expect(await run.samples.count()).toBe(0);
    await run.samples.saveDrafts([{ sample: madeDraft(), verdicts: [], vector: null }]);
    await run.rounds.seal(madeSealed(0), {
      updates: [{ sample, acceptedOrdinal: 0 }],
      entries: [entry(runEntries.secondsBefore, 3)],
    });
    expect(await run.samples.count({ status: "accepted" })).toBe(1);
    expect(await run.store.get(runEntries.secondsBefore)).toBe(3);
  });

  it("shows what is sealed up to a round, and what was learned there once that is decided", async () => {
    const run = await open();
    const start = labelCells();
    const coverage = { ...start, sealedRounds: 1 };
    await run.rounds.seal(madeSealed(0, { coverage }));
    expect(await run.rounds.visible(0)).toMatchObject({ sealedThrough: 0, coverage });
    expect(await run.rounds.visible(-1)).toMatchObject({ sealedThrough: -1, coverage: start });
    const asked: number[] = [];
    const log = new RoundLog({
      store: run.store,
      samples: run.samples,
      demonstrations: new RunDemonstrations({ ...run, support }),
      learned: (round) => Promise.resolve(asked.push(round)),
      mistakes: () => Promise.resolve([]),
    });
    await (await log.visible(0)).learned();
    await log.decideTraining(0, 1);
    await (await log.visible(0)).learned();
    expect(asked).toEqual([-1, 0]);
  });

  it("shows the same list of demonstrations to every round until people decide a row", async () => {
    const run = await open();
    await run.rounds.seal(madeSealed(0));
    const [before, later] = [await run.rounds.visible(-1), await run.rounds.visible(0)];
    expect(later.demonstrations).toBe(before.demonstrations);
    expect(later.demonstrationVectors).toHaveLength(1);
    const gold = fakeRow("g1", "Money back!", "refund");
    await run.rounds.recount(0, [], { entries: [entry(runEntries.gold, [gold])] });
    const after = await run.rounds.visible(0);
    expect(after.demonstrations.map(({ id }) => id)).toEqual(["s1", "g1"]);
    expect(after.demonstrationVectors).toHaveLength(2);
  });

  it("counts samples anew in both rounds that the next ones are planned from", async () => {
    const run = await open();
    const full = labelCells(2);
    const coverage = {
      ...full,
      cells: full.cells.map((cell) => ({ ...cell, accepted: 2, open: false })),
    };
    for (const round of [0, 1, 2])
      await run.rounds.seal(madeSealed(round, { accepted: 4, coverage }));
    await run.rounds.visible(2);
    await run.rounds.recount(2, [
      { cell: "refund", from: "accepted", to: "rejected" },
      { cell: "refund", toCell: "delivery", from: "accepted", to: "accepted" },
      { cell: "delivery", from: "accepted", to: "in-review" },
    ]);
    for (const log of [run.rounds, reread(run)]) {
      expect((await log.sealed(0)).accepted).toBe(4);
      for (const round of [1, 2]) {
        const { accepted, coverage: counted } = await log.sealed(round);
        expect(accepted).toBe(2);
        expect(counted.cells).toMatchObject([
          { accepted: 0, rejected: 1, inReview: 0, open: true },
          { accepted: 2, rejected: 0, inReview: 1, open: false },
        ]);
        expect((await log.visible(round)).coverage).toEqual(counted);
      }
    }
  });

  it("opens again for a larger target: quotas grow, and dry rounds are forgotten", async () => {
    const run = await open();
    for (const round of [0, 1, 2])
      await run.rounds.seal(
        madeSealed(round, { dryRounds: 2, dryDrafts: 9, coverage: labelCells(3) }),
      );
    await run.rounds.reopen(1.5, []);
    expect(await quotas(run.rounds, 0)).toEqual([3, 3]);
    for (const round of [1, 2]) {
      expect(await quotas(run.rounds, round)).toEqual([5, 5]);
      expect(await run.rounds.sealed(round)).toMatchObject({ dryRounds: 0, dryDrafts: 0 });
    }
    const untouched = await memoryRun();
    await untouched.rounds.reopen(2, []);
    expect(await untouched.rounds.sealedOrNull(-1)).toBeNull();
  });
});
