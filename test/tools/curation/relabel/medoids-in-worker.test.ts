import { medoids } from "../../../../tools/curation/relabel/medoids.js";
import { medoidsInWorker } from "../../../../tools/curation/relabel/medoids-in-worker.js";
import { Random } from "../../../../base/statistics/random.js";

const random = new Random("medoids");
const group = (size: number): Float32Array[] =>
  Array.from({ length: size }, () => Float32Array.from({ length: 8 }, () => random.normal()));

describe("medoidsInWorker", () => {
  it.each([
    [[60, 3, 0, 45], 10],
    [[12, 3], 5],
    [[], 5],
  ])(
    "gives the medoids of each group alone, in a thread or not (sizes %p)",
    async (sizes, clusters) => {
      const groups = sizes.map(group);
      const found = await medoidsInWorker({ groups, clusters, seed: 3 });
      expect(found).toEqual(
        groups.map((vectors, index) =>
          medoids(vectors, clusters, new Random(3).derive("medoids", index)),
        ),
      );
      expect(found.map((places) => places.length)).toEqual(
        sizes.map((size) => Math.min(size, clusters)),
      );
    },
  );

  it("stops when it is asked to", async () => {
    await expect(
      medoidsInWorker(
        { groups: [group(100)], clusters: 20, seed: 1 },
        { signal: AbortSignal.abort() },
      ),
    ).rejects.toMatchObject({ code: "INTERRUPTED" });
  });
});
