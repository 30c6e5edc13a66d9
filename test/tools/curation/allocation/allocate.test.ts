import fc from "fast-check";
import { allocate } from "../../../../tools/curation/allocation/allocate.js";
import { ALLOCATORS } from "../../../../tools/curation/allocation/allocators.js";
import { splitBudget } from "../../../../tools/curation/allocation/split-budget.js";
import { majorityLabel } from "../../../../tools/curation/allocation/majority-label.js";
import { voteEntropy } from "../../../../tools/curation/allocation/vote-entropy.js";
import type { SlotChoice } from "../../../../base/slots/slot-choice.js";
import type { Allocator } from "../../../../tools/curation/allocation/contract.js";
import type { AskModel } from "../../../../tools/curation/contract.js";

const costs = { "small-model": 0, llm: 1, people: 10 };

/** Texts of two clear topics; every `noisy`-th has the wrong label. */
function topics(count: number, noisy = Infinity): { text: string; label: string; id: string }[] {
  const words = [
    ["parcel", "courier", "address", "delivery", "tracking"],
    ["refund", "charge", "invoice", "payment", "card"],
  ];
  return Array.from({ length: count }, (_, index) => {
    const topic = index % 2;
    const of = words[topic]!;
    const text =
      `my ${of[index % 5]} and the ${of[(index * 3 + 1) % 5]} number ${index} of the ` +
      `${of[(index * 7 + 2) % 5]}`;
    return {
      id: `r${index}`,
      text,
      label: ["ship", "pay"][index % noisy === noisy - 1 ? 1 - topic : topic]!,
    };
  });
}

describe("vote entropy", () => {
  it("is in bits for two classes and the mean over classes for more", () => {
    expect(voteEntropy(["a", "a", "a", "a"], ["a", "b"])).toBe(0);
    expect(voteEntropy(["a", "b"], ["a", "b"])).toBe(1);
    expect(voteEntropy(["a", "a", "a", "b"], ["a", "b"])).toBeCloseTo(0.8113, 4);
    expect(voteEntropy(["a", "b"], ["a", "b", "c", "d"])).toBeCloseTo(0.5);
    expect(voteEntropy(["x"], ["a", "b"])).toBeNaN();
    expect(majorityLabel(["b", "a", "a", "?"], ["a", "b"])).toBe("a");
  });

  it("sends rows with divided votes to people first, and rows without any vote before them", async () => {
    const rows = [["a", "a", "a"], ["a", "b", "a"], ["?"], ["a", "b", "b", "a"]].map((votes) => ({
      text: "x",
      votes,
    }));
    const found = await allocate({
      rows,
      budget: 4 + 9,
      costs,
      labels: ["a", "b"],
      method: "vote-entropy",
    });
    expect(found.order).toEqual([2, 3, 1, 0]);
    expect(found.assignments).toEqual(["llm", "llm", "people", "llm"]);
    expect(found.curve.every(({ accuracy }) => accuracy === null)).toBe(true);
  });

  it("asks with as many paraphrases as wanted where rows have no votes", async () => {
    const seen: number[] = [];
    const askModel: AskModel = (rows, { variant }) => {
      seen.push(variant);
      return Promise.resolve(
        rows.map(({ text }) => ({
          label: text === "hard" && variant % 2 === 1 ? "b" : "a",
          confidence: null,
        })),
      );
    };
    const found = await allocate({
      rows: [{ text: "easy" }, { text: "hard" }],
      budget: 11,
      costs,
      labels: ["a", "b"],
      askModel,
      method: "vote-entropy",
    });
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(found).toMatchObject({ assignments: ["llm", "people"], figures: { modelCalls: 14 } });
    expect(found.uncertainty[1]).toBeGreaterThan(0.9);
  });
});

