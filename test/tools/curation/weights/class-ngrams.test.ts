import { ClassNgrams } from "../../../../tools/curation/weights/class-ngrams.js";

describe("class-conditional n-grams", () => {
  const ngrams = new ClassNgrams(
    ["soup and bread", "bread and cake", "train and bus", "bus and flight"],
    [0, 0, 1, 1],
    2,
  );

  it("finds a text of its class more probable than the same text under the other class", () => {
    expect(ngrams.logShare("bread and soup", 0, false)).toBeGreaterThan(
      ngrams.logShare("bread and soup", 1, false),
    );
  });

  it("takes a counted text's own counts out: words found nowhere else say nothing", () => {
    const lonely = new ClassNgrams(["soup and bread", "zebra", "train and bus"], [0, 0, 1], 2);
    expect(lonely.logShare("zebra", 0, false)).toBeGreaterThan(Math.log(0.9));
    expect(Math.abs(lonely.logShare("zebra", 0, true) - Math.log(0.5))).toBeLessThan(0.3);
  });

  it("is even for a text without words", () => {
    expect(ngrams.logShare("", 0, false)).toBeCloseTo(Math.log(0.5), 12);
  });
});
