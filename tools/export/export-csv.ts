import type { Exporter } from "../rows/contract.js";
import { exportCells, exportColumns } from "./export-columns.js";
import { exportFile } from "./export-file.js";

/**
 * CSV as RFC 4180 has it, UTF-8, lines ended by a line feed; lists and records are JSON text. Text
 * stays as it is; with `escapeFormulas`, text that a spreadsheet would run as a formula gets an
 * apostrophe before it, and with `byteOrderMark` Excel knows that the file is UTF-8.
 */
export const csvExporter: Exporter = {
  name: "csv",
  extension: ".csv",
  export: (samples, target, { task, options }) => {
    const columns = exportColumns(task);
    const cell = (value: unknown): string => {
      if (value === null || value === undefined) return "";
      const text =
        typeof value === "string"
          ? value
          : typeof value === "object"
            ? JSON.stringify(value)
            : String(value);
      const safe =
        options.escapeFormulas && typeof value === "string" && /^[=+\-@\t\r]/u.test(text)
          ? `'${text}`
          : text;
      return /[",\r\n]|^\s|\s$|^\uFEFF/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
    };
    return exportFile(samples, target, {
      before: `${options.byteOrderMark ? "\uFEFF" : ""}${columns.map((column) => cell(column.name)).join(",")}\n`,
      piece: (sample) => `${inOrder(exportCells(sample, columns), columns).map(cell).join(",")}\n`,
    });
  },
};

/** Values in the columns' order: an object would put names that are numbers first. */
function inOrder(cells: Record<string, unknown>, columns: readonly { name: string }[]): unknown[] {
  return columns.map((column) => cells[column.name]);
}