describe("splitting a budget", () => {
  const unknown = { "small-model": null, llm: null };
  const order = [2, 0, 3, 1];

  it("never costs more than the budget and gives people a prefix of the order", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.float({ min: 0, max: 500, noNaN: true }),
        fc.record({
          "small-model": fc.float({ min: 0, max: 2, noNaN: true }),
          llm: fc.float({ min: 0, max: 4, noNaN: true }),
          people: fc.float({ min: 0, max: 30, noNaN: true }),
        }),
        fc.boolean(),
        (count, budget, prices, smallModel) => {
          const rows = Array.from({ length: count }, (_, index) => index);
          let split;
          try {
            split = splitBudget({ order: rows, budget, costs: prices, right: unknown, smallModel });
          } catch (error) {
            expect(error).toMatchObject({ code: "SHAPE" });
            return;
          }
          const spent = split.assignments.reduce((sum, source) => sum + prices[source], 0);
          expect(spent).toBeLessThanOrEqual(budget + 1e-6);
          expect(split.cost).toBeCloseTo(spent, 5);
          const people = split.assignments.filter((source) => source === "people").length;
          expect(split.assignments.slice(0, people).every((source) => source === "people")).toBe(
            true,
          );
          expect(split.curve.every(({ cost }) => cost <= budget + 1e-6)).toBe(true);
          if (!smallModel) expect(split.assignments).not.toContain("small-model");
        },
      ),
      { numRuns: 500 },
    );
  });

  it("spends what the language model leaves over on people", () => {
    expect(
      splitBudget({ order, budget: 4 + 9, costs, right: unknown, smallModel: false }).assignments,
    ).toEqual(["llm", "llm", "people", "llm"]);
  });

  it("lets the small model take the most certain rows where the money does not reach", () => {
    expect(
      splitBudget({ order, budget: 3, costs, right: unknown, smallModel: true }).assignments,
    ).toEqual(["llm", "small-model", "llm", "llm"]);
  });

  it("takes the split with the highest expected accuracy where that is known", () => {
    const right = {
      "small-model": Float64Array.of(0.95, 0.95, 0.1, 0.95),
      llm: Float64Array.of(0.95, 0.95, 0.3, 0.95),
    };
    const split = splitBudget({ order, budget: 10, costs, right, smallModel: true });
    expect(split.assignments).toEqual(["small-model", "small-model", "people", "small-model"]);
    expect(split.accuracy).toBeCloseTo((1 + 3 * 0.95) / 4);
    expect(split.curve[0]!.accuracy).toBeLessThan(split.accuracy!);
  });

  it("refuses a budget that does not label every row, and prices that are none", () => {
    expect(() =>
      splitBudget({ order, budget: 3, costs, right: unknown, smallModel: false }),
    ).toThrow(expect.objectContaining({ code: "SHAPE", details: { budget: 3, needed: 4 } }));
    expect(() =>
      splitBudget({
        order,
        budget: 100,
        costs: { ...costs, llm: NaN },
        right: unknown,
        smallModel: false,
      }),
    ).toThrow(expect.objectContaining({ code: "SHAPE" }));
  });
});

describe("allocation by a small model", () => {
  it("finds the labels that the small model disputes, and promises no accuracy that nobody checked", async () => {
    const rows = topics(120, 12);
    const found = await allocate({ rows, budget: 120 + 10 * 9, costs, method: "disagreement" });
    const wrong = rows.map((_, index) => index).filter((index) => index % 12 === 11);
    expect(
      found.order.slice(0, wrong.length).filter((index) => wrong.includes(index)).length,
    ).toBeGreaterThanOrEqual(9);
    expect(found.assignments.filter((source) => source === "people").length).toBeGreaterThan(0);
    expect(found.curve.every(({ accuracy }) => accuracy === null)).toBe(true);
    expect(found.figures).toMatchObject({ expectedAccuracy: null });
  });

  it("counts on trusted rows what a split comes to, where the models agree on their mistakes", async () => {
    // Both models take every fifth row, which has a word of its own, for the other topic.
    const world = (count: number, from: number) =>
      topics(count).map(({ text, label }, at) => {
        const odd = at % 5 === 4;
        const said = odd ? (label === "ship" ? "pay" : "ship") : label;
        return {
          id: `r${from + at}`,
          text: odd ? `${said === "ship" ? "voucher" : "coupon"} ${from + at}` : `${text} ${from}`,
          label,
          votes: [said, said, said],
        };
      });
    const support = world(60, 1000).map((row) => ({
      ...row,
      fields: {},
      weight: 1,
      scores: {},
      line: null,
    }));
    const rows = world(120, 0).map(({ id, text, votes }) => ({ id, text, votes }));
    const asked = { rows, budget: 120 + 9 * 12, costs, labels: ["ship", "pay"] };
    for (const method of ["vote-entropy", "disagreement"]) {
      const given = rows.map((row) => ({ ...row, label: row.votes[0]! }));
      const { curve, figures } = await allocate({ ...asked, rows: given, support, method });
      const [lower, upper] = figures["accuracyInterval"] as [number, number];
      expect(curve[0]!.accuracy).toBeCloseTo(0.8);
      expect(lower).toBeLessThan(0.85);
      expect(upper).toBeGreaterThan(0.8);
      expect(curve.at(-1)!.accuracy).toBeGreaterThan(curve[0]!.accuracy!);
    }
    expect((await allocate({ ...asked, method: "vote-entropy" })).figures).toMatchObject({
      expectedAccuracy: null,
      noAccuracy: expect.any(String),
    });
  });

  it("says what is missing where no small model can be trained", async () => {
    await expect(
      allocate({
        rows: [
          { text: "a", label: "x" },
          { text: "b", label: "y" },
        ],
        budget: 10,
        method: "margin",
      }),
    ).rejects.toMatchObject({ code: "TRAINING_DATA" });
    await expect(
      allocate({
        rows: topics(40).map((row) => ({ ...row, label: "one" })),
        budget: 100,
        method: "disagreement",
        labels: ["one", "two"],
      }),
    ).rejects.toMatchObject({ code: "TRAINING_DATA" });
  });

  it("orders by margin and by reported confidence", async () => {
    const margin = await allocate({
      rows: [...topics(60), { id: "odd", text: "refund parcel", label: "pay" }],
      budget: 100,
      method: "margin",
      costs,
    });
    expect(margin.order.indexOf(60)).toBeLessThan(12);
    const rows = [0.9, 0.2, 7].map((confidence) => ({ text: "x", scores: { confidence } }));
    expect((await allocate({ rows, budget: 3, costs, method: "self-confidence" })).order).toEqual([
      2, 1, 0,
    ]);
  });
});

