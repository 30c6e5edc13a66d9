import { drawConditions } from "../../../tools/conditions/draw-conditions.js";

const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_unused, index) => `v${index}`);

describe("drawConditions", () => {
  const dimensions = Array.from({ length: 12 }, (_unused, index) => ({
    name: `d${index}`,
    values: numbered(10),
  }));

  it("draws from 10^12 points, the same for the same seed, and goes on where fewer draws ended", () => {
    const ten = drawConditions({ dimensions, count: 10, seed: 3 });
    expect(drawConditions({ dimensions, count: 4, seed: 3 })).toEqual(ten.slice(0, 4));
    expect(drawConditions({ dimensions, count: 10, seed: 4 })).not.toEqual(ten);
    expect(new Set(ten.map((draw) => JSON.stringify(draw))).size).toBe(10);
    expect(Object.keys(ten[0]!)).toEqual(dimensions.map(({ name }) => name));
  });

  it("keeps to fixed values, and draws the others beside them", () => {
    const draws = drawConditions({
      dimensions,
      exclude: [{ d0: "v1", d1: numbered(9) }],
      fixed: { d0: "v1" },
      count: 5,
    });
    for (const draw of draws) expect(draw).toMatchObject({ d0: "v1", d1: "v9" });
  });

  it("uses the label's values", () => {
    expect(
      drawConditions({
        dimensions: [{ name: "topic", perLabel: { refund: ["late"] } }],
        label: "refund",
        count: 1,
      }),
    ).toEqual([{ topic: "late" }]);
    expect(
      drawConditions({
        dimensions: [{ name: "topic", perLabel: { refund: ["late"] } }],
        label: "other",
        count: 1,
      }),
    ).toEqual([{}]);
  });

  it("refuses conditions that contradict each other", () => {
    expect(() => drawConditions({ dimensions, exclude: [{ d0: numbered(10) }], count: 1 })).toThrow(
      expect.objectContaining({ code: "PLAN_INVALID" }),
    );
    expect(() =>
      drawConditions({
        dimensions,
        exclude: [{ d0: "v1", d1: "v1" }],
        fixed: { d0: "v1", d1: "v1" },
        count: 1,
      }),
    ).toThrow(expect.objectContaining({ code: "PLAN_INVALID" }));
  });
});
