import { sqlTokens } from "./sql-tokens.js";

/**
 * True when the last statement of a script orders its rows: ORDER BY outside of every parenthesis.
 */
export function hasOuterOrder(script: string): boolean {
  let depth = 0;
  let isOrdered = false;
  let before = "";
  let isNew = false;
  for (const { kind, start, end } of sqlTokens(script)) {
    if (isNew) {
      isNew = false;
      isOrdered = false;
      depth = 0;
    }
    if (kind === "semicolon") isNew = true;
    else if (kind === "open") depth += 1;
    else if (kind === "close") depth -= 1;
    const word = kind === "word" ? script.slice(start, end).toUpperCase() : "";
    if (depth === 0 && before === "ORDER" && word === "BY") isOrdered = true;
    before = word;
  }
  return isOrdered;
}
