import { sqlTokens } from "./sql-tokens.js";

/**
 * A piece of a script that ends at a semicolon outside of strings and comments, or at the end of
 * the script.
 */
export interface SqlPiece {
  /** Where the piece ends in the script, behind its semicolon. */
  readonly end: number;
  /**
   * First word of the piece in upper case; "" for a piece without a token; null where it starts
   * with something that is no word.
   */
  readonly keyword: string | null;
}

/**
 * Cuts a script at its semicolons. A trigger has some inside: the caller joins pieces until SQLite
 * finds the statement complete.
 */
export function sqlPieces(script: string): SqlPiece[] {
  const pieces: SqlPiece[] = [];
  let keyword: string | null | undefined;
  for (const { kind, start, end } of sqlTokens(script)) {
    if (kind === "semicolon") {
      pieces.push({ end, keyword: keyword === undefined ? "" : keyword });
      keyword = undefined;
    } else if (keyword === undefined)
      keyword = kind === "word" ? script.slice(start, end).toUpperCase() : null;
  }
  if (keyword !== undefined) pieces.push({ end: script.length, keyword });
  return pieces;
}
