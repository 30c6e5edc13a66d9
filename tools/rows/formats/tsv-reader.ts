import type { ReadOptions, RowReader } from "../contract.js";
import { tableRows, type TableRecord } from "./table-rows.js";
import { textLines, tooLongMessage } from "./text-lines.js";
import { textOptions } from "./text-options.js";

/** Tab-separated lines. Quotes are text like any other character: a row is one line. */
export const tsvReader: RowReader = {
  format: "tsv",
  read: (path, options) => tableRows(tsvRecords(path, options), options),
};

async function* tsvRecords(path: string, options: ReadOptions): AsyncGenerator<TableRecord> {
  for await (const { text, line, tooLong } of textLines(path, textOptions(options))) {
    if (tooLong > 0)
      options.onProblem({
        line,
        code: "DATA_LINE_TOO_LONG",
        message: tooLongMessage(tooLong, textOptions(options).longest),
      });
    else if (text !== "") yield { cells: text.split("\t"), line };
  }
}
