import type { StudentMistake } from "../../../../agents/contract.js";
import { studentErrorsSeeds } from "../../../../agents/planner/seeds/student-errors-seeds.js";
import { fakeContext, fakeMemory, fakeRow, fakeTask } from "../../../helpers/fake-context.js";

/** Most confident first, as memory gives them. */
const mistakes: StudentMistake[] = [
  ["a1", "refund", 0.9],
  ["b1", "delivery", 0.8],
  ["a2", "refund", 0.7],
  ["a3", "refund", 0.6],
].map(([id, label, confidence]) => ({
  row: fakeRow(String(id), `text ${String(id)}`, String(label)),
  predicted: "other",
  confidence: Number(confidence),
}));
const select = async (
  labels: readonly (string | null)[],
  options: {
    found?: readonly StudentMistake[];
    used?: readonly string[];
    count?: number;
    holdQuotas?: boolean;
  } = {},
): Promise<(readonly string[])[]> => [
  ...(await studentErrorsSeeds.select(
    {
      orders: labels.map((label) => ({ cell: "c", label, inputId: null })),
      count: options.count ?? 1,
      round: 2,
      before: 0,
      used: new Set(options.used),
    },
    fakeContext({
      task: fakeTask({ plan: { holdQuotas: options.holdQuotas } }),
      memory: fakeMemory({ mistakes: () => Promise.resolve(options.found ?? mistakes) }),
    }),
  )),
];

describe("seeds from the small model's errors", () => {
  it("are mistakes of the order's label, the most confident first, in turns", async () => {
    expect(await select(["refund", "delivery", "refund", "refund", "refund", "delivery"])).toEqual([
      ["a1"],
      ["b1"],
      ["a2"],
      ["a3"],
      ["a1"],
      ["b1"],
    ]);
  });

  it("begin with those that no earlier round used", async () => {
    expect(await select(["refund", "refund", "refund"], { used: ["a1", "b1"] })).toEqual([
      ["a2"],
      ["a3"],
      ["a1"],
    ]);
  });

  it("are mistakes of other labels where the order's own has none", async () => {
    expect(await select(["praise", "praise", null], { count: 2 })).toEqual([
      ["a1", "b1"],
      ["a2", "a3"],
      ["a1", "b1"],
    ]);
  });

  it("are none there where quotas are held: a sample of a full label would be refused", async () => {
    expect(await select(["praise", "refund"], { holdQuotas: true })).toEqual([[], ["a1"]]);
  });

  it("are none while nothing is learned, or nothing is wrong", async () => {
    expect(await select(["refund", "delivery"], { found: [] })).toEqual([[], []]);
  });
});
