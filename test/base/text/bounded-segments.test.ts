import fc from "fast-check";
import { boundedSegments } from "../../../base/text/bounded-segments.js";

const segmenterOf = (granularity: "grapheme" | "word" | "sentence"): Intl.Segmenter =>
  new Intl.Segmenter("en", { granularity });
const parts = fc.array(
  fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 20 }),
    fc.constantFrom("The parcel is late. ", "👩‍👩‍👧‍👦", "🇦🇹🇩🇪", "배송이 늦어요. ", "x".repeat(300), "\n"),
  ),
  { maxLength: 120 },
);

describe("boundedSegments", () => {
  it.each(["grapheme", "word", "sentence"] as const)(
    "finds every %s of a long text as the segmenter does",
    (granularity) => {
      const segmenter = segmenterOf(granularity);
      fc.assert(
        fc.property(parts, (made) => {
          const text = made.join("");
          const whole = [...segmenter.segment(text)];
          fc.pre(whole.every(({ segment }) => segment.length < 1000));
          expect(
            [...boundedSegments(segmenter, text)].map(({ segment, index }) => [index, segment]),
          ).toEqual(whole.map(({ segment, index }) => [index, segment]));
        }),
        { numRuns: 40 },
      );
    },
  );

  it("gives a segment without end in parts that hold all of it, none of them half a character", () => {
    for (const text of [
      "x".repeat(10_000),
      "a" + "🙂".repeat(5000).replace(/(?<=.)/gu, "\u200d"),
    ]) {
      const found = [...boundedSegments(segmenterOf("word"), text)];
      expect(found.map(({ segment }) => segment).join("")).toBe(text);
      for (const { segment } of found) expect(encodeURIComponent(segment)).not.toBe("");
    }
  });
});
