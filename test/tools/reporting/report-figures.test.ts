import { calibrationFigures } from "../../../tools/reporting/figures/calibration-figures.js";
import { diversityBeside } from "../../../tools/reporting/figures/diversity-beside.js";
import { isEvenlySpaced } from "../../../tools/reporting/figures/evenly-spaced.js";
import { heatOf } from "../../../tools/reporting/figures/heat-of.js";
import { LengthCounts, lengthBins } from "../../../tools/reporting/figures/length-bins.js";
import { nearPairs } from "../../../tools/reporting/figures/near-pairs.js";
import { shownText } from "../../../tools/reporting/figures/shown-sample.js";

const lengthsOf = (lengths: readonly number[]): LengthCounts => {
  const counts = new LengthCounts();
  for (const length of lengths) counts.add("word ".repeat(length));
  return counts;
};
const unit = (angle: number): Float32Array => Float32Array.from([Math.cos(angle), Math.sin(angle)]);

describe("figures of a report", () => {
  it("bin every length, the longest of all in the last bin", () => {
    const lengths = [...Array.from({ length: 200 }, (_, at) => 10 + (at % 40)), 5000];
    const bins = lengthBins(lengthsOf(lengths), lengthsOf([10, 20]))!;
    expect(bins.samples.reduce((sum, rows) => sum + rows, 0)).toBe(201);
    expect(bins.reference!.reduce((sum, rows) => sum + rows, 0)).toBe(2);
    expect(bins.edges.length).toBeLessThanOrEqual(25);
    expect(bins.edges[0]).toBe(10);
    expect(bins.edges.at(-1)).toBeLessThan(60);
    expect(lengthBins(new LengthCounts())).toBeNull();
    expect(lengthBins(lengthsOf([7]))).toEqual({ edges: [7], samples: [1], reference: null });
  });

  it("sum cells by label and value, and keep the fullest of very many", () => {
    const cell = (label: string, value: string, accepted: number) => ({
      label,
      conditions: [
        { name: "tone", value },
        { name: "length", value: "short" },
      ],
      quota: 3,
      accepted,
    });
    const heat = heatOf([cell("b", "calm", 1), cell("a", "calm", 2), cell("a", "rude", 4)])!;
    expect(heat.rows).toEqual(["a", "b"]);
    expect(heat.columns).toEqual([
      { attribute: "tone", value: "calm" },
      { attribute: "tone", value: "rude" },
      { attribute: "length", value: "short" },
    ]);
    expect(heat.cells).toContainEqual({ row: 0, column: 2, quota: 6, accepted: 6 });
    const many = heatOf(Array.from({ length: 200 }, (_, at) => cell(`l${at}`, `v${at}`, at)))!;
    expect([many.rows.length, many.columns.length, many.leftOut]).toEqual([30, 24, 170 + 177]);
    expect(many.rows).toContain("l199");
    expect(heatOf([{ label: null, conditions: [], quota: 1, accepted: 1 }])).toBeNull();
  });

  it("find the nearest pairs, each sample in one of them, and count twins", async () => {
    const samples = ["a", "b", "c", "d"].map((id) => ({ id, text: id, label: "" }));
    const vectors = [unit(0), unit(0.1), unit(1.5), unit(2)];
    const found = (await nearPairs(samples, vectors, 4))!;
    expect(found.pairs.map(({ first, second }) => first.id + second.id)).toEqual(["ab", "cd"]);
    expect(found.twins).toBe(2);
    expect(await nearPairs(samples.slice(0, 1), vectors, 1)).toBeNull();
  });

  it("compare words of equally many texts only", () => {
    const varied = Array.from(
      { length: 40 },
      (_, at) => `text ${at} says thing ${at * 7} otherwise`,
    );
    const same = Array.from({ length: 900 }, () => "always the same few words");
    const found = diversityBeside(same, varied);
    expect(new Set(found.map(({ rows }) => rows))).toEqual(new Set([40]));
    const vocabulary = found.find(({ figure }) => figure === "vocabulary")!;
    expect(vocabulary.samples).toBe(5);
    expect(vocabulary.reference).toBeGreaterThan(60);
    expect(diversityBeside(["one"], varied)).toEqual([]);
  });

  it("keep what is said within 0 and 1, and bins that hold a row", () => {
    const found = calibrationFigures([1.2, 0.95, -0.1], [true, false, false])!;
    expect(found.bins).toEqual([
      { items: 1, said: 0, true: 0 },
      { items: 2, said: 0.975, true: 0.5 },
    ]);
    expect(calibrationFigures([], [])).toBeNull();
  });

  it("spread a choice over all rows, and cut a text between characters", () => {
    for (const [most, of] of [
      [10, 97],
      [3, 4],
      [5, 5],
      [5, 2],
    ] as const) {
      const chosen = Array.from({ length: of }, (_, at) => at).filter((at) =>
        isEvenlySpaced(at, { most, of }),
      );
      expect(chosen).toHaveLength(Math.min(most, of));
    }
    expect(shownText("ab😀cd", 3)).toBe("ab…");
  });
});
