import { callAgent } from "../../../agents/call-agent.js";
import { createLabeler, labelerOf, type LabelerState } from "../../../agents/labeler/labeler.js";
import type { RoleOutput } from "../../../agents/roles.js";
import { fakeContext, fakeRoleModel, fakeTask } from "../../helpers/fake-context.js";

type Learned = RoleOutput<"labeler", "learn">;
type Labelled = RoleOutput<"labeler", "label">;
const MONEY = [
  "send my money back",
  "the money is not on my card",
  "please pay the money back",
  "give the money back for the lamp",
  "money for the broken cup",
];
const PARCEL = [
  "where is my parcel",
  "the parcel was left outside",
  "my parcel is late",
  "no parcel came today",
  "the parcel went to a neighbour",
];

function rows(
  times: number,
  source: "support" | "accepted" | "gold" = "support",
): { id: string; text: string; label: string; weight: number; source: typeof source }[] {
  return Array.from({ length: times }, (_, index) => {
    const money = index % 2 === 0;
    const text = (money ? MONEY : PARCEL)[(index >> 1) % 5]!;
    return {
      id: `${source}-${index}`,
      text: `${text} number ${index >> 1}`,
      label: money ? "refund" : "delivery",
      weight: 1,
      source,
    };
  });
}

const learn = (
  labeler: ReturnType<typeof createLabeler>,
  input: unknown,
  context = fakeContext(),
): Promise<Learned> => callAgent<Learned>(labeler, "learn", input, context);

describe("labeler", () => {
  it("labels drafts with the given label's probability, also from a state through JSON", async () => {
    const { state, trainedOn } = await learn(createLabeler(), { rows: rows(30), previous: null });
    expect(trainedOn).toBe(30);
    const drafts = [
      { id: "a", text: "I want the money back", label: "refund" },
      { id: "b", text: "the parcel is not here", label: "refund" },
    ];
    const { labels } = await callAgent<Labelled>(
      createLabeler(),
      "label",
      { drafts, state: JSON.parse(JSON.stringify(state)) as unknown },
      fakeContext(),
    );
    expect(labels.map((label) => label.label)).toEqual(["refund", "delivery"]);
    expect(labels[0]!.probabilityOfGiven).toBe(labels[0]!.confidence);
    expect(labels[1]!.probabilityOfGiven).toBeLessThan(0.4);
    expect(labels[1]!.confidence).toBeGreaterThan(0.6);
  });

  it("keeps no state and says why where rows are few, of one label or of unknown ones", async () => {
    expect(await learn(createLabeler(), { rows: rows(6), previous: null })).toMatchObject({
      state: null,
      trainedOn: 0,
      note: expect.stringContaining("6 rows") as string,
    });
    const one = rows(60).filter((row) => row.label === "refund");
    expect(await learn(createLabeler(), { rows: one, previous: null })).toMatchObject({
      state: null,
      note: expect.stringContaining("one label") as string,
    });
    const foreign = rows(30).map((row) => ({ ...row, label: "praise" }));
    expect(await learn(createLabeler(), { rows: foreign, previous: null })).toMatchObject({
      state: null,
    });
    const { labels } = await callAgent<Labelled>(
      createLabeler(),
      "label",
      { drafts: [{ id: "a", text: "x", label: "refund" }], state: null },
      fakeContext(),
    );
    expect(labels).toEqual([]);
  });

  it("does nothing for tasks without labels", async () => {
    const context = fakeContext({ task: fakeTask({ kind: "instruction", labels: undefined }) });
    expect(await learn(createLabeler(), { rows: rows(30), previous: null }, context)).toMatchObject(
      { state: null, trainedOn: 0 },
    );
  });

  it("trains again only when the rows grew by half or people decided something", async () => {
    const labeler = createLabeler();
    const first = await learn(labeler, { rows: rows(40), previous: null });
    const grown = await learn(labeler, { rows: rows(58), previous: first.state });
    expect(grown.state).toEqual(first.state);
    const more = await learn(labeler, { rows: rows(60), previous: first.state });
    expect(more.trainedOn).toBe(60);
    const gold = await learn(labeler, {
      rows: [...rows(40), ...rows(2, "gold")],
      previous: first.state,
    });
    expect(gold.trainedOn).toBe(42);
  });

  it("lets what people decided outweigh as many other rows", async () => {
    const said = [
      ...rows(40),
      {
        id: "x1",
        text: "the voucher is missing",
        label: "delivery",
        weight: 1,
        source: "accepted" as const,
      },
      {
        id: "x2",
        text: "the voucher is missing",
        label: "delivery",
        weight: 1,
        source: "accepted" as const,
      },
      {
        id: "g",
        text: "the voucher is missing",
        label: "refund",
        weight: 1,
        source: "gold" as const,
      },
    ];
    const labeler = createLabeler();
    const { state } = await learn(labeler, { rows: said, previous: null });
    const { labels } = await callAgent<Labelled>(
      labeler,
      "label",
      { drafts: [{ id: "a", text: "the voucher is missing", label: "refund" }], state },
      fakeContext(),
    );
    expect(labels[0]!.label).toBe("refund");
  });

  it("gives sets of labels for tasks that allow several", async () => {
    const context = fakeContext({ task: fakeTask({ multiLabel: true }) });
    const several = rows(40).map((row, index) =>
      index % 4 === 0
        ? { ...row, text: `${row.text} and ${PARCEL[index % 5]!}`, label: ["refund", "delivery"] }
        : { ...row, label: [row.label] },
    );
    const labeler = createLabeler();
    const { state } = await learn(labeler, { rows: several, previous: null }, context);
    const { labels } = await callAgent<Labelled>(
      labeler,
      "label",
      { drafts: [{ id: "a", text: "the parcel was left outside", label: ["delivery"] }], state },
      context,
    );
    expect(labels[0]!.label).toEqual(["delivery"]);
    expect(labels[0]!.probabilityOfGiven).toBeGreaterThan(0.5);
  });
});

