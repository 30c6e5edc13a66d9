import fc from "fast-check";
import type { Row } from "../../../schema/sample.js";
import { splitSupport } from "../../../tools/rows/split-support.js";

const row = (index: number, label: string | null, text = `text number ${index}`): Row => ({
  id: `r${index}`,
  fields: { text },
  text,
  label,
  line: index + 1,
});
const rowsOf = (counts: Record<string, number>): Row[] => {
  const rows: Row[] = [];
  for (const [label, count] of Object.entries(counts))
    for (let index = 0; index < count; index++) rows.push(row(rows.length, label));
  return rows;
};

describe("splitSupport", () => {
  it("holds out a fifth of each label by default, in file order, the same for a seed", () => {
    const rows = rowsOf({ a: 50, b: 10 });
    const split = splitSupport(rows, {}, 7);
    expect(split.heldOut.filter((item) => item.label === "a")).toHaveLength(10);
    expect(split.heldOut.filter((item) => item.label === "b")).toHaveLength(2);
    expect(split.support).toEqual(rows.filter((item) => split.support.includes(item)));
    expect(splitSupport(rows, {}, 7)).toEqual(split);
    expect(splitSupport(rows, {}, 8).heldOut).not.toEqual(split.heldOut);
  });

  it("draws exactly the sample and holds out the rest", () => {
    const split = splitSupport(rowsOf({ a: 90, b: 10 }), { sample: 30 }, 1);
    expect([split.support.length, split.heldOut.length]).toEqual([30, 70]);
    expect(splitSupport(rowsOf({ a: 3 }), { sample: 30 }, 1)).toMatchObject({
      heldOut: [],
      removedFromHeldOut: 0,
    });
  });

  it("takes rows equal to a support row out of the test, case and punctuation apart", () => {
    const rows = [
      row(0, "a", "Hello, world!"),
      row(1, "a", "hello world"),
      row(2, "a", "HELLO WORLD"),
      row(3, "a", "안녕하세요"),
    ];
    const { support, heldOut, removedFromHeldOut } = splitSupport(rows, { sample: 2 }, 3);
    expect(support.length + heldOut.length + removedFromHeldOut).toBe(4);
    expect(removedFromHeldOut).toBe(support.some((item) => item.text === "안녕하세요") ? 2 : 1);
  });

  it("keeps a support row for each label and the wanted share, whatever the labels", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 30 }), {
          minKeys: 1,
          maxKeys: 6,
        }),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        fc.integer(),
        (counts, heldOut, seed) => {
          const rows = rowsOf(counts);
          const split = splitSupport(rows, { heldOut }, seed);
          expect(new Set(split.support.map((item) => item.label)).size).toBe(
            Object.keys(counts).length,
          );
          expect(split.heldOut.length).toBeLessThanOrEqual(Math.round(rows.length * heldOut));
          expect(split.heldOut.length + split.support.length).toBe(rows.length);
        },
      ),
    );
  });
});
