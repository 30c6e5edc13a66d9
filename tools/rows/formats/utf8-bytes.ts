import { isAscii, isUtf8 } from "node:buffer";
import { DatawrightError } from "../../../base/errors.js";
import type { TextEncoding } from "../../../schema/task-file/data-source.js";
import { isParquet, readBytes } from "./read-bytes.js";
import { utf16Of } from "./utf16-of.js";

/** Bytes that are looked at to recognise an encoding, from the first that is no ASCII on. */
const SAMPLE = 64 * 1024;
const REPLACEMENT = "\ufffd";

export interface EncodingOptions {
  /** Default: recognised. */
  readonly encoding?: TextEncoding;
  /** Told once where a file is not UTF-8. */
  readonly onEncoding?: (encoding: TextEncoding) => void;
}

/**
 * Streams a text file, gzip or not, as the bytes of UTF-8, whatever encoding it has: the one that is
 * named, or the one that its first letters beyond ASCII are recognised in. What is not recognised
 * comes as it is: who reads the lines tells of the first that is no UTF-8.
 *
 * @throws DATA_NOT_FOUND; DATA_ENCODING with the line where bytes are no text in the encoding;
 *         DATA_FORMAT for damaged gzip
 */
export async function* utf8Bytes(
  path: string,
  { encoding, onEncoding }: EncodingOptions = {},
): AsyncGenerator<Buffer> {
  const chunks = readBytes(path);
  if (encoding === "utf-8") yield* chunks;
  else if (encoding !== undefined) yield* decoded(chunks, path, encoding);
  else yield* recognised(chunks, path, onEncoding);
}

async function* recognised(
  chunks: AsyncGenerator<Buffer>,
  path: string,
  onEncoding: EncodingOptions["onEncoding"],
): AsyncGenerator<Buffer> {
  let line = 1;
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst) {
      isFirst = false;
      if (isParquet(chunk)) {
        yield chunk;
        yield* chunks;
        return;
      }
      const wide = utf16Of(chunk);
      if (wide !== null) {
        onEncoding?.(wide);
        yield* decoded(after([chunk], chunks), path, wide);
        return;
      }
    }
    if (isAscii(chunk)) {
      line += newlines(chunk);
      yield chunk;
      continue;
    }
    const { held, sample } = await sampleOf(chunk, chunks);
    const rest = after(held, chunks);
    if (!isUtf8Part(sample)) {
      const { recogniseEncoding } = await import("./recognise-encoding.js");
      const { encoding } = recogniseEncoding(sample);
      if (encoding !== null) {
        onEncoding?.(encoding);
        yield* decoded(rest, path, encoding, line);
        return;
      }
    }
    yield* rest;
    return;
  }
}

/** The chunk and those after it that a sample takes; the sample ends with a whole line or the file. */
async function sampleOf(
  chunk: Buffer,
  chunks: AsyncGenerator<Buffer>,
): Promise<{ held: Buffer[]; sample: Buffer }> {
  const held = [chunk];
  const first = chunk.findIndex((byte) => byte >= 0x80);
  let size = chunk.length - first;
  let ended = false;
  while (size < SAMPLE && !ended) {
    const next = await chunks.next();
    ended = next.done === true;
    if (next.done) break;
    held.push(next.value);
    size += next.value.length;
  }
  const all = held.length === 1 ? chunk : Buffer.concat(held);
  const start = all.lastIndexOf(10, first) + 1;
  const sample = all.subarray(start, first + SAMPLE);
  const whole = sample.lastIndexOf(10) + 1;
  return {
    held,
    sample: whole > 0 && first + SAMPLE < all.length ? sample.subarray(0, whole) : sample,
  };
}

/** Whether bytes are UTF-8, but for a last character that is cut off. */
function isUtf8Part(bytes: Buffer): boolean {
  return [0, 1, 2, 3].some((cut) => isUtf8(bytes.subarray(0, Math.max(0, bytes.length - cut))));
}

async function* after(
  held: readonly Buffer[],
  chunks: AsyncGenerator<Buffer>,
): AsyncGenerator<Buffer> {
  yield* held;
  yield* chunks;
}

async function* decoded(
  chunks: AsyncIterable<Buffer>,
  path: string,
  encoding: TextEncoding,
  firstLine = 1,
): AsyncGenerator<Buffer> {
  const { default: iconv } = await import("iconv-lite");
  const decoder = iconv.getDecoder(encoding);
  const wide = encoding.startsWith("utf-16");
  let line = firstLine;
  const checked = (text: string): Buffer => {
    const wrong = wide ? -1 : text.indexOf(REPLACEMENT);
    if (wrong >= 0)
      throw new DatawrightError({
        code: "DATA_ENCODING",
        message:
          `${path}:${line + newlines(Buffer.from(text.slice(0, wrong)))}: bytes that stand for ` +
          `no character in ${encoding}`,
        hint:
          "Name the encoding that the file has under `encoding:` of the data source, or repair " +
          "this line.",
        details: { file: path, line, encoding },
      });
    const bytes = Buffer.from(text);
    line += newlines(bytes);
    return bytes;
  };
  for await (const chunk of chunks) {
    const bytes = checked(decoder.write(chunk));
    if (bytes.length > 0) yield bytes;
  }
  const last = checked(decoder.end() ?? "");
  if (last.length > 0) yield last;
}

function newlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}
