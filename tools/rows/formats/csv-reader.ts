import type { ReadOptions, RowReader } from "../contract.js";
import { CsvRecord } from "./csv-record.js";
import { tableRows, type TableRecord } from "./table-rows.js";
import { textLines, tooLongMessage, type TextLine } from "./text-lines.js";
import { textOptions } from "./text-options.js";

/**
 * CSV with commas and double quotes (RFC 4180).
 *
 * A quote that is never closed, or that closes lines later in a record of the wrong width, costs
 * only the line on which it opens: the lines after it are read again, so one stray quote cannot
 * swallow the rows behind it.
 */
export const csvReader: RowReader = {
  format: "csv",
  read: (path, options) =>
    tableRows(csvRecords(textLines(path, textOptions(options)), options), options),
};

async function* csvRecords(
  source: AsyncGenerator<TextLine>,
  options: ReadOptions,
): AsyncGenerator<TableRecord> {
  const { longest } = textOptions(options);
  const again: TextLine[] = []; // last is next
  let held: TextLine[] = [];
  let record = new CsvRecord();
  let width: number | null = null;
  const giveUp = (): void => {
    const line = held[0]?.line ?? 0;
    options.onProblem({
      line,
      code: "DATA_FORMAT",
      message: "a quote that opens on this line is not closed where its record ends",
    });
    for (let index = held.length - 1; index > 0; index--) again.push(held[index] as TextLine);
    held = [];
    record = new CsvRecord();
  };
  try {
    for (;;) {
      const line = again.pop() ?? ((await source.next()).value as TextLine | undefined);
      if (line === undefined) {
        if (held.length === 0) return;
        giveUp();
        continue;
      }
      if (line.tooLong > 0) {
        options.onProblem({
          line: line.line,
          code: "DATA_LINE_TOO_LONG",
          message: tooLongMessage(line.tooLong, longest),
        });
        continue;
      }
      if (held.length === 0 && line.text === "") continue;
      const complete = record.feed(line.text, held.at(-1)?.ending ?? "");
      held.push(line);
      const { fields } = record;
      if (complete && (held.length === 1 || width === null || fields.length === width)) {
        width ??= fields.length;
        const start = held[0]?.line ?? line.line;
        held = [];
        record = new CsvRecord();
        yield { cells: fields, line: start };
      } else if (complete || record.length > longest) {
        giveUp();
      }
    }
  } finally {
    await source.return(undefined);
  }
}
