import fc from "fast-check";
import { farthestFirst } from "../../../tools/embeddings/farthest-first.js";
import { innerProduct } from "../../../base/statistics/inner-product.js";

const at = (degrees: number): Float32Array =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180));

describe("farthestFirst", () => {
  it("takes the farthest from all taken ones next, from the given start", async () => {
    const vectors = [0, 10, 20, 90, 180].map(at);
    expect((await farthestFirst(vectors, { count: 3, start: 1 })).taken).toEqual([1, 4, 3]);
    expect((await farthestFirst(vectors, { count: 2, centres: [at(0)] })).taken).toEqual([4, 3]);
  });

  it("starts from the vector nearest to the mean, and takes all where there are no more", async () => {
    const { taken, nearest } = await farthestFirst([0, 40, 80].map(at), { count: 9 });
    expect(taken[0]).toBe(1);
    expect([...taken].sort()).toEqual([0, 1, 2]);
    expect(nearest.every((value) => Math.abs(value - 1) < 1e-6)).toBe(true);
    expect((await farthestFirst([], { count: 3 })).taken).toEqual([]);
  });

  it("covers at most at twice the best radius", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 3, maxLength: 8 }),
        fc.integer({ min: 1, max: 3 }),
        async (degrees, count) => {
          const angle = (a: number, b: number): number => Math.abs(a - b);
          const radius = (centres: readonly number[]): number =>
            Math.max(
              ...degrees.map((degree) =>
                Math.min(...centres.map((centre) => angle(degree, centre))),
              ),
            );
          const { taken } = await farthestFirst(degrees.map(at), { count });
          const sets = [...Array(2 ** degrees.length).keys()]
            .map((mask) => degrees.filter((_degree, index) => (mask >> index) & 1))
            .filter((set) => set.length > 0 && set.length <= count);
          expect(radius(taken.map((index) => degrees[index]!))).toBeLessThanOrEqual(
            2 * Math.min(...sets.map(radius)) + 1e-3,
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  it("tells what is taken, and stops where that throws", async () => {
    const seen: number[] = [];
    await farthestFirst([0, 90].map(at), { count: 2, onTaken: (count) => seen.push(count) });
    expect(seen).toEqual([0, 1, 2]);
    await expect(
      farthestFirst([at(0)], {
        count: 1,
        onTaken: () => {
          throw new Error("stop");
        },
      }),
    ).rejects.toThrow("stop");
  });
});

describe("innerProduct", () => {
  it("is the cosine of unit vectors", () =>
    expect(innerProduct(at(0), at(60))).toBeCloseTo(0.5, 5));
});