describe("allocators by name", () => {
  it("are found, and unknown names and settings are refused with the nearest one", async () => {
    for (const name of ALLOCATORS.names)
      expect((await ALLOCATORS.choose(name, [])).value.name).toBe(name);
    const by = (method: SlotChoice) => allocate({ rows: [{ text: "x" }], budget: 100, method });
    await expect(by("vote-entrpy")).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringContaining('method: there is no allocator "vote-entrpy"'),
    });
    await expect(by({ name: "vote-k", neighbors: 5 })).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringContaining('"neighbours"'),
    });
    await expect(by({ name: "random", a: 1 })).rejects.toMatchObject({ code: "SPEC_INVALID" });
  });

  it.each(ALLOCATORS.names)(
    "%s answers for every row, the same for the same seed, and for no rows at all or says why",
    async (method) => {
      const rows = topics(60, 10).map((row, index) => ({
        ...row,
        votes: [row.label, index % 3 === 0 ? "pay" : "ship"],
        scores: { confidence: (index % 7) / 7 },
      }));
      const run = () => allocate({ rows, budget: 160, costs, method, seed: 4 });
      const [one, other] = [await run(), await run()];
      expect(one.assignments).toHaveLength(60);
      expect([...one.order].sort((a, b) => a - b)).toEqual([...rows.keys()]);
      expect(other.order).toEqual(one.order);
      const none = await allocate({ rows: [], budget: 0, labels: ["a", "b"], method }).then(
        ({ order }) => order.length,
        (error: { code: string }) => error.code,
      );
      expect([0, "TRAINING_DATA"]).toContain(none);
    },
  );
});

describe("slots of one's own", () => {
  it("are where `allocate` looks for its method", async () => {
    const own: Allocator = {
      name: "first",
      allocate: (rows) =>
        Promise.resolve({
          name: "first",
          assignments: rows.map(() => "people" as const),
          uncertainty: new Float64Array(rows.length),
          order: [...rows.keys()],
          curve: [],
          figures: {},
        }),
    };
    const allocators = ALLOCATORS.with({
      first: { about: "Rows as they stand.", plugin: "mine", load: () => Promise.resolve(own) },
    });
    const rows = [{ text: "a" }, { text: "b" }];
    expect(
      await allocate({ rows, budget: 0, method: "first", slots: { allocators } }),
    ).toMatchObject({ name: "first", order: [0, 1] });
    await expect(allocate({ rows, budget: 0, method: "first" })).rejects.toMatchObject({
      code: "SPEC_INVALID",
    });
  });
});
