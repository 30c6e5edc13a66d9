import { DatawrightError } from "../../../base/errors.js";
import { measureFaithfulness } from "../../../graphs/evaluation/measure-faithfulness.js";
import { fakeRoleModel, fakeTask } from "../../helpers/fake-context.js";

const task = fakeTask({ kind: "question-answering", labels: undefined });
const context = "The bridge was opened in 1932. It is red, and crosses the river Tay.";
const row = (id: string, answer: string) => ({
  id,
  text: `${context}\nWhat colour is the bridge?\n${answer}`,
  fields: { context, question: "What colour is the bridge?", answer },
  label: null,
});
const fine = { reason: "fine", coherent: 5, on_task: 5 };
const claims = (supported: boolean) => [
  { claim: "It is red.", evidence: "It is red", supported, contradicted: !supported },
];

describe("measureFaithfulness", () => {
  it("holds rows to their own context by rules, without a model", async () => {
    const found = await measureFaithfulness(
      [row("good", "The bridge is red."), row("year", "The bridge is red since 1945.")],
      { task },
    );
    expect(found.found.map(({ pass }) => pass)).toEqual([true, false]);
    expect(found.found[1]!.verdicts[0]).toMatchObject({ criterion: "grounded", pass: false });
    expect(found.faithful).toMatchObject({ share: 0.5 });
    expect(found.faithful!.low).toBeLessThan(0.02);
    expect(found.panel).toBeNull();
  });

  it("asks a panel, takes its majority, and says how far it agrees", async () => {
    const judge = (supported: (answer: string) => boolean) =>
      fakeRoleModel((request) => {
        const draft = request.prompt.sections.find(({ name }) => name === "judged")!.items![0]!;
        expect(draft["context"]).toBeUndefined();
        return { ...fine, claims: claims(supported(String(draft["answer"]))) };
      });
    const yes = judge(() => true);
    const right = judge((answer) => answer.includes("red"));
    const found = await measureFaithfulness([row("a", "It is red."), row("b", "It is blue.")], {
      task,
      criteria: ["coherent", "faithful"],
      models: [yes, right, right],
    });
    expect(found.found.map(({ pass }) => pass)).toEqual([true, false]);
    expect(found.found[1]!.scores["faithful"]).toBeCloseTo(1 / 3, 12);
    expect(found.panel!.models).toHaveLength(3);
    expect(found.panel!.alpha!).toBeLessThan(1);
    expect(found.criteria[0]).toMatchObject({ name: "coherent", passed: 2, judged: 2 });
  });

  it("counts what a judge did not say, and gives no figure from nothing", async () => {
    const silent = fakeRoleModel(
      () => new DatawrightError({ code: "MODEL_OUTPUT", message: "no JSON" }),
    );
    const found = await measureFaithfulness([row("a", "It is red.")], { task, models: [silent] });
    expect(found).toMatchObject({ judged: 0, unjudged: { MODEL_OUTPUT: 1 }, faithful: null });
    await expect(measureFaithfulness([], { task })).rejects.toMatchObject({ code: "DATA_EMPTY" });
  });
});
