import { modelDimensionsSource } from "../../../../../agents/planner/conditions/sources/model-dimensions-source.js";
import { modelValuesSource } from "../../../../../agents/planner/conditions/sources/model-values-source.js";
import { DatawrightError } from "../../../../../base/errors.js";
import {
  fakeContext,
  fakeRoleModel,
  fakeRow,
  fakeTask,
  type RoleRequest,
} from "../../../../helpers/fake-context.js";
import { find } from "./find.js";

const ask = (request: RoleRequest): string => request.step;
const shown = (request: RoleRequest, name: string): unknown[] =>
  request.prompt.sections
    .filter(({ kind }) => kind === "conditions")
    .flatMap(({ items }) => items ?? [])
    .filter((item) => item["name"] === name)
    .map((item) => item["value"]);

describe("model-values", () => {
  it("asks for values of a named dimension, for each label with its own rows, or once for all", async () => {
    const support = [fakeRow("1", "money back", "refund"), fakeRow("2", "where is it", "delivery")];
    const model = fakeRoleModel((request) => ({
      values: [`${String(shown(request, "label")[0] ?? "all")} one`, "two"],
    }));
    const context = fakeContext({ task: fakeTask({}, support), model });
    const each = await find(
      modelValuesSource,
      { dimension: "style", description: "how it is written", values: 2 },
      context,
    );
    expect(each.attributes).toEqual([
      {
        name: "style",
        description: "how it is written",
        source: "model",
        values: [],
        perLabel: { refund: ["refund one", "two"], delivery: ["delivery one", "two"] },
        steerable: true,
      },
    ]);
    expect(JSON.stringify(model.requests[0]!.prompt)).toMatch(/how it is written.*money back/u);
    const once = await find(
      modelValuesSource,
      { dimension: "style", values: 2, perLabel: false },
      context,
    );
    expect(once.attributes).toEqual([
      { name: "style", source: "model", values: ["all one", "two"], steerable: true },
    ]);
  });

  it("is left out with a note where the calls would eat the budget", async () => {
    const found = await find(
      modelValuesSource,
      {},
      fakeContext({ budget: { remaining: () => ({ usd: null, calls: 7, tokens: null }) } }),
    );
    expect(found).toEqual({
      attributes: [],
      notes: [expect.stringContaining("2 calls are too many for 7 calls of budget")],
    });
  });
});

