import { ambiguousSeeds } from "../../../../agents/planner/seeds/ambiguous-seeds.js";
import { complexSeeds } from "../../../../agents/planner/seeds/complex-seeds.js";
import { inputSeeds } from "../../../../agents/planner/seeds/dealt-seed-selectors.js";
import { SEED_SELECTORS } from "../../../../agents/planner/seeds/seed-selectors.js";
import { perInputStrategy } from "../../../../agents/planner/strategies/per-input-strategy.js";
import { retrievedSeeds } from "../../../../agents/planner/seeds/retrieved-seeds.js";
import type { OrderInput, SeedQuery } from "../../../../agents/planner/contract.js";
import type { Row } from "../../../../schema/sample.js";
import { emptyCoverage } from "../../../../tools/coverage/empty-coverage.js";
import {
  fakeContext,
  fakeKnowledge,
  fakeMemory,
  fakeRow,
  fakeSpan,
  fakeTask,
} from "../../../helpers/fake-context.js";
import { madeSample } from "../../../helpers/made-sample.js";

const query = (labels: (string | null)[], count = 1, more: Partial<SeedQuery> = {}): SeedQuery => ({
  orders: labels.map((label) => ({ cell: "c", label, inputId: null })),
  count,
  round: 0,
  before: 0,
  used: new Set(),
  ...more,
});
const context = (
  memory: Parameters<typeof fakeMemory>[0],
  more: Parameters<typeof fakeContext>[0] = {},
) => fakeContext({ memory: fakeMemory(memory), ...more });

describe("mixed seeds", () => {
  it("deal real rows of any label, whatever the order's", async () => {
    const demonstrations = [fakeRow("a", "x", "refund"), fakeRow("b", "y", "delivery")];
    const { value: mixed } = await SEED_SELECTORS.choose("mixed", []);
    expect(
      (await mixed.select(query(["refund", "refund"], 2), context({ demonstrations }))).map((ids) =>
        [...ids].sort(),
      ),
    ).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
  });

  it("begin with as many of the order's label as are wanted", async () => {
    const rows = ["refund", "delivery", "praise"].flatMap((label) =>
      [1, 2, 3].map((number) => fakeRow(`${label}${number}`, `${label} ${number}`, label)),
    );
    const { value: mixed } = await SEED_SELECTORS.choose({ name: "mixed", own: 1 }, []);
    const dealt = await mixed.select(
      query(["refund", "praise", "refund"], 2),
      context({ demonstrations: rows }),
    );
    expect(dealt.map(([first]) => first!.slice(0, -1))).toEqual(["refund", "praise", "refund"]);
    expect(dealt.every((ids) => new Set(ids).size === 2)).toBe(true);
  });
});

describe("seeds of the inputs", () => {
  it("are the order's own row, else rows of the pool of the order's label", async () => {
    const labelled = [fakeRow("i1", "x", "refund"), fakeRow("i2", "y", "delivery")];
    expect(
      await inputSeeds.select(
        {
          ...query(["refund"]),
          orders: [
            { cell: "c", label: "refund", inputId: "i9" },
            { cell: "c", label: "delivery", inputId: null },
          ],
        },
        context({ inputs: labelled }),
      ),
    ).toEqual([["i9"], ["i2"]]);
    const plain = await inputSeeds.select(
      query(["refund", "delivery"]),
      context({ inputs: labelled.map((row) => ({ ...row, label: null })) }),
    );
    expect(plain.flat().sort()).toEqual(["i1", "i2"]);
  });
});

describe("ambiguous seeds", () => {
  it("are the quarter of each class whose label a small model learns least steadily", async () => {
    const words = ["one", "two", "six", "ten"];
    const rows = Array.from({ length: 40 }, (_, index): Row => {
      const refund = index % 2 === 0;
      // Every fourth row of a class reads like the other class in half of its words.
      const mixed = index % 8 < 2;
      return fakeRow(
        `${mixed ? "mixed" : "clear"}-${index}`,
        `${refund || mixed ? "money refund" : ""} ${!refund || mixed ? "parcel late" : ""} ` +
          `${words[index % 4]!}`,
        refund ? "refund" : "delivery",
      );
    });
    const chosen = await ambiguousSeeds.select(
      query([...Array<string>(5).fill("refund"), ...Array<string>(5).fill("delivery")]),
      context({ demonstrations: rows }),
    );
    expect(chosen.flat().every((id) => id.startsWith("mixed-"))).toBe(true);
    expect(new Set(chosen.flat()).size).toBe(10);
  });

  it("are all real rows, with a note in the trace, where nothing can be learned", async () => {
    const span = fakeSpan();
    expect(
      await ambiguousSeeds.select(
        query(["refund"]),
        context({ demonstrations: [fakeRow("a", "x", "refund")] }, { span }),
      ),
    ).toEqual([["a"]]);
    expect(String(span.attributes["datawright.seeds.note"])).toContain("ambiguity is not known");
  });
});

