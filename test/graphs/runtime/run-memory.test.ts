import { runMemory } from "../../../graphs/runtime/run-memory.js";
import type { StudentMistake } from "../../../agents/contract.js";
import { fakeRow } from "../../helpers/fake-context.js";
import { begun, madeDraft, madeSealed, memoryRun } from "../../helpers/memory-run.js";

describe("what an agent sees of the small model's confusions", () => {
  it("is counted over real rows and the samples of the visible rounds, and over no later one", async () => {
    const run = await memoryRun({});
    await begun(run);
    const misread = (round: number, ordinal: number, label: string) => {
      const draft = madeDraft({ id: `d${round}-${ordinal}`, round, ordinal, status: "accepted" });
      const student = { label, confidence: 0.4, probabilityOfCurrent: 0.2 };
      return { ...draft, label: { ...draft.label, current: "refund", student } };
    };
    for (const [round, label] of ["delivery", "praise"].entries()) {
      const drafts = [0, 1].map((ordinal) => misread(round, ordinal, label));
      await run.samples.saveDrafts(
        drafts.map((sample) => ({
          sample: { ...sample, status: "drafted" },
          verdicts: [],
          vector: null,
        })),
      );
      await run.rounds.seal(madeSealed(round), {
        updates: drafts.map((sample, index) => ({ sample, acceptedOrdinal: 2 * round + index })),
      });
    }
    const mistakes: StudentMistake[] = [
      { row: fakeRow("v1", "Where is it?", "account"), predicted: "refund", confidence: 0.9 },
    ];
    const seen = async (round: number) =>
      runMemory({
        state: { ...(await run.rounds.visible(round)), mistakes: () => Promise.resolve(mistakes) },
        novelty: run.novelty,
        samples: run.samples,
        inputs: [],
      }).confusions();
    expect((await seen(0)).get("refund")).toEqual(["delivery", "account"]);
    expect((await seen(1)).get("refund")).toEqual(["delivery", "praise", "account"]);
  });
});
