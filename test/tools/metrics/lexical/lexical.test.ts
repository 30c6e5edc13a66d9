import fc from "fast-check";
import { distinctN } from "../../../../tools/metrics/lexical/distinct-n.js";
import { DiversityAccumulator } from "../../../../tools/metrics/lexical/diversity-accumulator.js";
import { gini } from "../../../../tools/metrics/distributions/gini.js";
import { lexicalFigures } from "../../../../tools/metrics/lexical/lexical-figures.js";
import { metricTokens } from "../../../../tools/metrics/lexical/metric-tokens.js";
import { selfBleu } from "../../../../tools/metrics/lexical/self-bleu.js";
import { recordedText, secondColumn } from "../recorded-data.js";

const texts = fc.array(
  fc
    .array(fc.constantFrom("a", "b", "c", "d", "!"), { maxLength: 8 })
    .map((list) => list.join(" ")),
  { maxLength: 12 },
);

describe("metricTokens", () => {
  it.each([
    ["It's GOOD, really.", ["it", "'", "s", "good", ",", "really", "."]],
    ["Déjà vu?", ["déjà", "vu", "?"]],
    ["정말 좋아요!", ["정말", "좋아요", "!"]],
    ["جيد جدا", ["جيد", "جدا"]],
    ["good 👍🏽", ["good", "👍🏽"]],
  ])("cuts %j", (text, expected) => {
    expect(metricTokens(text)).toEqual(expected);
  });
  it("cuts Chinese and Japanese into more than one token", () => {
    for (const text of ["这个产品非常好", "とても良い商品です"])
      expect(metricTokens(text).length).toBeGreaterThan(1);
  });
});

describe("vocabulary and distinct-n", () => {
  it("streams to the same figures as the direct computation", () => {
    fc.assert(
      fc.property(texts, (list) => {
        const accumulator = new DiversityAccumulator();
        for (const text of list) accumulator.add(text);
        const result = accumulator.result();
        expect(result.vocabulary).toBe(lexicalFigures(list).vocabulary);
        expect([result.distinct1, result.distinct2, result.distinct3]).toEqual(
          [1, 2, 3].map((n) => distinctN(list, n)),
        );
      }),
    );
  });

  it("refuses n-grams of nothing", () => {
    expect(() => distinctN(["a"], 0)).toThrow(expect.objectContaining({ code: "SHAPE" }));
  });

  it.each([
    [
      "FewGen SST-2",
      "recorded/fewgen/SST-2_16-13_gen-train.json.gz",
      { texts: 10_000, different: 9943, vocabulary: 2885, distinct: [0.0206, 0.1299, 0.2898] },
    ],
    [
      "SuperGen SST-2",
      "recorded/supergen/SST-2_train.json.gz",
      { texts: 6000, vocabulary: 1572, distinct: [0.0096, 0.0459, 0.0855] },
    ],
    [
      "MR gold",
      "recorded/freeal_mr/train.csv.gz",
      { texts: 8662, vocabulary: 16_743, distinct: [0.0844, 0.5021, 0.8285] },
    ],
  ])("reproduces the counts of %s to the last digit", (_name, path, expected) => {
    const content = recordedText(path);
    if (content === undefined) return;
    const rows = path.includes(".csv") ? secondColumn(content) : readRows(content);
    const accumulator = new DiversityAccumulator();
    for (const text of rows) accumulator.add(text);
    const streamed = accumulator.result();
    const figures = lexicalFigures(rows);
    expect(figures.texts).toBe(expected.texts);
    if ("different" in expected) expect(new Set(rows).size).toBe(expected.different);
    expect([figures.vocabulary, streamed.vocabulary]).toEqual([
      expected.vocabulary,
      expected.vocabulary,
    ]);
    for (const distinct of [
      figures.distinct,
      [streamed.distinct1, streamed.distinct2, streamed.distinct3],
    ])
      expect(distinct.map((value) => Number(value!.toFixed(4)))).toEqual(expected.distinct);
  });
});

function readRows(content: string): string[] {
  const rows = content.trimStart().startsWith("[")
    ? (JSON.parse(content) as { text: string }[])
    : content
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as { text: string });
  return rows.map((row) => row.text);
}

describe("gini", () => {
  it("is 0 for equal shares and (n - 1) / n where one has all", () => {
    expect(gini([5, 5, 5])).toBeCloseTo(0);
    expect(gini([0, 0, 0, 8])).toBeCloseTo(0.75);
    expect(gini([])).toBe(0);
    expect(() => gini([-1])).toThrow(expect.objectContaining({ code: "SHAPE" }));
  });
});

/** Sentence BLEU against all other texts, by the book. */
function naiveSelfBleu(list: readonly string[], n: number): number | null {
  const all = list.map(metricTokens).filter((tokens) => tokens.length > 0);
  if (all.length < 2) return null;
  const grams = (tokens: readonly string[], order: number) => {
    const counts = new Map<string, number>();
    for (let i = 0; i + order <= tokens.length; i++) {
      const gram = tokens.slice(i, i + order).join(" ");
      counts.set(gram, (counts.get(gram) ?? 0) + 1);
    }
    return counts;
  };
  const scores = all.map((tokens, own) => {
    const others = all.filter((_, index) => index !== own);
    let logs = 0;
    for (let order = 1; order <= n; order++) {
      let matched = 0;
      for (const [gram, count] of grams(tokens, order))
        matched += Math.min(
          count,
          Math.max(...others.map((other) => grams(other, order).get(gram) ?? 0)),
        );
      if (matched === 0 && order === 1) return 0;
      logs += Math.log((matched || 0.1) / Math.max(1, tokens.length - order + 1)) / n;
    }
    const closest = others
      .map((other) => other.length)
      .sort((x, y) => Math.abs(x - tokens.length) - Math.abs(y - tokens.length) || x - y)[0]!;
    return Math.exp(logs) * (tokens.length >= closest ? 1 : Math.exp(1 - closest / tokens.length));
  });
  return scores.reduce((sum, value) => sum + value, 0) / scores.length;
}

describe("selfBleu", () => {
  it("agrees with BLEU against all others, computed pair by pair", () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 5 }), (list, n) => {
        const expected = naiveSelfBleu(list, n);
        if (expected === null) expect(selfBleu(list, { n })).toBeNull();
        else expect(selfBleu(list, { n })).toBeCloseTo(expected, 10);
      }),
      { numRuns: 200 },
    );
  });
  it("is 1 for copies, low for texts that differ, and repeats for a seed", () => {
    expect(selfBleu(["the cat sat on the mat", "the cat sat on the mat"])).toBeCloseTo(1);
    expect(selfBleu(["a b c d", "e f g h"])).toBe(0);
    const many = Array.from(
      { length: 60 },
      (_, index) => `text ${index % 7} of ${index % 5} kinds`,
    );
    expect(selfBleu(many, { sample: 20, seed: "x" })).toBe(
      selfBleu(many, { sample: 20, seed: "x" }),
    );
    expect(() => selfBleu(["a"], { n: 6 })).toThrow(expect.objectContaining({ code: "SHAPE" }));
  });
});
