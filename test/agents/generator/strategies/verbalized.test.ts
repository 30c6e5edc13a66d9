import { verbalizedStrategy } from "../../../../agents/generator/strategies/verbalized.js";
import type { GenerateInput } from "../../../../agents/generator/contract.js";
import { writeWith, type WriteOutcome } from "../../../helpers/write-with.js";

const candidates = [
  { probability: 0.5, sample: { text: "The usual." } },
  { probability: 0.02, sample: { text: "The rarest." } },
  { probability: 0.3, sample: { text: "The next usual." } },
  { probability: 0.05, sample: { text: "A rare one." } },
];

function write(rank: number, input: Partial<GenerateInput> = {}): Promise<WriteOutcome> {
  return writeWith(verbalizedStrategy, {
    spec: { kind: "classification", labels: ["a", "b"] },
    subTask: { output: ["text"], settings: { candidates: 4, drafts: 2 } },
    input: { peer: { group: "g", rank, of: 4 }, ...input },
    answers: input.revision === 1 ? { "": { text: "Anew." } } : { candidates: { candidates } },
  });
}

describe("verbalized sampling", () => {
  it("takes the least probable candidates of one answer, one for each alike order", async () => {
    const found = await Promise.all([0, 1, 2, 3].map((rank) => write(rank)));
    expect(found.map(({ written }) => written?.fields["text"])).toEqual([
      "The rarest.",
      "A rare one.",
      "The rarest.",
      "A rare one.",
    ]);
    expect(found[0]!.written?.scores?.["verbalizedProbability"]).toBe(0.02);
    const words = found[0]!.section("candidates", "task")!.text;
    expect(words).toContain("Write 4 different samples");
    expect(words).not.toContain("Write one sample");
  });

  it("gives up an order whose candidate is missing, and writes a refused one anew on its own", async () => {
    const short = await writeWith(verbalizedStrategy, {
      spec: { kind: "classification", labels: ["a", "b"] },
      subTask: { output: ["text"], settings: { candidates: 4, drafts: 2 } },
      input: { peer: { group: "g", rank: 1, of: 2 } },
      answers: { candidates: { candidates: candidates.slice(0, 1) } },
    });
    expect(short.reason).toBe("draft-failed");
    const again = await write(0, { revision: 1, previous: { text: "The rarest." } });
    expect(again.asked).toEqual([""]);
    expect(again.written?.fields["text"]).toBe("Anew.");
  });

  it("shows what was written before, the same to all who share the answer", async () => {
    const written = Array.from({ length: 12 }, (_unused, index) => ({
      id: `w${index}`,
      text: `Text number ${index}.`,
    }));
    const shown = async (rank: number): Promise<unknown> =>
      (await write(rank, { written })).section("candidates", "written")?.items;
    expect(await shown(0)).toHaveLength(4);
    expect(await shown(1)).toEqual(await shown(0));
    expect(await shown(2)).not.toEqual(await shown(0));
  });
});
