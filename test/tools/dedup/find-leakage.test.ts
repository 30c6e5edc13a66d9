import { findLeakage } from "../../../tools/dedup/find-leakage.js";
import { semanticDuplicates } from "../../../tools/dedup/semantic-duplicates.js";
import { recordedText, secondColumn } from "../metrics/recorded-data.js";

describe("findLeakage", () => {
  const test = [
    "The film is a warm, funny and engaging story about growing up.",
    "dull",
    "배송이 예정보다 이틀이나 늦었고 상자 한쪽이 완전히 찌그러져 있어서 실망했습니다",
  ];

  it("tells equal, containing and near texts apart", () => {
    const leakage = findLeakage(
      [
        "the film is a warm funny and engaging story about growing up",
        "As one critic says, the film is a warm, funny and engaging story about growing up. " +
          "I agree.",
        "The film was a warm, funny and engaging story about growing up!",
        "Something else entirely happened here today.",
        "Dull!",
        "배송이 예정보다 이틀이나 늦었고 상자 한쪽이 완전히 찌그러져 있어서 실망했습니다!!",
      ],
      test,
      { threshold: 0.7, n: 11 },
    );
    expect(leakage.exact).toEqual([
      { generated: 0, test: 0 },
      { generated: 4, test: 1 },
      { generated: 5, test: 2 },
    ]);
    expect(leakage.containment).toEqual([{ generated: 1, test: 0, share: 1 }]);
    expect(leakage.near).toEqual([
      { generated: 2, test: 0, jaccard: expect.any(Number) as number },
    ]);
    expect(leakage.testTexts).toBe(3);
  });

  it("finds nothing in nothing, and does not call short or blank texts contained", () => {
    expect(findLeakage([], test)).toEqual({ exact: [], containment: [], near: [], testTexts: 0 });
    expect(findLeakage(["a dull day", "  "], ["dull", ""]).testTexts).toBe(0);
  });

  it("finds the test rows of SST-2 that the MR training rows hold", () => {
    const training = recordedText("recorded/freeal_mr/train.csv.gz");
    const development = recordedText("benchmarks/glue_dev_supergen/SST-2_test.tsv");
    if (training === undefined || development === undefined) return;
    const rows = development
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split("\t")[0] as string);
    const leakage = findLeakage(secondColumn(training), rows);
    expect(rows).toHaveLength(872);
    expect(new Set(leakage.exact.map((pair) => pair.test)).size).toBe(680);
  });
});

describe("semanticDuplicates", () => {
  it("keeps the first of vectors in one direction", async () => {
    const vectors = [
      [1, 0, 0],
      [0, 1, 0],
      [2, 0.01, 0],
      [0, 0, 3],
      [0, 5, 0],
    ].map((values) => Float32Array.from(values));
    const found = await semanticDuplicates(vectors, { threshold: 0.99 });
    expect(found.kept).toEqual([0, 1, 3]);
    expect(found.duplicates.map(({ index, duplicateOf }) => [index, duplicateOf])).toEqual([
      [2, 0],
      [4, 1],
    ]);
    expect(found.duplicates[1]?.cosine).toBeCloseTo(1);
    expect(await semanticDuplicates([])).toEqual({ duplicates: [], kept: [] });
  });

  it("refuses a vector without a direction, and stops when told", async () => {
    await expect(
      semanticDuplicates([Float32Array.of(1, 0), Float32Array.of(0, 0)]),
    ).rejects.toMatchObject({ code: "VECTOR_INVALID" });
    const stopped = AbortSignal.abort();
    const many = Array.from({ length: 40 }, (_, index) =>
      Float32Array.of(Math.cos(index), Math.sin(index)),
    );
    await expect(semanticDuplicates(many, { signal: stopped })).rejects.toMatchObject({
      code: "INTERRUPTED",
    });
  });
});
