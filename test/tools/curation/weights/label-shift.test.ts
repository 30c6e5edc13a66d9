import { labelShift } from "../../../../tools/curation/weights/label-shift.js";
import { curationContext, labelledTexts, made, rowsOf } from "../curation-fixture.js";

const { rows } = labelledTexts(80);
const food = rows.filter(({ label }) => label === "food").map(({ text }) => text);
const travel = rows.filter(({ label }) => label === "travel").map(({ text }) => text);
/** What a row of food counts for beside one of travel. */
async function foodOver(
  settings: object,
  overrides: Parameters<typeof curationContext>[0] = {},
): Promise<number> {
  const context = curationContext({ labels: ["food", "travel"], ...overrides });
  const { weights } = await made(labelShift, settings).weigh(rows, context);
  return (
    weights[rows.findIndex(({ label }) => label === "food")]! /
    weights[rows.findIndex(({ label }) => label === "travel")]!
  );
}

describe("the texts that label-shift aims at", () => {
  const much = [...food.slice(0, 30), ...travel.slice(0, 10)];
  const little = [...food.slice(0, 10), ...travel.slice(0, 30)];

  it.each(["maximum-likelihood", "black-box"])(
    "move its weights by their mix, %s",
    async (method) => {
      expect(await foodOver({ reference: much, method })).toBeGreaterThan(1.8);
      expect(await foodOver({ reference: little, method })).toBeLessThan(1 / 1.8);
      expect(await foodOver({ reference: [...much, ...little], method })).toBeCloseTo(1, 0);
    },
  );

  it("are those given, else the test file's, else the trusted rows', whose labels are not read", async () => {
    const support = rowsOf(
      little,
      little.map(() => "food"),
    );
    expect(await foodOver({ reference: much }, { testTexts: little, support })).toBeGreaterThan(
      1.8,
    );
    expect(await foodOver({}, { testTexts: much, support })).toBeGreaterThan(1.8);
    expect(await foodOver({}, { support })).toBeLessThan(1 / 1.8);
    await expect(foodOver({})).rejects.toMatchObject({
      code: "TRAINING_DATA",
      message: expect.stringContaining("label-shift weights need reference texts"),
    });
  });
});
