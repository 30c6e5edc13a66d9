import { isUtf8 } from "node:buffer";
import { DatawrightError } from "../../../base/errors.js";
import { DATA_LIMITS } from "../../../schema/task-file/data-source.js";
import { isParquet } from "./read-bytes.js";
import { notUtf8 } from "./read-text.js";
import { utf8Bytes, type EncodingOptions } from "./utf8-bytes.js";

export interface TextOptions extends EncodingOptions {
  /** Longest line that is read, in bytes. */
  readonly longest?: number;
}

/** Bytes of the longest line that is read where nothing is said. */
const LONGEST_LINE = DATA_LIMITS.lineMegabytes * 1024 * 1024;

export interface TextLine {
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** The line break as it stands in the file; empty on a last line without one. */
  readonly ending: "" | "\n" | "\r\n";
  /** Bytes of a line that is too long, whose text is not kept; else 0. */
  readonly tooLong: number;
}

/**
 * Streams the lines of a text file, gzip or not, in any encoding; a line that is too long is passed over in bounded
 * memory and told of.
 *
 * @throws DATA_NOT_FOUND, DATA_ENCODING with the line, DATA_FORMAT for a Parquet file or damaged
 *         gzip
 */
export async function* textLines(
  path: string,
  { longest = LONGEST_LINE, ...encoding }: TextOptions = {},
): AsyncGenerator<TextLine> {
  let parts: Buffer[] = [];
  let size = 0;
  let line = 1;
  const finish = (last: Buffer, newline: boolean): TextLine => {
    const length = size + last.length;
    const bytes =
      length > longest ? null : parts.length === 0 ? last : Buffer.concat([...parts, last]);
    parts = [];
    size = 0;
    return toLine(path, bytes, length, line++, newline);
  };
  for await (const chunk of utf8Bytes(path, encoding)) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      yield finish(chunk.subarray(start, end), true);
      start = end + 1;
    }
    const rest = chunk.subarray(start);
    size += rest.length;
    if (size > longest) parts = [];
    else if (rest.length > 0) parts.push(rest);
  }
  if (size > 0) yield finish(Buffer.alloc(0), false);
}

/** What a reader reports for a line that is too long. */
export function tooLongMessage(bytes: number, longest = LONGEST_LINE): string {
  return `the line has ${bytes} bytes; at most ${longest} are read (limits.lineMegabytes)`;
}

function toLine(
  path: string,
  bytes: Buffer | null,
  length: number,
  line: number,
  newline: boolean,
): TextLine {
  if (bytes === null) return { text: "", line, ending: newline ? "\n" : "", tooLong: length };
  if (line === 1 && isParquet(bytes)) {
    throw new DatawrightError({
      code: "DATA_FORMAT",
      message: `${path}: this is a Parquet file`,
      hint: "set `format: parquet` or give the file the ending .parquet",
      details: { file: path },
    });
  }
  if (!isUtf8(bytes)) throw notUtf8(path, line, bytes);
  let text = bytes.toString("utf8");
  if (line === 1 && text.charCodeAt(0) === 0xfeff) text = text.slice(1);
  const carriage = newline && text.endsWith("\r");
  return {
    text: carriage ? text.slice(0, -1) : text,
    line,
    ending: carriage ? "\r\n" : newline ? "\n" : "",
    tooLong: 0,
  };
}
