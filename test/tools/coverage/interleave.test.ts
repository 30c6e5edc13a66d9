import fc from "fast-check";
import { interleave } from "../../../tools/coverage/interleave.js";

describe("interleave", () => {
  it("takes turns", () => {
    expect(
      interleave(
        new Map([
          ["a", 2],
          ["b", 2],
          ["c", 2],
        ]),
      ),
    ).toEqual(["a", "b", "c", "a", "b", "c"]);
    expect(
      interleave(
        new Map([
          ["a", 4],
          ["b", 1],
        ]),
      ),
    ).toEqual(["a", "a", "b", "a", "a"]);
  });

  it("has each key as often as counted, and every prefix within two of its share", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 12 }), (counts) => {
        const sequence = interleave(new Map(counts.map((count, index) => [String(index), count])));
        counts.forEach((count, index) =>
          expect(sequence.filter((key) => key === String(index))).toHaveLength(count),
        );
        const total = sequence.length;
        const seen = new Map<string, number>();
        sequence.forEach((key, position) => {
          seen.set(key, (seen.get(key) ?? 0) + 1);
          counts.forEach((count, index) =>
            expect(
              Math.abs((seen.get(String(index)) ?? 0) - ((position + 1) * count) / total),
            ).toBeLessThan(2),
          );
        });
      }),
    );
  });
});
