import { attributeBias } from "../../../../tools/evaluation/diversity/attribute-bias.js";
import type { EvaluatedRow } from "../../../../tools/evaluation/contract.js";

const OPENINGS = {
  formal: ["Dear sir or madam", "I kindly request", "With regard to", "Please be advised of"],
  casual: ["hey guys", "so yeah about", "gimme a hand with", "ugh again"],
};
const THINGS = ["the lamp", "my parcel", "the invoice", "a refund", "the app", "our order"];

/** Rows of which every `casualOf`th part is casual, in words that tell it. */
function rowsOf(count: number, casual: (at: number) => boolean, stated = true): EvaluatedRow[] {
  return Array.from({ length: count }, (_, at) => {
    const tone: keyof typeof OPENINGS = casual(at) ? "casual" : "formal";
    const opening = OPENINGS[tone][Math.floor(at / 2) % 4]!;
    return {
      id: String(at),
      text: `${opening} ${THINGS[Math.floor(at / 3) % 6]!} number ${at % 11}`,
      fields: {},
      label: null,
      weight: 1,
      line: null,
      conditions: stated ? conditionsOf(tone, at) : {},
    };
  });
}

const conditionsOf = (tone: string, at: number): Record<string, string> => ({
  tone,
  mood: Math.floor(at / 12) % 3 === 0 ? "glad" : "sad",
});

const even = rowsOf(120, (at) => at % 2 === 0);

describe("attributeBias", () => {
  it("tells how often real rows have a value that they do not state", async () => {
    const reference = rowsOf(100, (at) => at % 10 === 0, false);
    const { figure, byAttribute, findings } = await attributeBias(even, reference, { seed: 1 });
    const casual = byAttribute["tone"]!.values.find(({ value }) => value === "casual")!;
    expect(casual.share).toBeCloseTo(0.5, 9);
    expect(casual.reference).toBeGreaterThan(0.05);
    expect(casual.reference).toBeLessThan(0.17);
    expect(casual.low).toBeLessThanOrEqual(casual.reference);
    expect(casual.high).toBeGreaterThanOrEqual(casual.reference);
    expect(figure.value).toBeCloseTo(0.5 - casual.reference, 6);
    expect(findings).toEqual([
      expect.objectContaining({ level: "doubt", text: expect.stringContaining("tone leans") }),
    ]);
  });

  it("does not measure an attribute that the texts do not show", async () => {
    const reference = rowsOf(100, (at) => at % 10 === 0, false);
    const { byAttribute } = await attributeBias(even, reference, { seed: 1 });
    expect(byAttribute["mood"]).toMatchObject({ distance: null, values: [] });
    expect(byAttribute["mood"]!.note).toMatch(/no better than the most frequent/u);
  });

  it("finds nothing where real rows are as the dataset", async () => {
    const { findings, figure } = await attributeBias(
      even,
      rowsOf(100, (at) => at % 2 === 1, false),
      { seed: 1 },
    );
    expect(findings).toEqual([]);
    expect(figure.value).toBeLessThan(0.15);
  });

  it("counts the values that the reference states itself", async () => {
    const reference = rowsOf(100, (at) => at % 4 === 0);
    const { byAttribute } = await attributeBias(even, reference, { seed: 1 });
    expect(byAttribute["tone"]).toMatchObject({ toldRight: null });
    expect(byAttribute["tone"]!.distance).toBeCloseTo(0.25, 3);
  });

  it("says why there is nothing to measure", async () => {
    const without = rowsOf(10, () => true, false);
    expect((await attributeBias(even, null, { seed: 1 })).figure).toMatchObject({
      value: null,
      note: "no reference rows were given",
    });
    expect((await attributeBias(without, even, { seed: 1 })).figure.note).toMatch(/conditions/u);
    expect((await attributeBias(even, without, { seed: 1 })).figure.note).toMatch(/20 are needed/u);
  });
});
