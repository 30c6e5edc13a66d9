import { isUtf8 } from "node:buffer";
import { open, readFile } from "node:fs/promises";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { AsyncBuffer, Compressors, ParquetParsers } from "hyparquet";
import { DatawrightError } from "../../../base/errors.js";
import type { RawRow } from "../contract.js";
import { isGzip } from "./read-bytes.js";
import { tooManyRows } from "../too-many-rows.js";
import { missingFile } from "./read-text.js";

/** Rows that go from process to process at once. */
const BATCH = 500;
/** Bytes that one page may have when it is unpacked. */
const LARGEST_PAGE = 512 * 1024 * 1024;

/**
 * The rows of a Parquet file, one row group at a time and in batches; SNAPPY, GZIP, BROTLI and
 * uncompressed. Whole numbers that a double cannot hold become text. A damaged file may make the
 * library allocate without end or never come back: see parquetReader, which calls this in a process
 * of its own.
 *
 * @throws DATA_NOT_FOUND, DATA_FORMAT; DATA_TOO_LARGE for more rows than `mostRows`
 */
export async function* readParquet(path: string, mostRows: number): AsyncGenerator<RawRow[]> {
  const { parquetMetadataAsync, parquetReadObjects, parquetSchema } = await import("hyparquet");
  const source = await openParquet(path);
  try {
    const metadata = await parquetMetadataAsync(source.buffer).catch((error: unknown) => {
      throw notParquet(path, error);
    });
    const columns = parquetSchema(metadata).children.map((child) => child.element.name);
    if (metadata.num_rows > BigInt(mostRows)) throw tooManyRows(path, mostRows);
    let start = 0;
    for (const group of metadata.row_groups) {
      const end = start + Number(group.num_rows);
      const rows = await parquetReadObjects({
        file: source.buffer,
        metadata,
        rowStart: start,
        rowEnd: end,
        compressors: COMPRESSORS,
        parsers: PARSERS,
      }).catch((error: unknown) => {
        throw notParquet(path, error);
      });
      for (let first = 0; first < rows.length; first += BATCH)
        yield rows.slice(first, first + BATCH).map((row, index) => ({
          values: plainValue(row) as Record<string, unknown>,
          line: start + first + index + 1,
          columns,
        }));
      start = end;
    }
  } finally {
    await source.close();
  }
}

const UNPACKED = { maxOutputLength: LARGEST_PAGE };
const COMPRESSORS: Compressors = {
  GZIP: (input) => new Uint8Array(gunzipSync(input, UNPACKED)),
  BROTLI: (input) => new Uint8Array(brotliDecompressSync(input, UNPACKED)),
};

const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });
/**
 * Text keeps a byte-order mark of its own; bytes that are no UTF-8 stay bytes, which no text field
 * takes.
 */
const PARSERS = {
  stringFromBytes: (bytes: Uint8Array | undefined): unknown =>
    bytes === undefined || !isUtf8(bytes) ? bytes : DECODER.decode(bytes),
} as ParquetParsers; // the others keep their defaults

async function openParquet(path: string): Promise<{ buffer: AsyncBuffer; close(): Promise<void> }> {
  const handle = await open(path, "r").catch(async (error: unknown) => {
    throw await missingFile(path, "DATA_NOT_FOUND", error);
  });
  try {
    const { size } = await handle.stat();
    const head = await sliceOf(handle, 0, Math.min(4, size));
    if (!isGzip(new Uint8Array(head))) {
      return {
        buffer: { byteLength: size, slice: (from, to) => sliceOf(handle, from, to ?? size) },
        close: () => handle.close(),
      };
    }
    // A gzipped Parquet file has no random access, so it is unpacked whole.
    const bytes = gunzipSync(await readFile(path));
    await handle.close();
    const copy = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    return {
      buffer: { byteLength: copy.byteLength, slice: (from, to) => copy.slice(from, to) },
      close: () => Promise.resolve(),
    };
  } catch (error) {
    await handle.close().catch(() => undefined);
    throw notParquet(path, error);
  }
}

async function sliceOf(
  handle: Awaited<ReturnType<typeof open>>,
  from: number,
  to: number,
): Promise<ArrayBuffer> {
  const buffer = new ArrayBuffer(Math.max(0, to - from));
  await handle.read(new Uint8Array(buffer), 0, buffer.byteLength, from);
  return buffer;
}

function plainValue(value: unknown): unknown {
  if (typeof value === "bigint")
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (typeof value !== "object" || value === null) return value;
  if (Object.prototype.toString.call(value) === "[object Date]")
    return (value as Date).toISOString();
  if (Array.isArray(value)) return value.map(plainValue);
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, plainValue(member)]),
  );
}

function notParquet(path: string, cause: unknown): DatawrightError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new DatawrightError({
    code: "DATA_FORMAT",
    message: `${path}: not a Parquet file that can be read (${reason})`,
    hint: /compress|codec/iu.test(reason)
      ? "write it again with SNAPPY, GZIP, BROTLI or no compression"
      : "name the format with `format:` if the file's ending is wrong",
    details: { file: path },
    cause,
  });
}
