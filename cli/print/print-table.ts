import { displayWidth, padDisplay, truncateDisplay } from "../../base/text/display-width.js";

/**
 * A column of a table: its title, whether numbers stand right, and the most columns of the terminal
 * that it may take.
 */
export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
  readonly width?: number;
}

/**
 * Rows as aligned columns, wide characters counted as wide; the last column takes what the terminal
 * has left, and is whole where there is none.
 */
export function tableText(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  terminal = process.stdout.columns || Number.MAX_SAFE_INTEGER,
): string {
  const clean = rows.map((row) => row.map((cell) => printable(cell)));
  const widths = columns.map((column, index) =>
    Math.min(
      column.width ?? 40,
      Math.max(displayWidth(column.title), ...clean.map((row) => displayWidth(row[index] ?? ""))),
    ),
  );
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + 2, 0);
  widths[widths.length - 1] = Math.max(10, terminal - before - 1);
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => {
        const width = widths[index]!;
        const cut = truncateDisplay(cell, width);
        return index === cells.length - 1
          ? cut
          : padDisplay(cut, width, columns[index]?.align ?? "left");
      })
      .join("  ")
      .trimEnd();
  return `${[line(columns.map((column) => column.title)), ...clean.map(line)].join("\n")}\n`;
}

/** One line without control characters: text of a model must not steer the terminal. */
export function printable(text: string): string {
  return text
    .replace(/\s+/gu, " ")
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, "�")
    .trim();
}

/**
 * The same for text of several lines, as messages of errors have: the lines stay, with their
 * indent.
 */
export function printableLines(text: string): string {
  return text
    .split("\n")
    .map((line) => `${/^ */u.exec(line)?.[0] ?? ""}${printable(line)}`)
    .join("\n");
}