describe("complex seeds", () => {
  it("are the rows of each cluster with the most steps, accepted samples among them", async () => {
    const row = (id: string, question: string, steps: number): Row =>
      fakeRow(id, question, null, {
        question,
        rationale: "So it is. ".repeat(steps),
        answer: "1",
      });
    const demonstrations = ["aaaa", "bbbb", "cccc", "dddd", "eeee", "ffff", "gggg", "hhhh"].flatMap(
      (text) => [row(`${text}-1`, text, 1), row(`${text}-3`, `${text}${text[0]!}`, 3)],
    );
    const task = fakeTask({ kind: "reasoning", labels: undefined });
    async function* accepted() {
      yield {
        ...madeSample({ id: "aaaa-5", text: "aaaaaa" }),
        fields: { question: "aaaaaa", rationale: "So it is. ".repeat(5), answer: "1" },
      };
    }
    const chosen = await complexSeeds.select(
      query(Array<null>(8).fill(null)),
      context({ demonstrations, accepted }, { task }),
    );
    expect(chosen.flat().sort()).toEqual([
      "aaaa-5",
      ...["bbbb", "cccc", "dddd", "eeee", "ffff", "gggg", "hhhh"].map((text) => `${text}-3`),
    ]);
  });
});

describe("retrieved seeds", () => {
  const task = fakeTask({ labels: { aa: "aaaa", zz: "zzzz" } });
  const corpus = ["zzzz", "aaaab", "aaabb", "zzzy", "qqqq"].map((text, index) =>
    fakeRow(`c${index}`, text, null),
  );

  it("are the texts nearest to the label's words, none twice, here or in earlier rounds", async () => {
    expect(
      await retrievedSeeds.select(
        query(["aa", "zz", "aa", "aa"]),
        context({ inputs: corpus }, { task }),
      ),
    ).toEqual([["c1"], ["c0"], ["c2"], expect.arrayContaining([expect.stringMatching(/c[34]/u)])]);
    expect(
      await retrievedSeeds.select(
        query(["aa", "zz"], 1, { used: new Set(["c1", "c0"]) }),
        context({ inputs: corpus }, { task }),
      ),
    ).toEqual([["c2"], ["c3"]]);
    const everything = await retrievedSeeds.select(
      query(["aa", "aa", "aa"], 2),
      context({ inputs: corpus }, { task }),
    );
    expect([everything.map((ids) => ids.length), new Set(everything.flat()).size]).toEqual([
      [2, 2, 1],
      5,
    ]);
  });

  it("follow what was accepted for the label", async () => {
    const near = (accepted?: () => AsyncIterable<ReturnType<typeof madeSample>>) =>
      retrievedSeeds.select(
        query(["aa"], 1, { used: new Set(["c1", "c2"]) }),
        context({ inputs: corpus, ...(accepted ? { accepted } : {}) }, { task }),
      );
    async function* accepted() {
      yield madeSample({ id: "s", text: "qqqqqqqqqqqq", label: "aa" });
      yield madeSample({ id: "other", text: "zzzzzzzzzzzz", label: "zz" });
    }
    expect(await near(accepted)).toEqual([["c4"]]);
  });

  it("come from the passages where the task has no inputs, and want a corpus", async () => {
    const knowledge = fakeKnowledge([{ id: "p1", text: "zzz", source: "p" }]);
    expect(await retrievedSeeds.select(query(["zz"]), context({}, { task, knowledge }))).toEqual([
      ["p1"],
    ]);
    await expect(retrievedSeeds.select(query(["zz"]), context({}, { task }))).rejects.toMatchObject(
      { code: "SPEC_INVALID", message: expect.stringContaining("plan.seeds") as string },
    );
  });
});

describe("orders for each input", () => {
  const inputs = [
    fakeRow("i1", "x", "refund"),
    fakeRow("i2", "y", "refund"),
    fakeRow("i3", "z", "delivery"),
  ];
  const coverage = emptyCoverage(
    ["refund", "delivery"].map((label) => ({
      id: label,
      path: [label],
      label,
      conditions: [],
      quota: 3,
    })),
  );
  const input = (more: Partial<OrderInput> = {}): OrderInput =>
    ({
      round: 0,
      size: 32,
      plan: {
        subTasks: [],
        attributes: [],
        tree: { id: "r", name: "r", source: "spec", children: [] },
        roundSize: 32,
        notes: [],
      },
      coverage,
      outstanding: {},
      firstInput: 0,
      inputs: inputs.map(({ id }) => id),
      usedSeeds: [],
      usedSources: {},
      ...more,
    }) as OrderInput;
  const orders = async (target: number, more: Partial<OrderInput> = {}) =>
    (
      await perInputStrategy.order(input(more), context({ inputs }, { task: fakeTask({ target }) }))
    ).orders
      .map(({ inputId, label }) => `${inputId} ${String(label)}`)
      .sort();

  it("give every row as many as the others, for its own label", async () => {
    expect(await orders(3)).toEqual(["i1 refund", "i2 refund", "i3 delivery"]);
    expect(await orders(6)).toEqual([
      "i1 refund",
      "i1 refund",
      "i2 refund",
      "i2 refund",
      "i3 delivery",
      "i3 delivery",
    ]);
  });

  it("go on where the round before ended, and end when all had theirs", async () => {
    expect(await orders(6, { size: 2, firstInput: 2 })).toEqual(["i1 refund", "i3 delivery"]);
    expect(await orders(6, { firstInput: 5 })).toEqual(["i3 delivery"]);
    expect(await orders(6, { firstInput: 6 })).toEqual([]);
  });

  it("take turns over the cells for rows without a label, and want inputs", async () => {
    const plain = context(
      { inputs: inputs.map((row) => ({ ...row, label: null })) },
      { task: fakeTask({ target: 3 }) },
    );
    expect(
      new Set((await perInputStrategy.order(input(), plain)).orders.map(({ label }) => label)),
    ).toEqual(new Set(["refund", "delivery"]));
    expect(() => perInputStrategy.order(input(), context({}))).toThrow(
      expect.objectContaining({ code: "SPEC_INVALID" }),
    );
  });
});
