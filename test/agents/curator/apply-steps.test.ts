import { applySteps } from "../../../agents/curator/apply-steps.js";
import type { RoleModel } from "../../../tools/models/contract.js";
import { loadSteps } from "../../../tools/curation/load-steps.js";
import { fakeContext, fakeRoleModel, fakeTask } from "../../helpers/fake-context.js";
import { madeSample } from "../../helpers/made-sample.js";

const samples = ["where is my parcel", "give my money back"].map((text, index) =>
  madeSample({ id: `s${index}`, text, label: "refund" }),
);
const steps = { relabel: [{ name: "majority-vote", variants: 2 }] };

/** A model that says what its question is about, by this name. */
const named = (name: string): { readonly model: RoleModel; readonly asked: () => number } => {
  const model = fakeRoleModel(
    ({ prompt }) => ({
      label: JSON.stringify(prompt).includes("parcel") ? "delivery" : "refund",
      confidence: 1,
    }),
    { info: { name } },
  );
  return { model, asked: () => model.requests.length };
};

describe("the steps of a task in a run", () => {
  it("ask the curator's model for labels", async () => {
    const { model, asked } = named("openai:judge");
    const { decisions } = await applySteps(
      samples,
      await loadSteps(steps),
      fakeContext({ model, task: fakeTask({}) }),
    );
    expect(asked()).toBe(4);
    expect(decisions).toEqual([
      expect.objectContaining({ id: "s0", action: "relabel", label: "delivery" }),
    ]);
  });

  it("ask none where it is the embedded one, which knows no labels", async () => {
    const { model, asked } = named("embedded");
    const { decisions } = await applySteps(
      samples,
      await loadSteps(steps),
      fakeContext({ model, task: fakeTask({}) }),
    );
    expect([asked(), decisions]).toEqual([0, []]);
  });
});
