import { selectRows } from "../../../helpers/select-rows.js";
import type { AgentContext } from "../../../../agents/contract.js";
import type { DemoSelector } from "../../../../agents/generator/contract.js";
import { randomSelector } from "../../../../agents/generator/demonstrations/random-selector.js";
import { similaritySelector } from "../../../../agents/generator/demonstrations/similarity-selector.js";
import type { Order } from "../../../../schema/plan.js";
import type { Row, Sample } from "../../../../schema/sample.js";
import { Random } from "../../../../base/statistics/random.js";
import {
  fakeContext,
  fakeMemory,
  fakeRow,
  fakeTask,
  letterVector,
} from "../../../helpers/fake-context.js";
import { orderOf } from "../../../helpers/plain-parts.js";

const order = (label: Order["label"], conditions: Order["conditions"] = []): Order =>
  orderOf({ label, conditions });
const rows = (label: string, count: number, text = "text"): Row[] =>
  Array.from({ length: count }, (_, index) =>
    fakeRow(`${label}${index}`, `${text} ${index}`, label),
  );
const select = (
  selector: DemoSelector,
  context: AgentContext,
  count: number,
  label: Order["label"] = "refund",
  given = "",
  conditions: Order["conditions"] = [],
): Promise<readonly Row[]> =>
  selectRows(selector, { order: order(label, conditions), count, revision: 0, given }, context);
const byLabel = (chosen: readonly Row[], label: string): number =>
  chosen.filter((row) => row.label === label).length;

describe.each([
  ["random", randomSelector],
  ["similarity", similaritySelector],
] as const)("%s selector", (_name, selector) => {
  const support = [...rows("refund", 100), ...rows("delivery", 100)];
  const context = (seed: string): AgentContext =>
    fakeContext({ task: fakeTask({}, support), seed });

  it("shows mostly the order's label where few rows are shown, and half of it where many are", async () => {
    const few = await select(selector, context("a"), 8);
    expect([byLabel(few, "refund"), byLabel(few, "delivery")]).toEqual([6, 2]);
    const many = await select(selector, context("a"), 64);
    expect([byLabel(many, "refund"), byLabel(many, "delivery")]).toEqual([32, 32]);
    expect(few.at(-1)!.label).toBe("refund");
    expect(new Set(many.map((row) => row.id)).size).toBe(64);
  });

  it("shows no more of other labels where the own one has few rows", async () => {
    const scarce = fakeContext({
      task: fakeTask({}, [...rows("refund", 2), ...rows("delivery", 50)]),
    });
    const chosen = await select(selector, scarce, 20);
    expect([byLabel(chosen, "refund"), byLabel(chosen, "delivery")]).toEqual([2, 10]);
  });

  it("is the same for the same random stream, and differs between orders", async () => {
    const ids = async (seed: string): Promise<string[]> =>
      (await select(selector, context(seed), 8)).map((row) => row.id);
    expect(await ids("a")).toEqual(await ids("a"));
    expect(await ids("a")).not.toEqual(await ids("b"));
  });

  it("counts any shared label for orders with several, and every row without a label", async () => {
    const mixed = [
      fakeRow("1", "x", ["a", "b"]),
      fakeRow("2", "y", ["b", "c"]),
      fakeRow("3", "z", ["c"]),
    ];
    const chosen = await select(
      selector,
      fakeContext({ task: fakeTask({ multiLabel: true }, mixed) }),
      2,
      ["a", "b"],
    );
    expect(chosen.map((row) => row.id).sort()).toEqual(["1", "2"]);
    expect(await select(selector, context("a"), 10, null)).toHaveLength(10);
  });

  it("shows nothing where there are no rows", async () => {
    expect(await select(selector, fakeContext(), 8)).toEqual([]);
  });

  it("takes the share of accepted samples that the task allows, of the order's label", async () => {
    const sample = (id: string, label: string): Sample =>
      ({
        id,
        fields: { text: id },
        text: id,
        conditions: [],
        label: { given: label, current: label },
      }) as unknown as Sample;
    let reads = 0;
    const memory = fakeMemory({
      sealedThrough: 2,
      demonstrations: support,
      demonstrationVectors: support.map((row) => letterVector(row.text)),
      async *accepted() {
        reads++;
        for (let index = 0; index < 30; index++)
          yield sample(`m${index}`, index % 2 === 0 ? "refund" : "delivery");
      },
    });
    const task = fakeTask({ generate: { demonstrations: { machine: 0.5 } } }, support);
    const chosen = await select(selector, fakeContext({ task, memory }), 8);
    expect(chosen).toHaveLength(8);
    const machine = chosen.filter((row) => row.id.startsWith("m"));
    expect(machine).toHaveLength(4);
    expect(byLabel(machine, "refund")).toBe(4);
    await select(selector, fakeContext({ task, memory: { ...memory } }), 8);
    expect(reads).toBe(1);
    expect(
      (await select(selector, fakeContext({ task: fakeTask({}, support), memory }), 8)).filter(
        (row) => row.id.startsWith("m"),
      ),
    ).toEqual([]);
  });
});

describe("similarity selector", () => {
  const near = Array.from({ length: 12 }, (_, index) =>
    fakeRow(`near${index}`, `zzz qqq ${"z".repeat(index % 3)}`, "refund"),
  );
  const far = rows("refund", 300, "aaa bbb ccc ddd");
  const support = [...far.slice(0, 150), ...near, ...far.slice(150)];
  const context = (seed: string): AgentContext =>
    fakeContext({ task: fakeTask({ description: "zq" }, support), seed });
  const wanted = [{ name: "topic", value: "zzzz qqqq zzzz qqqq zzzz qqqq" }];

  it("draws from the rows nearest to the conditions", async () => {
    for (const seed of ["a", "b", "c"]) {
      const chosen = await select(similaritySelector, context(seed), 4, "refund", "", wanted);
      expect(chosen.every((row) => row.id.startsWith("near"))).toBe(true);
    }
    const random = await select(randomSelector, context("a"), 4, "refund", "", wanted);
    expect(random.every((row) => row.id.startsWith("near"))).toBe(false);
  });

  it("does not show every prompt of a cell the same rows", async () => {
    const shown = new Set<string>();
    for (let index = 0; index < 12; index++)
      for (const row of await select(
        similaritySelector,
        context(`order ${index}`),
        4,
        "refund",
        "",
        wanted,
      ))
        shown.add(row.id);
    expect(shown.size).toBeGreaterThan(8);
  });

  it("looks near the given row where one is worked on", async () => {
    const chosen = await select(similaritySelector, context("a"), 4, null, "zzz qqq zz", [
      { name: "topic", value: "aaa bbb" },
    ]);
    expect(chosen.every((row) => row.id.startsWith("near"))).toBe(true);
  });

  it("does not depend on how much was drawn from the stream before", async () => {
    const random = new Random("a");
    random.next();
    const drawn = await select(
      similaritySelector,
      { ...context("a"), random },
      4,
      "refund",
      "",
      wanted,
    );
    expect(drawn).toEqual(await select(similaritySelector, context("a"), 4, "refund", "", wanted));
  });
});
