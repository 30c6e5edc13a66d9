import { mixtureSelector } from "../../../../agents/generator/demonstrations/mixture-selector.js";
import {
  letterVector,
  madeContext,
  madeMemory,
  madeOrder,
  madeRow,
  madeTask,
} from "../../../../graphs/conformance/made-context.js";

const task = madeTask();
const rows = ["zzzz zz", "qqqq qq", "eeee ee"].flatMap((text, kind) =>
  Array.from({ length: 12 }, (_, at) => madeRow(`${kind}-${at}`, `${text} ${at}`, "refund")),
);
const select = (values: readonly string[], count: number) =>
  mixtureSelector.select(
    {
      order: {
        ...madeOrder(task, 0),
        conditions: values.map((value, at) => ({ name: "x".repeat(at + 1), value })),
      } as never,
      count,
      machine: 0,
      contrast: false,
      revision: 0,
      given: "",
    },
    madeContext({
      task,
      memory: madeMemory({
        demonstrations: rows,
        demonstrationVectors: rows.map((row) => letterVector(row.text)),
      }),
    }),
  );

describe("mixture", () => {
  it("shows a part of the rows for each condition, none of them twice", async () => {
    const shown = await select(["zzzzzzzz", "qqqqqqqq"], 6);
    expect(new Set(shown.map(({ id }) => id)).size).toBe(6);
    const near = (kind: string): number => shown.filter(({ id }) => id.startsWith(kind)).length;
    expect(near("0")).toBeGreaterThanOrEqual(2);
    expect(near("1")).toBeGreaterThanOrEqual(2);
  });

  it("draws of the label alone where nothing else is ordered", async () => {
    expect(await select([], 5)).toHaveLength(5);
    expect(await select(["zzzz"], 60)).toHaveLength(36);
  });
});
