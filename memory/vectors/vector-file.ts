import { open, readFile, rename, rm, stat } from "node:fs/promises";
import hnswlib from "hnswlib-node";
import { DatawrightError, isDatawrightError } from "../../base/errors.js";
import { storeError } from "../database/store-error.js";
import { VectorStorage } from "./vector-storage.js";

export type GraphIndex = InstanceType<typeof hnswlib.HierarchicalNSW>;

export interface IndexParts {
  readonly graph: GraphIndex;
  readonly vectors: VectorStorage;
  readonly ids: readonly (string | null)[];
}

interface Header {
  readonly dimension: number;
  readonly graphBytes: number;
  readonly ids: readonly (string | null)[];
}

const VECTORS_ENDING = ".vectors";
const COMPARED = 16;

/**
 * Writes the graph to `path`, and ids and vectors beside it: one line of JSON, then the numbers as
 * they are.
 */
export async function writeIndexFiles(
  path: string,
  { graph, vectors, ids }: IndexParts,
): Promise<void> {
  const temporary = [`${path}.tmp`, `${path}${VECTORS_ENDING}.tmp`] as const;
  try {
    await graph.writeIndex(temporary[0]);
    const header: Header = {
      dimension: vectors.dimension,
      graphBytes: (await stat(temporary[0])).size,
      ids,
    };
    const file = await open(temporary[1], "w");
    try {
      await file.writeFile(`${JSON.stringify(header)}\n`);
      for (const block of vectors.blocks()) await file.writeFile(bytesOf(block));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary[0], path);
    await rename(temporary[1], path + VECTORS_ENDING);
  } catch (error) {
    for (const file of temporary) await rm(file, { force: true });
    throw storeError(error, path);
  }
}

/** @throws STORE_CORRUPT */
export async function readIndexFiles(path: string, dimension: number): Promise<IndexParts> {
  const corrupt = (said: string, cause?: unknown): DatawrightError =>
    new DatawrightError({
      code: "STORE_CORRUPT",
      message: `The vector index ${path} cannot be used: ${said}.`,
      hint: "Delete it: it is rebuilt from the run's database.",
      details: { path },
      cause,
    });
  try {
    const bytes = await readFile(path + VECTORS_ENDING);
    const end = bytes.indexOf(10);
    const header = JSON.parse(bytes.toString("utf8", 0, end)) as Header;
    if (header.dimension !== dimension)
      throw corrupt(`it holds vectors of ${header.dimension} numbers in place of ${dimension}`);
    if (bytes.length !== end + 1 + header.ids.length * dimension * 4)
      throw corrupt("its vectors are cut off");
    if ((await stat(path)).size !== header.graphBytes)
      throw corrupt("its two files do not belong together");
    const numbers = new Float32Array(
      bytes.buffer.slice(bytes.byteOffset + end + 1, bytes.byteOffset + bytes.length),
    );
    const vectors = new VectorStorage(dimension);
    for (let number = 0; number < header.ids.length; number++)
      vectors.push(numbers.subarray(number * dimension, (number + 1) * dimension));
    const graph = new hnswlib.HierarchicalNSW("cosine", dimension);
    await graph.readIndex(path);
    if (graph.getCurrentCount() !== header.ids.length || !agree(graph, vectors, header.ids))
      throw corrupt("its two files do not belong together");
    return { graph, vectors, ids: header.ids };
  } catch (error) {
    throw isDatawrightError(error)
      ? error
      : corrupt(String((error as { message?: unknown }).message ?? error), error);
  }
}

/**
 * Compares some vectors of both files: a crash between the two renames leaves an old one beside a
 * new one.
 */
function agree(
  graph: GraphIndex,
  vectors: VectorStorage,
  ids: readonly (string | null)[],
): boolean {
  const step = Math.max(1, Math.floor(ids.length / COMPARED));
  for (let number = ids.length - 1; number >= 0; number -= step) {
    // The graph does not give out what was removed.
    if (ids[number] === null) continue;
    const direction = new Float32Array(graph.getPoint(number));
    if (vectors.distance(direction, vectors.normOf(direction), number) > 1e-4) return false;
  }
  return true;
}

function bytesOf(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}