describe("the small model that a task names", () => {
  const drafts = [
    { id: "a", text: "I want the money back", label: "refund" },
    { id: "b", text: "the parcel is not here", label: "refund" },
  ];
  const throughJson = (state: unknown): unknown => JSON.parse(JSON.stringify(state)) as unknown;
  const ask = (
    state: unknown,
    labeler: ReturnType<typeof createLabeler>,
    context = fakeContext(),
  ) => callAgent<Labelled>(labeler, "label", { drafts, state }, context);

  it.each([
    ["naive-bayes", "naive-bayes"],
    ["ensemble", "ensemble"],
    ["nearest-neighbour", "nearest-neighbour"],
    [{ name: "linear", algorithm: "linear-svm" }, "linear"],
  ])("is trained and read back as it was: %j", async (choice, type) => {
    const labeler = await labelerOf(choice);
    const learned = await learn(labeler, { rows: rows(30), previous: null });
    const state = throughJson(learned.state) as LabelerState;
    expect(state.classifier.type).toBe(type);
    const { labels } = await ask(learned.state, labeler);
    expect(labels.map(({ label }) => label)).toEqual(["refund", "delivery"]);
    // A process that goes on with the run has the state only.
    expect(await ask(state, await labelerOf(choice))).toEqual({ labels });
    const again = await learn(await labelerOf(choice), { rows: rows(30), previous: state });
    expect(again.state).toEqual(state);
  });

  it("gives other probabilities than the linear one, which does not read its state", async () => {
    const bayes = await labelerOf("naive-bayes");
    const { state } = await learn(bayes, { rows: rows(30), previous: null });
    const linear = createLabeler();
    const own = await learn(linear, { rows: rows(30), previous: state });
    expect((own.state as LabelerState).classifier.type).toBe("linear");
    expect(await ask(state, linear)).toEqual({ labels: [] });
    const unclear = [{ id: "a", text: "the money and the parcel of no one", label: "refund" }];
    const confidence = async (labeler: typeof linear, learned: unknown): Promise<number> =>
      (
        await callAgent<Labelled>(
          labeler,
          "label",
          { drafts: unclear, state: learned },
          fakeContext(),
        )
      ).labels[0]!.confidence;
    expect(await confidence(linear, own.state)).not.toBe(await confidence(bayes, state));
  });

  it("may be the language model, which is shown rows of each label", async () => {
    const labeler = await labelerOf({ name: "language-model", demonstrations: 4, trust: 0.8 });
    const model = fakeRoleModel(({ prompt }) => ({
      label: JSON.stringify(prompt.sections).includes("want the money") ? "refund" : "delivery",
      confidence: 1,
    }));
    const context = fakeContext({ model });
    const { state } = await learn(labeler, { rows: rows(30), previous: null }, context);
    expect(model.requests).toHaveLength(0);
    const { labels } = await ask(throughJson(state), labeler, context);
    expect(labels.map(({ label, confidence }) => [label, confidence])).toEqual([
      ["refund", 0.8],
      ["delivery", 0.8],
    ]);
    const shown = model.requests[0]!.prompt.sections.find(({ kind }) => kind === "demonstrations");
    expect(shown!.items!.map((item) => (item as { label: string }).label).sort()).toEqual([
      "delivery",
      "delivery",
      "refund",
      "refund",
    ]);
  });

  it("is refused with the nearest name where there is none of that name", async () => {
    await expect(labelerOf("naive-bayse")).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: 'label.model: there is no classifier "naive-bayse"; did you mean "naive-bayes"?',
    });
  });
});
