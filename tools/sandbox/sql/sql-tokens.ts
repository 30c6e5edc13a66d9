/** A token of SQL as far as statements have to be told apart; blanks and comments are none. */
export interface SqlToken {
  readonly kind: "word" | "quoted" | "semicolon" | "open" | "close" | "other";
  readonly start: number;
  readonly end: number;
}

const SPACE = /[ \t\n\f\r]/u;
// SQLite takes every byte above ASCII for a letter; so a mark that looks like a blank is part of a
// word here too.
const WORD = /[A-Za-z_\u0080-\u{10ffff}][\w$\u0080-\u{10ffff}]*/uy;
const CLOSING: Readonly<Record<string, string>> = { "'": "'", '"': '"', "`": "`", "[": "]" };
const SINGLE: Readonly<Record<string, SqlToken["kind"]>> = {
  ";": "semicolon",
  "(": "open",
  ")": "close",
};

/**
 * Reads a script as SQLite's tokenizer does: it skips blanks, tabs, line feeds, form feeds and
 * carriage returns, `--` to the line feed, and slash-star comments, and nothing else.
 */
export function* sqlTokens(script: string): Generator<SqlToken> {
  let at = 0;
  while (at < script.length) {
    const start = at;
    const here = script[at]!;
    if (SPACE.test(here)) at += 1;
    else if (script.startsWith("--", at)) at = after(script, "\n", at + 2);
    else if (script.startsWith("/*", at) && at + 2 < script.length)
      at = after(script, "*/", at + 2);
    else {
      const closing = CLOSING[here];
      WORD.lastIndex = at;
      const word = WORD.exec(script)?.[0] ?? "";
      // A doubled quote inside a string closes it and opens the next: the same cut.
      at = closing !== undefined ? after(script, closing, at + 1) : at + Math.max(1, word.length);
      yield {
        kind: closing !== undefined ? "quoted" : word !== "" ? "word" : (SINGLE[here] ?? "other"),
        start,
        end: at,
      };
    }
  }
}

function after(script: string, wanted: string, from: number): number {
  const at = script.indexOf(wanted, from);
  return at < 0 ? script.length : at + wanted.length;
}