describe("model-dimensions", () => {
  const labels = ["refund", "delivery", "praise"];
  /** Two dimensions, the first of which depends on the label. */
  const answers = (request: RoleRequest): unknown => {
    const step = ask(request);
    if (step === "plan:dimensions")
      return { values: ["1. Topic", "Style", "label", "topic", "Refund"] };
    if (step === "plan:dependence") return { values: ["topic"] };
    if (step.startsWith("plan:values:Topic:"))
      return { values: [`${step.split(":").at(-1)!} a`, "shared", "also fits"] };
    if (step.startsWith("plan:values:Style")) return { values: ["plain", "florid"] };
    if (step.startsWith("plan:relevant:Topic:refund:delivery"))
      return { values: ["Shared.", "something else"] };
    if (step.startsWith("plan:relevant:Topic:praise"))
      return { values: ["praise a", "shared", "also fits"] };
    if (step.startsWith("plan:relevant")) return { values: [] };
    throw new Error(step);
  };

  it("asks for dimensions, for what depends on the label, then for values where it does", async () => {
    const model = fakeRoleModel(answers);
    const found = await find(
      modelDimensionsSource,
      { dimensions: 2, values: 3 },
      fakeContext({ task: fakeTask({ labels }), model }),
      { before: [{ name: "length", source: "support", values: ["short"], steerable: false }] },
    );
    expect(found.attributes).toEqual([
      {
        name: "Topic",
        source: "model",
        steerable: true,
        values: [],
        perLabel: {
          refund: ["refund a", "shared", "also fits"],
          delivery: ["delivery a", "shared", "also fits"],
          praise: ["praise a", "shared", "also fits"],
        },
      },
      { name: "Style", source: "model", steerable: true, values: ["plain", "florid"] },
    ]);
    expect(found.notes).toEqual([
      expect.stringContaining("3 of 5 dimensions of the model left out"),
    ]);
    expect(shown(model.requests[0]!, "there already")).toEqual(["length"]);
    expect(model.requests.map(ask)).toEqual([
      "plan:dimensions",
      "plan:dependence",
      "plan:values:Topic:refund",
      "plan:values:Topic:delivery",
      "plan:values:Topic:praise",
      "plan:values:Style:",
    ]);
  });

  it("takes the task's dimensions, and asks about dependence only where it is not said", async () => {
    const model = fakeRoleModel((request) => {
      if (ask(request) === "plan:dimensions") throw new Error("not asked for");
      return answers(request);
    });
    const dimensions = [
      { name: "Topic", perLabel: true, description: "what it is about" },
      { name: "Style", perLabel: false },
    ];
    const found = await find(
      modelDimensionsSource,
      { dimensions, values: 3 },
      fakeContext({ task: fakeTask({ labels }), model }),
    );
    expect(found.attributes.map(({ name, description }) => [name, description])).toEqual([
      ["Topic", "what it is about"],
      ["Style", undefined],
    ]);
    expect(model.requests.map(ask)).not.toContain("plan:dependence");
  });

  it("drops and counts values that fit a similar label, and a dimension left without any", async () => {
    const model = fakeRoleModel(answers);
    const embeddings = {
      embed: (texts: readonly string[]) =>
        Promise.resolve(
          texts.map((text) => Float32Array.from(text.startsWith("praise") ? [0.6, 0.8] : [1, 0])),
        ),
    };
    const found = await find(
      modelDimensionsSource,
      { dimensions: 2, values: 3, classFilter: true, similar: 1 },
      fakeContext({ task: fakeTask({ labels }), model, embeddings }),
    );
    // The label most like each: refund and delivery each other, praise the first of the two.
    expect(model.requests.map(ask).filter((step) => step.startsWith("plan:relevant"))).toEqual([
      "plan:relevant:Topic:refund:delivery",
      "plan:relevant:Topic:delivery:refund",
      "plan:relevant:Topic:praise:refund",
    ]);
    expect(found.attributes[0]!.perLabel).toEqual({
      refund: ["refund a", "also fits"],
      delivery: ["delivery a", "shared", "also fits"],
    });
    expect(found.notes).toEqual(
      expect.arrayContaining([
        "class filter: 1 of 3 values of Topic for refund also fit delivery and are " +
          "dropped: shared",
        "class filter: 3 of 3 values of Topic for praise also fit refund and are dropped: " +
          "praise a, shared, also fits",
        "class filter: praise has no value of Topic left, and is written without one",
      ]),
    );
    const asked = model.requests.find(
      (request) => ask(request) === "plan:relevant:Topic:refund:delivery",
    )!;
    expect(shown(asked, "label")).toEqual(["delivery"]);
    expect(shown(asked, "Topic")).toEqual(["refund a", "shared", "also fits"]);
  });

  it("says so where answers are no use or calls too many; provider errors come through", async () => {
    const failing = fakeRoleModel((request) =>
      ask(request).startsWith("plan:relevant")
        ? new DatawrightError({ code: "MODEL_OUTPUT", message: "scripted" })
        : answers(request),
    );
    const found = await find(
      modelDimensionsSource,
      { dimensions: 2, values: 3, classFilter: true },
      fakeContext({ task: fakeTask({ labels }), model: failing }),
    );
    expect(found.attributes[0]!.perLabel!["refund"]).toHaveLength(3);
    expect(found.notes.join()).toMatch(
      /Topic of refund was not checked against 2 similar labels.*MODEL_OUTPUT/u,
    );
    const poor = await find(
      modelDimensionsSource,
      {},
      fakeContext({ budget: { remaining: () => ({ usd: null, calls: 10, tokens: null }) } }),
    );
    expect(poor).toEqual({
      attributes: [],
      notes: ["dimensions were not asked for: 5 calls are too many for 10 calls of budget"],
    });
    const down = fakeRoleModel(
      () => new DatawrightError({ code: "MODEL_SERVER", message: "scripted" }),
    );
    await expect(
      find(modelDimensionsSource, {}, fakeContext({ model: down })),
    ).rejects.toMatchObject({ code: "MODEL_SERVER" });
  });

  it("asks nothing about labels in a task without them", async () => {
    const model = fakeRoleModel((request) =>
      ask(request) === "plan:dimensions" ? { values: ["Depth"] } : { values: ["shallow", "deep"] },
    );
    const found = await find(
      modelDimensionsSource,
      { dimensions: 1 },
      fakeContext({ task: fakeTask({ kind: "instruction", labels: undefined }), model }),
    );
    expect(found.attributes).toEqual([
      { name: "Depth", source: "model", steerable: true, values: ["shallow", "deep"] },
    ]);
    expect(model.requests.map(ask)).toEqual(["plan:dimensions", "plan:values:Depth:"]);
  });
});
