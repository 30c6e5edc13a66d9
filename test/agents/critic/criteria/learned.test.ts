import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { evaluateData } from "../../../../graphs/evaluation/evaluate-data.js";
import { measureFaithfulness } from "../../../../graphs/evaluation/measure-faithfulness.js";
import { readSpec } from "../../../../graphs/run/read-spec.js";
import { fakeTask } from "../../../helpers/fake-context.js";
import { temporaryFolder } from "../../../memory/temporary-folder.js";

const THINGS = ["lamp", "kettle", "chair", "radio", "mirror", "pillow", "camera", "desk"];
const KIND = ["Thank you for the lovely", "I am happy with the", "Could you please send the"];
const RUDE = ["Shut up about the stupid", "You idiots lost the damn", "I hate your useless"];

const verdicts = THINGS.flatMap((thing) => [
  ...KIND.map((start) => ({ text: `${start} ${thing}.`, human: "yes" })),
  ...RUDE.map((start) => ({ text: `${start} ${thing}.`, human: "no" })),
]);
const rowOf = (text: string, id: string) => ({ id, text, fields: { text }, label: null });

describe("the criterion learned", () => {
  const folder = temporaryFolder();
  const file = (): string => {
    const path = join(folder, "verdicts.jsonl");
    writeFileSync(path, verdicts.map((verdict) => JSON.stringify(verdict)).join("\n"));
    return path;
  };

  it("judges as people did, with the probability and how much it learned from", async () => {
    const { found } = await measureFaithfulness(
      [
        rowOf("Thank you for the lovely sofa.", "kind"),
        rowOf("You idiots lost the damn sofa.", "rude"),
      ],
      {
        task: fakeTask({}),
        criteria: [
          {
            name: "learned",
            verdicts: verdicts.map(({ text, human }) => ({ text, faithful: human === "yes" })),
          },
        ],
      },
    );
    expect(found.map(({ pass }) => pass)).toEqual([true, false]);
    const [verdict] = found[1]!.verdicts;
    expect(verdict!.reason).toMatch(/48 verdicts of people .* at least 0\.5 is wanted/u);
    expect(verdict!.score).toBeLessThan(0.5);
  });

  it("is what a run and an evaluation of the same task judge by", async () => {
    const task = {
      name: "letters",
      kind: "custom" as const,
      description: "Letters to a shop.",
      fields: { text: { type: "text" as const } },
      target: 1,
      critique: { criteria: ["format", { name: "learned", verdicts: file() }] },
    };
    const { spec } = await readSpec(task, {});
    // A resumed run has what it began with, whatever became of the file.
    expect(spec.critique.criteria![1]).toMatchObject({
      verdicts: expect.arrayContaining([
        { text: "Thank you for the lovely lamp.", context: "", faithful: true },
      ]),
    });
    const { faithfulness } = await evaluateData({
      data: [
        { text: "I am happy with the sofa." },
        { text: "I hate your useless sofa, said the customer." },
      ],
      task,
      judge: "rules",
    });
    expect(faithfulness).toMatchObject({ learned: 0.5, coherent: 1 });
  });

  it("says which criterion's file is none of verdicts", async () => {
    const path = join(folder, "rows.jsonl");
    writeFileSync(path, '{"text": "no verdict"}\n');
    const task = {
      name: "letters",
      kind: "custom" as const,
      description: "Letters to a shop.",
      fields: { text: { type: "text" as const } },
      target: 1,
      critique: { criteria: [{ name: "learned", verdicts: path }] },
    };
    await expect(readSpec(task, {})).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringMatching(/critique\.criteria\[0\]\.verdicts: .*human/u),
    });
  });
});
