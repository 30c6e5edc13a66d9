import { medoidsInWorker, medoidsOfGroups } from "../../../../tools/curation/relabel/medoids-in-worker.js";
import { Random } from "../../../../tools/statistics/random.js";

const random = new Random("medoids");
const group = (size: number): Float32Array[] => Array.from({ length: size }, () => Float32Array.from({ length: 8 }, () => random.normal()));

describe("medoidsInWorker", () => {
  it("gives the same medoids in a thread as in this one, for each group alone", async () => {
    const task = { groups: [group(60), group(3), group(45)], clusters: 10, seed: 3 };
    const found = await medoidsInWorker(task);
    expect(found).toEqual(medoidsOfGroups(task));
    expect(found.map((places) => places.length)).toEqual([10, 3, 10]);
    expect(found[1]).toEqual([0, 1, 2]);
  });

  it("stops when it is asked to", async () => {
    await expect(medoidsInWorker({ groups: [group(100)], clusters: 20, seed: 1 }, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "INTERRUPTED" });
  });
});
