import fc from "fast-check";
import type { Sample } from "../../../schema/sample.js";
import { parseShares, splitDataset } from "../../../tools/export/split-dataset.js";
import { Random } from "../../../base/statistics/random.js";
import { sampleOf } from "./sample-fixture.js";

const letters = (index: number): string => {
  const random = new Random(index);
  return Array.from({ length: 12 }, () => String.fromCharCode(97 + random.integer(26))).join("");
};
const sampleAt = (index: number, label: string, changes: Partial<Sample> = {}): Sample =>
  sampleOf(
    index,
    { text: `${letters(index)} ${letters(index + 500)} ${letters(index * 3 + 1000)}` },
    label,
    changes,
  );
const narrowedInput = (splits: readonly (readonly Sample[])[], id: string): number =>
  splits.findIndex((split) => split.some((sample) => sample.id === id));

describe("splitDataset", () => {
  it("meets the shares for each label, and gives the same parts for a seed", () => {
    const samples = Array.from({ length: 200 }, (_unused, index) =>
      sampleAt(index, index < 150 ? "a" : "b"),
    );
    const splits = splitDataset(samples, [0.8, 0.1, 0.1], 3);
    expect(
      splits.map((split) => split.filter((sample) => sample.label.current === "a").length),
    ).toEqual([120, 15, 15]);
    expect(
      splits.map((split) => split.filter((sample) => sample.label.current === "b").length),
    ).toEqual([40, 5, 5]);
    expect(splitDataset(samples, [0.8, 0.1, 0.1], 3)).toEqual(splits);
    expect(splitDataset(samples, [0.8, 0.1, 0.1], 4)).not.toEqual(splits);
  });

  it("keeps near duplicates, children of one parent, and parent with child together", () => {
    const samples = Array.from({ length: 60 }, (_unused, index) => sampleAt(index, "a"));
    for (let pair = 0; pair < 10; pair++) {
      const text =
        `The parcel number ${letters(pair)} was sent to the wrong address on ` +
        `${letters(pair + 77)} and never came back to us`;
      samples.push(
        sampleOf(100 + pair * 2, { text }, "a"),
        sampleOf(101 + pair * 2, { text: `${text}!` }, "a"),
      );
      samples.push(
        sampleAt(200 + pair * 2, "a", { parents: [`input${pair}`] }),
        sampleAt(201 + pair * 2, "a", { parents: [`input${pair}`] }),
      );
      samples.push(sampleAt(300 + pair, "a", { parents: [`s${pair}`] }));
    }
    for (const seed of [1, 2, 3]) {
      const splits = splitDataset(samples, [0.5, 0.5], seed);
      for (let pair = 0; pair < 10; pair++) {
        expect(narrowedInput(splits, `s${100 + pair * 2}`)).toBe(
          narrowedInput(splits, `s${101 + pair * 2}`),
        );
        expect(narrowedInput(splits, `s${200 + pair * 2}`)).toBe(
          narrowedInput(splits, `s${201 + pair * 2}`),
        );
        expect(narrowedInput(splits, `s${300 + pair}`)).toBe(narrowedInput(splits, `s${pair}`));
      }
      expect(splits.map((split) => split.length)).toEqual([55, 55]);
    }
  });

  it("puts every sample in exactly one part, in the given order", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.constantFrom("a", "b", "c"),
            fc.constantFrom("x y", "한국어 문장", "other words here"),
            fc.constantFrom("p", "q", ""),
          ),
          { maxLength: 30 },
        ),
        fc.integer(),
        (rows, seed) => {
          const samples = rows.map(([label, text, parent], index) =>
            sampleOf(index, { text: `${text} ${index % 7}` }, label, {
              parents: parent === "" ? [] : [parent],
            }),
          );
          const splits = splitDataset(samples, [0.7, 0.2, 0.1], seed);
          expect(
            splits
              .flat()
              .map((sample) => sample.id)
              .sort(),
          ).toEqual(samples.map((sample) => sample.id).sort());
          for (const split of splits)
            expect(split).toEqual(samples.filter((sample) => split.includes(sample)));
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("parseShares", () => {
  it("reads shares and percent, and refuses what does not sum to 1", () => {
    expect(parseShares("0.8/0.1/0.1")).toEqual([0.8, 0.1, 0.1]);
    expect(parseShares("80/20")).toEqual([0.8, 0.2]);
    for (const text of ["0.8", "0.8/0.3", "a/b", "1/0", "", "0.5//0.5", "1.5/-0.5"])
      expect(() => parseShares(text)).toThrow(/sum to 1/u);
  });
});
