import { existsSync, truncateSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import {
  VectorChunks,
  VectorReader,
  type VectorEntry,
} from "../../../memory/vectors/vector-chunks.js";
import { Random } from "../../../base/statistics/random.js";
import { temporaryFolder } from "../temporary-folder.js";

const DIMENSION = 6;
function entriesOf(count: number, seed = 1): VectorEntry[] {
  const random = new Random(seed);
  return Array.from(
    { length: count },
    (_, index) =>
      [`v${index}`, Float32Array.from({ length: DIMENSION }, () => random.normal())] as const,
  );
}
const queries = entriesOf(20, 9).map(([, vector]) => vector);
const answersOf = (reader: VectorReader) => queries.map((query) => reader.nearest(query, 3));

describe("VectorChunks", () => {
  it("gives every reader what it has read, however it was read and whoever filled a chunk", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 50 }),
        async (parts, size) => {
          const entries = entriesOf(parts.reduce((sum, part) => sum + part, 0));
          const chunks = new VectorChunks({ dimension: DIMENSION, size });
          const [stepwise, late] = [new VectorReader(chunks), new VectorReader(chunks)];
          let read = 0;
          for (const part of parts) {
            await stepwise.read(entries.slice(read, read + part));
            read += part;
            expect(stepwise.count).toBe(read);
            const seen = new Set(stepwise.nearest(queries[0]!, 1000).map(({ id }) => id));
            expect(seen).toEqual(new Set(entries.slice(0, read).map(([id]) => id)));
          }
          expect(late.nearest(queries[0]!, 1)).toEqual([]);
          await late.read(entries);
          expect(answersOf(late)).toEqual(answersOf(stepwise));
        },
      ),
      { numRuns: 30 },
    );
  });

  it("loads what an earlier process kept, answers as before, and builds it anew without", async () => {
    const entries = entriesOf(1300);
    const path = join(temporaryFolder(), "vectors.hnsw");
    const options = { dimension: DIMENSION, size: 600, path };
    const first = new VectorChunks(options);
    const before = new VectorReader(first);
    await before.read(entries);
    await first.saved();
    expect(existsSync(path.replace(".hnsw", "-1.hnsw"))).toBe(true);
    for (const chunks of [
      new VectorChunks(options),
      new VectorChunks({ ...options, path: join(temporaryFolder(), "none.hnsw") }),
    ]) {
      expect(await chunks.load(entries)).toBe(chunks.full(0) === undefined ? 0 : 2);
      const after = new VectorReader(chunks);
      await after.read(entries);
      expect(answersOf(after)).toEqual(answersOf(before));
    }
  });

  it("passes over a file that is damaged or of other vectors", async () => {
    const entries = entriesOf(1300);
    const path = join(temporaryFolder(), "vectors.hnsw");
    const options = { dimension: DIMENSION, size: 600, path };
    const first = new VectorChunks(options);
    await new VectorReader(first).read(entries);
    await first.saved();
    truncateSync(path.replace(".hnsw", "-1.hnsw"), 1000);
    const damaged = new VectorChunks(options);
    expect(await damaged.load(entries)).toBe(1);
    expect(damaged.full(1)).toBeUndefined();
    const changed = entries.map(([id, vector], index): VectorEntry => [
      id,
      index === 7 ? vector.map((value) => value + 1) : vector,
    ]);
    expect(await new VectorChunks(options).load(changed)).toBe(0);
    expect(await new VectorChunks(options).load([...entries].reverse())).toBe(0);
    expect(await new VectorChunks({ ...options, dimension: 4 }).load(entries)).toBe(0);
  });
});
