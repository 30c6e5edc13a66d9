import { copyFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { VectorIndex } from "../../../memory/vectors/vector-index.js";
import { temporaryFolder } from "../temporary-folder.js";

/**
 * Reproducible vectors (a linear congruential generator), in clusters so that neighbours mean
 * something.
 */
function vectorsOf(count: number, dimension: number, seed = 7): Float32Array[] {
  let state = seed;
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32 - 0.5;
  const centres = Array.from({ length: 20 }, () => Float32Array.from({ length: dimension }, next));
  return Array.from({ length: count }, (_, index) =>
    (centres[index % 20] as Float32Array).map((value) => value + next() * 0.4),
  );
}
function cosineDistance(a: Float32Array, b: Float32Array): number {
  let [dot, left, right] = [0, 0, 0];
  for (const [index, value] of a.entries()) {
    dot += value * (b[index] ?? 0);
    left += value * value;
    right += (b[index] ?? 0) ** 2;
  }
  return 1 - dot / Math.sqrt(left * right);
}
const entries = (vectors: readonly Float32Array[]) =>
  vectors.map((vector, index) => [`v${index}`, vector] as const);

describe("VectorIndex", () => {
  it("answers nothing while it is empty and no more than it holds", () => {
    const index = new VectorIndex({ dimension: 2 });
    expect(index.nearest(new Float32Array([1, 0]), 3)).toEqual([]);
    index.add("a", new Float32Array([1, 0]));
    expect(index.nearest(new Float32Array([2, 0]), 3)).toEqual([{ id: "a", distance: 0 }]);
    expect(index.nearest(new Float32Array([2, 0]), 0)).toEqual([]);
  });

  it("refuses zero vectors, NaN, infinities and other dimensions, when adding and when asking", () => {
    const index = new VectorIndex({ dimension: 2 });
    for (const bad of [[0, 0], [NaN, 1], [Infinity, 1], [1], [1, 2, 3]]) {
      expect(() => index.add("x", new Float32Array(bad))).toThrow(
        expect.objectContaining({ code: "VECTOR_INVALID" }),
      );
      expect(() => index.nearest(new Float32Array(bad), 1)).toThrow(
        expect.objectContaining({ code: "VECTOR_INVALID" }),
      );
    }
    expect(index.size).toBe(0);
  });

  it("grows past its capacity, finds almost every true neighbour, and gives exact distances", async () => {
    const vectors = vectorsOf(1500, 24);
    const index = new VectorIndex({ dimension: 24, capacity: 8 });
    await index.addAll(entries(vectors));
    expect(index.size).toBe(1500);
    let found = 0;
    for (const query of vectorsOf(30, 24, 99)) {
      const truth = vectors
        .map((vector, number) => ({ id: `v${number}`, distance: cosineDistance(query, vector) }))
        .sort((a, b) => a.distance - b.distance)
        .slice(0, 10);
      const answer = index.nearest(query, 10);
      for (const { id, distance } of answer)
        expect(distance).toBeCloseTo(
          cosineDistance(query, vectors[Number(id.slice(1))] as Float32Array),
          12,
        );
      expect(answer.map((neighbour) => neighbour.distance)).toEqual(
        answer.map((neighbour) => neighbour.distance).sort((a, b) => a - b),
      );
      found += answer.filter(({ id }) => truth.some((neighbour) => neighbour.id === id)).length;
    }
    expect(found).toBeGreaterThanOrEqual(290);
  });

  it("orders equal distances by insertion and leaves out what the caller excludes", async () => {
    const vectors = vectorsOf(700, 8);
    const index = new VectorIndex({ dimension: 8 });
    for (const name of ["one", "two", "three"]) index.add(name, new Float32Array(8).fill(1));
    expect(index.nearest(new Float32Array(8).fill(2), 3).map((neighbour) => neighbour.id)).toEqual([
      "one",
      "two",
      "three",
    ]);
    await index.addAll(entries(vectors));
    const query = vectors[5] as Float32Array;
    expect(index.nearest(query, 1)[0]?.id).toBe("v5");
    const others = index.nearest(query, 5, { exclude: (id) => id === "v5" });
    expect(others).toHaveLength(5);
    expect(others.map((neighbour) => neighbour.id)).not.toContain("v5");
  });

  it("removes, replaces, and takes the same vector twice as once", () => {
    const index = new VectorIndex({ dimension: 2 });
    index.add("a", new Float32Array([1, 0]));
    index.add("a", new Float32Array([1, 0]));
    index.add("b", new Float32Array([0, 1]));
    expect(index.size).toBe(2);
    index.add("a", new Float32Array([0, 2]));
    expect(
      index
        .nearest(new Float32Array([1, 0.001]), 5)
        .map((neighbour) => [neighbour.id, Math.round(neighbour.distance)]),
    ).toEqual([
      ["b", 1],
      ["a", 1],
    ]);
    expect(index.remove("a")).toBe(true);
    expect(index.remove("a")).toBe(false);
    expect([index.has("a"), index.vector("a"), index.size]).toEqual([false, null, 1]);
    expect(index.nearest(new Float32Array([1, 1]), 5).map((neighbour) => neighbour.id)).toEqual([
      "b",
    ]);
  });

  it("answers the same after saving and loading, removed ones left out, and can grow on", async () => {
    const path = join(temporaryFolder(), "vectors.hnsw");
    const vectors = vectorsOf(900, 16);
    const index = new VectorIndex({ dimension: 16, capacity: 900 });
    await index.addAll(entries(vectors));
    index.remove("v3");
    index.remove("v899");
    expect(
      index.nearest(vectors[3] as Float32Array, 900).map((neighbour) => neighbour.id),
    ).not.toContain("v3");
    expect(index.nearest(vectors[3] as Float32Array, 5).every(({ id }) => index.has(id))).toBe(
      true,
    );
    await index.save(path);
    const loaded = await VectorIndex.load(path, { dimension: 16 });
    expect(loaded.size).toBe(898);
    for (const query of vectorsOf(10, 16, 5))
      expect(loaded.nearest(query, 7)).toEqual(index.nearest(query, 7));
    loaded.add("new", vectorsOf(1, 16, 123)[0] as Float32Array);
    expect(loaded.nearest(vectorsOf(1, 16, 123)[0] as Float32Array, 1)[0]?.id).toBe("new");
    const empty = new VectorIndex({ dimension: 16 });
    await empty.save(path);
    expect((await VectorIndex.load(path, { dimension: 16 })).size).toBe(0);
  });

  it("says STORE_CORRUPT for files that are absent, damaged, or of another index", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "a.hnsw");
    const corrupt = expect.objectContaining({ code: "STORE_CORRUPT" });
    const load = async (file: string, dimension = 4) =>
      await VectorIndex.load(file, { dimension }).catch((error: unknown) => error);
    const save = async (file: string, seed: number) => {
      const index = new VectorIndex({ dimension: 4 });
      await index.addAll(entries(vectorsOf(30, 4, seed)));
      await index.save(file);
    };
    expect(await load(path)).toEqual(corrupt);
    await save(path, 1);
    await save(join(folder, "b.hnsw"), 2);
    expect(await load(path, 8)).toEqual(corrupt);
    copyFileSync(join(folder, "b.hnsw"), path);
    expect(await load(path)).toEqual(corrupt);
    await save(path, 1);
    truncateSync(`${path}.vectors`, 200);
    expect(await load(path)).toEqual(corrupt);
    await save(path, 1);
    writeFileSync(path, "short");
    expect(await load(path)).toEqual(corrupt);
  });

  it("refuses changes while it is being saved", async () => {
    const index = new VectorIndex({ dimension: 2 });
    index.add("a", new Float32Array([1, 0]));
    const saving = index.save(join(temporaryFolder(), "vectors.hnsw"));
    expect(() => index.add("b", new Float32Array([0, 1]))).toThrow(
      expect.objectContaining({ code: "INTERNAL" }),
    );
    await saving;
    index.add("b", new Float32Array([0, 1]));
    await expect(index.save(join(temporaryFolder(), "none", "vectors.hnsw"))).rejects.toMatchObject(
      { code: "STORE_FAILED" },
    );
    index.add("c", new Float32Array([1, 1]));
  });

  it("lets the event loop turn after every 8 ms of adding, and stops when it is asked to", async () => {
    let clock = 0;
    // A clock on which each look takes one millisecond, so that slices are counted and not timed.
    const index = new VectorIndex({ dimension: 64, now: () => clock++ });
    let turns = 0;
    let counting = true;
    const count = (): void => {
      turns += 1;
      if (counting) setImmediate(count);
    };
    setImmediate(count);
    const vectors = vectorsOf(2000, 64);
    await index.addAll(entries(vectors));
    expect(turns).toBeGreaterThanOrEqual(2000 / 9 - 1);
    const abort = new AbortController();
    setImmediate(() => abort.abort());
    await expect(
      index.addAll(
        entries(vectorsOf(2000, 64, 3)).map(([id, vector]) => [`again-${id}`, vector] as const),
        abort.signal,
      ),
    ).rejects.toMatchObject({ code: "INTERRUPTED" });
    expect(index.size).toBeLessThan(2100);
    counting = false;
  });

  it("adds 10,000 vectors with no single step longer than a slice allows", async () => {
    const index = new VectorIndex({ dimension: 64 });
    const vectors = vectorsOf(10_000, 64);
    // Processor time of this process between two turns: other processes on the machine do not
    // count.
    let longest = 0;
    let last = process.cpuUsage();
    let running = true;
    const gaps: number[] = [];
    const turn = (): void => {
      const used = process.cpuUsage(last);
      gaps.push((used.user + used.system) / 1000);
      longest = Math.max(longest, gaps.at(-1) ?? 0);
      last = process.cpuUsage();
      if (running) setImmediate(turn);
    };
    setImmediate(turn);
    await index.addAll(entries(vectors));
    running = false;
    expect(index.size).toBe(10_000);
    expect(gaps.length).toBeGreaterThan(50);
    const slow = gaps.filter((gap) => gap > 20);
    expect(slow.length).toBeLessThanOrEqual(gaps.length * 0.1);
    expect(longest).toBeLessThan(500);
  });
});
