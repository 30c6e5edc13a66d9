import { isUtf8 } from "node:buffer";
import { DatawrightError } from "../../../base/errors.js";
import type { RawRow, RowReader } from "../contract.js";
import { recordOf } from "./json-row.js";
import { JsonScanner, type JsonPiece } from "./json-scanner.js";
import { firstBadLine, notUtf8 } from "./read-text.js";
import { tooLongMessage, textLines } from "./text-lines.js";
import { textOptions } from "./text-options.js";
import { utf8Bytes } from "./utf8-bytes.js";

/** One JSON object (or list of cells) a line; blank lines are passed over. */
export const jsonlReader: RowReader = {
  format: "jsonl",
  async *read(path, options) {
    const { longest } = textOptions(options);
    for await (const { text, line, tooLong } of textLines(path, textOptions(options))) {
      if (tooLong > 0)
        options.onProblem({
          line,
          code: "DATA_LINE_TOO_LONG",
          message: tooLongMessage(tooLong, longest),
        });
      else if (text.trim() !== "") {
        const row = recordOf(text, line, options);
        if (row) yield row;
      }
    }
  },
};

/**
 * A list of objects, an object with such a list under `data`, or objects one after another (JSON
 * lines under the ending .json).
 */
export const jsonReader: RowReader = {
  format: "json",
  async *read(path, options) {
    const { longest, ...encoding } = textOptions(options);
    const scanner = new JsonScanner(longest);
    const toRow = (piece: JsonPiece): RawRow | null => {
      if (piece.bytes === null) {
        options.onProblem({
          line: piece.line,
          code: "DATA_LINE_TOO_LONG",
          message: tooLongMessage(piece.size, longest).replace("line", "element"),
        });
        return null;
      }
      if (!isUtf8(piece.bytes))
        throw notUtf8(path, piece.line + firstBadLine(piece.bytes) - 1, piece.bytes);
      return recordOf(piece.bytes.toString("utf8"), piece.line, options);
    };
    // A single object that is no list may be the wrapper of something else: it is a row only if
    // more follow.
    let alone: JsonPiece | null = null;
    let count = 0;
    for await (const chunk of utf8Bytes(path, encoding)) {
      for (const piece of scanner.feed(chunk)) {
        count++;
        if (count === 1 && !piece.listed) {
          alone = piece;
          continue;
        }
        if (alone !== null) {
          const first = toRow(alone);
          alone = null;
          if (first) yield first;
        }
        const row = toRow(piece);
        if (row) yield row;
      }
    }
    if (alone !== null) throw noList(path, toRow(alone));
    if (scanner.unfinished)
      options.onProblem({
        line: scanner.line,
        code: "DATA_FORMAT",
        message: "the file ends in the middle of this value",
      });
    if (scanner.trailing)
      options.onProblem({
        line: scanner.line,
        code: "DATA_FORMAT",
        message: "there is text after the end of the list",
      });
  },
};

function noList(path: string, row: RawRow | null): DatawrightError {
  const keys = Object.keys(row?.values ?? {});
  return new DatawrightError({
    code: "DATA_FORMAT",
    message:
      `${path}: expected a list of objects, or an object with a list under ` +
      `"data"${keys.length > 0 ? `; this object has ${keys.slice(0, 8).join(", ")}` : ""}`,
    hint: "take the list out into a file of its own, or write one object a line (format: jsonl)",
    details: { file: path, keys },
  });
}
