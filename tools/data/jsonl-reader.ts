import type { RowReader } from "./contract.js";
import { recordOf } from "./json-row.js";
import { textLines, tooLongMessage } from "./text-lines.js";

/** One JSON object (or list of cells) a line; blank lines are passed over. */
export const jsonlReader: RowReader = {
  format: "jsonl",
  async *read(path, options) {
    for await (const { text, line, tooLong } of textLines(path)) {
      if (tooLong > 0)
        options.onProblem({ line, code: "DATA_LINE_TOO_LONG", message: tooLongMessage(tooLong) });
      else if (text.trim() !== "") {
        const row = recordOf(text, line, options);
        if (row) yield row;
      }
    }
  },
};
