import { createReadStream, type ReadStream } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { DatawrightError } from "../../../base/errors.js";
import { missingFile } from "./read-text.js";

const CHUNK = 256 * 1024;

/**
 * Streams a file's bytes, unpacked where they begin like gzip, whatever the file's name says.
 *
 * @throws DATA_NOT_FOUND if it cannot be opened, DATA_FORMAT if the gzip data are damaged
 */
export async function* readBytes(path: string): AsyncGenerator<Buffer> {
  const file = await opened(path);
  try {
    const chunks = file[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    const first = await firstOf(chunks, path);
    if (first === null) return;
    const all = chain(first, chunks);
    yield* isGzip(first) ? unpacked(all, path) : all;
  } finally {
    file.destroy();
  }
}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

export function isParquet(bytes: Buffer): boolean {
  return bytes.subarray(0, 4).toString("latin1") === "PAR1";
}

async function opened(path: string): Promise<ReadStream> {
  try {
    return createReadStream(path, { highWaterMark: CHUNK });
  } catch (error) {
    // A name that no file can have, such as one with a NUL in it.
    throw await missingFile(path, "DATA_NOT_FOUND", error);
  }
}

async function firstOf(chunks: AsyncIterator<Buffer>, path: string): Promise<Buffer | null> {
  try {
    const first = await chunks.next();
    return first.done ? null : first.value;
  } catch (error) {
    throw await missingFile(path, "DATA_NOT_FOUND", error);
  }
}

async function* chain(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

async function* unpacked(chunks: AsyncIterable<Buffer>, path: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK });
  // The error itself reaches the reader of `gunzip`; the callback only keeps it from being
  // unhandled.
  pipeline(Readable.from(chunks), gunzip, () => undefined);
  try {
    for await (const chunk of gunzip) yield chunk as Buffer;
  } catch (error) {
    throw new DatawrightError({
      code: "DATA_FORMAT",
      message: `${path}: the gzip data are damaged or end early (${(error as Error).message})`,
      hint: "fetch or pack the file again",
      details: { file: path },
      cause: error,
    });
  } finally {
    gunzip.destroy();
  }
}
