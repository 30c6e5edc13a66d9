import { trainLabeler } from "../../../graphs/rounds/train-labeler.js";
import { runEntries } from "../../../graphs/runtime/run-entries.js";
import { learnedElsewhere } from "../../../graphs/workers/learned-elsewhere.js";
import { entryKey } from "../../../memory/entry-key.js";
import { memoryRun } from "../../helpers/memory-run.js";

const training = (round: number) =>
  entryKey<{ readonly rows: number; readonly previous: number }>(`training:${round}`);

describe("what a labeler learned elsewhere", () => {
  it("is waited for until it is stored, be it nothing", async () => {
    const run = await memoryRun();
    const waiting = [3, 4].map((round) => learnedElsewhere(run, round));
    await run.store.set(runEntries.learned(4), { state: null });
    expect(await waiting[1]).toBeNull();
    await run.store.set(runEntries.learned(3), { state: { words: 7 } });
    expect(await waiting[0]).toEqual({ words: 7 });
  });

  it("is waited for no more once it is forgotten, or the run is ended", async () => {
    const run = await memoryRun();
    const [late, ended] = [3, 9].map((round) => learnedElsewhere(run, round));
    const told = [
      expect(late).rejects.toMatchObject({
        code: "MODEL_ABORTED",
        message:
          "the chunk was given up: what the labeler learned at round 3 is needed by no round in flight",
      }),
      expect(ended).rejects.toMatchObject({ code: "MODEL_ABORTED" }),
    ];
    await run.store.set(runEntries.learned(3), { forgotten: true });
    await told[0];
    run.abort.abort();
    await told[1];
  });

  it("is kept for every round in flight, and what is older is forgotten", async () => {
    const run = await memoryRun();
    // Trained behind each of these rounds; a draft of a round sees the last but one before it.
    const trained = [0, 1, 2, 5, 6, 9];
    for (const [at, round] of trained.entries()) {
      await run.store.set(training(round), { rows: 1, previous: trained[at - 1] ?? -1 });
      await trainLabeler(run, round);
      for (const inFlight of [round + 1, round + 2]) {
        const seen = trained.filter((each) => each <= inFlight - 2).at(-1);
        if (seen !== undefined) await learnedElsewhere(run, seen);
      }
      const stored = await Promise.all(
        trained.slice(0, at + 1).map((each) => run.store.get(runEntries.learned(each))),
      );
      expect(stored.filter((each) => each !== null && "state" in each).length).toBeLessThan(3);
    }
  });
});
