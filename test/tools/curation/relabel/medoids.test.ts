import { medoids } from "../../../../tools/curation/relabel/medoids.js";
import { Random } from "../../../../base/statistics/random.js";

describe("medoids", () => {
  const vectors = [
    [1, 0],
    [0.99, 0.1],
    [0.98, -0.1],
    [0, 1],
    [0.1, 0.99],
  ].map((values) => Float32Array.from(values));

  it("takes the middle of every cluster, the largest cluster first", () => {
    expect(medoids(vectors, 2, new Random(1))[0]).toBe(0);
    expect([3, 4]).toContain(medoids(vectors, 2, new Random(1))[1]);
  });

  it("gives all positions where vectors are few, and different ones for equal vectors", () => {
    expect(medoids(vectors, 9, new Random(1))).toEqual([0, 1, 2, 3, 4]);
    expect(medoids([vectors[0]!, vectors[0]!, vectors[0]!], 2, new Random(1))).toHaveLength(1);
  });
});
