/** A Markdown table; cells are text, and nothing in them is markup. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(inline).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");
}

/** Text on one line, with nothing in it that Markdown or HTML would act on. */
export function inline(text: string): string {
  return text
    .replace(/\s+/gu, " ")
    .trim()
    .replace(/[\\|*_`[\]#]/gu, (character) => `\\${character}`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;");
}
