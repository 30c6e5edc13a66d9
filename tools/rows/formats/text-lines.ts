import { isUtf8 } from "node:buffer";
import { DatawrightError } from "../../../base/errors.js";
import { readBytes } from "./read-bytes.js";
import { notUtf8 } from "./read-text.js";

/** Longest line that a reader takes, in bytes. */
export const LONGEST_LINE = 16 * 1024 * 1024;

export interface TextLine {
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** The line break as it stands in the file; empty on a last line without one. */
  readonly ending: "" | "\n" | "\r\n";
  /** Bytes of a line longer than LONGEST_LINE, whose text is not kept; else 0. */
  readonly tooLong: number;
}

/**
 * Streams the lines of a UTF-8 file, gzip or not; a line that is too long is passed over in bounded
 * memory and told of.
 *
 * @throws DATA_NOT_FOUND, DATA_ENCODING with the line, DATA_FORMAT for a Parquet file or damaged
 *         gzip
 */
export async function* textLines(path: string): AsyncGenerator<TextLine> {
  let parts: Buffer[] = [];
  let size = 0;
  let line = 1;
  const finish = (last: Buffer, newline: boolean): TextLine => {
    const length = size + last.length;
    const bytes =
      length > LONGEST_LINE ? null : parts.length === 0 ? last : Buffer.concat([...parts, last]);
    parts = [];
    size = 0;
    return toLine(path, bytes, length, line++, newline);
  };
  for await (const chunk of readBytes(path)) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      yield finish(chunk.subarray(start, end), true);
      start = end + 1;
    }
    const rest = chunk.subarray(start);
    size += rest.length;
    if (size > LONGEST_LINE) parts = [];
    else if (rest.length > 0) parts.push(rest);
  }
  if (size > 0) yield finish(Buffer.alloc(0), false);
}

/** What a reader reports for a line that is too long. */
export function tooLongMessage(bytes: number): string {
  return `the line has ${bytes} bytes; at most ${LONGEST_LINE} are read`;
}

function toLine(
  path: string,
  bytes: Buffer | null,
  length: number,
  line: number,
  newline: boolean,
): TextLine {
  if (bytes === null) return { text: "", line, ending: newline ? "\n" : "", tooLong: length };
  if (line === 1 && bytes.subarray(0, 4).toString("latin1") === "PAR1") {
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
