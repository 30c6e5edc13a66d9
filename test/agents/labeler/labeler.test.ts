import { callAgent } from "../../../agents/call-agent.js";
import { createLabeler } from "../../../agents/labeler/labeler.js";
import type { RoleOutput } from "../../../agents/roles.js";
import { fakeContext, fakeTask } from "../../helpers/fake-context.js";

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
  it(
    "labels drafts with the probability of the given label, also from a state that went " +
      "through JSON",
    async () => {
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
    },
  );

  it(
    "keeps no state and says why where rows are too few, of one label, or of no label of the " +
      "task",
    async () => {
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
    },
  );

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
