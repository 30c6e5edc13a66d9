import { isUtf8 } from "node:buffer";
import type { DatawrightError } from "../../../base/errors.js";
import { notUtf8 } from "./read-text.js";
import { utf8Bytes } from "./utf8-bytes.js";

/** UTF-16 units of a block: parsing one keeps the event loop busy for a few milliseconds. */
const BLOCK = 32 * 1024;
const NEWLINE = 10;

/**
 * Streams a UTF-8 file, gzip or not, as blocks of text of one size whatever the chunks of the disk;
 * its byte-order mark is taken off.
 *
 * @throws DATA_NOT_FOUND; DATA_ENCODING with the line; DATA_FORMAT for damaged gzip
 */
export async function* textBlocks(path: string, size = BLOCK): AsyncGenerator<string> {
  let text = "";
  let waiting: Buffer = Buffer.alloc(0);
  let line = 1;
  let isFirst = true;
  const decode = (bytes: Buffer): void => {
    if (!isUtf8(bytes)) throw badLine(path, line, bytes);
    const decoded = bytes.toString("utf8");
    text += isFirst ? decoded.replace(/^\uFEFF/u, "") : decoded;
    isFirst = false;
    line += newlines(bytes);
  };
  for await (const chunk of utf8Bytes(path, { encoding: "utf-8" })) {
    for (let start = 0; start < chunk.length; start += BLOCK) {
      const bytes = Buffer.concat([waiting, chunk.subarray(start, start + BLOCK)]);
      const whole = bytes.length - unfinished(bytes);
      decode(bytes.subarray(0, whole));
      waiting = bytes.subarray(whole);
      for (; text.length >= size; text = text.slice(size)) yield text.slice(0, size);
    }
  }
  decode(waiting);
  if (text !== "") yield text;
}

/** How many bytes at the end belong to a character whose other bytes are still to come. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

function newlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

function badLine(path: string, line: number, bytes: Buffer): DatawrightError {
  let start = 0;
  let number = line;
  for (
    let end = bytes.indexOf(NEWLINE);
    end >= 0 && isUtf8(bytes.subarray(start, end));
    end = bytes.indexOf(NEWLINE, start)
  ) {
    start = end + 1;
    number++;
  }
  return notUtf8(path, number, bytes);
}
