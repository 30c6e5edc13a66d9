/**
 * Combining marks in a row that are put in order together: ordering takes time with the square of
 * their number, and no writing has more (UAX 15, stream-safe text format).
 */
const LONG_RUN = /\p{M}{30}/gu;

/**
 * `text.normalize(form)` in linear time: of more than 30 combining marks in a row, which no writing
 * has, each 30 are ordered by themselves.
 */
export function normalForm(text: string, form: "NFC" | "NFD" | "NFKC" | "NFKD"): string {
  let done = "";
  let at = 0;
  for (const run of text.matchAll(LONG_RUN)) {
    const end = run.index + run[0].length;
    done += text.slice(at, end).normalize(form);
    at = end;
  }
  return at === 0 ? text.normalize(form) : done + text.slice(at).normalize(form);
}
