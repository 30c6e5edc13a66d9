import fc from "fast-check";
import { innerProduct } from "../../../base/statistics/inner-product.js";
import { marginalRelevance } from "../../../tools/embeddings/marginal-relevance.js";

const at = (degrees: number): Float32Array =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180));

describe("marginalRelevance", () => {
  const degrees = [2, 1, 3, 60, -70];

  it("is similarity alone with lambda 1", async () => {
    expect(await marginalRelevance(degrees.map(at), at(0), { count: 3, lambda: 1 })).toEqual([
      1, 0, 2,
    ]);
  });

  it("goes far from what is taken as lambda falls", async () => {
    expect(await marginalRelevance(degrees.map(at), at(0), { count: 3, lambda: 0.4 })).toEqual([
      1, 4, 3,
    ]);
  });

  it("takes the largest marginal relevance in every step, each vector once", async () => {
    const angles = fc.array(fc.integer({ min: -180, max: 180 }), { minLength: 1, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(
        angles,
        fc.integer({ min: 1, max: 10 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (list, count, lambda) => {
          const vectors = list.map(at);
          const query = at(15);
          const taken = await marginalRelevance(vectors, query, { count, lambda });
          expect(taken).toHaveLength(Math.min(count, list.length));
          expect(new Set(taken).size).toBe(taken.length);
          taken.forEach((position, step) => {
            const before = taken.slice(0, step);
            const gain = (index: number): number =>
              lambda * innerProduct(query, vectors[index]!) -
              (1 - lambda) *
                (step === 0
                  ? 0
                  : Math.max(
                      ...before.map((other) => innerProduct(vectors[other]!, vectors[index]!)),
                    ));
            const open = vectors
              .map((_vector, index) => index)
              .filter((index) => !before.includes(index));
            expect(gain(position)).toBeGreaterThanOrEqual(Math.max(...open.map(gain)) - 1e-9);
          });
        },
      ),
    );
  });

  it("gives nothing of nothing", async () =>
    expect(await marginalRelevance([], at(0), { count: 3, lambda: 0.5 })).toEqual([]));
});
