/**
 * A synonym set of WordNet, as a line of `data.noun`, `data.verb`, `data.adj` or `data.adv` has it
 * (wndb(5WN)).
 */
export interface Synset {
  /** Part of speech and offset, unique in all of WordNet: "n02084071". */
  readonly id: string;
  /** Its words as people write them, the usual one first. */
  readonly words: readonly string[];
  readonly pointers: readonly { readonly symbol: string; readonly target: string }[];
  /** What it means, without the examples. */
  readonly definition: string;
}

/**
 * Reads one line of a data file; null for a line of the licence, which begins with blanks, or a
 * blank one.
 *
 * @throws Error saying what is wrong with the line
 */
export function parseSynset(line: string): Synset | null {
  if (line.startsWith("  ") || line.trim() === "") return null;
  const bar = line.indexOf("|");
  const fields = (bar < 0 ? line : line.slice(0, bar)).trim().split(/\s+/u);
  const [offset = "", , type = "", wordCount = ""] = fields;
  if (!/^\d{8}$/u.test(offset) || !/^[nvasr]$/u.test(type) || !/^[\da-f]{2}$/iu.test(wordCount))
    throw new Error(
      "not a line of WordNet: offset, file number, part of speech and number of words were " +
        "expected",
    );
  const count = parseInt(wordCount, 16);
  const words = Array.from({ length: count }, (_unused, index) => fields[4 + 2 * index] ?? "");
  const start = 4 + 2 * count;
  const pointerCount = fields[start] ?? "";
  if (words.includes("") || !/^\d{3}$/u.test(pointerCount))
    throw new Error(`${count} words and a number of pointers were expected`);
  const pointers = Array.from({ length: Number(pointerCount) }, (_unused, index) => {
    const [symbol, target, part] = fields.slice(start + 1 + 4 * index);
    if (
      symbol === undefined ||
      target === undefined ||
      part === undefined ||
      !/^\d{8}$/u.test(target)
    )
      throw new Error(`${Number(pointerCount)} pointers were expected`);
    return { symbol, target: synsetId(part, target) };
  });
  return {
    id: synsetId(type, offset),
    words: words.map(plainWord),
    pointers,
    definition: definitionOf(bar < 0 ? "" : line.slice(bar + 1)),
  };
}

/** Offsets of a lemma's synsets in an index file, by sense; null for lines of the licence. */
export function parseIndexLine(
  line: string,
): { readonly lemma: string; readonly synsets: readonly string[] } | null {
  if (line.startsWith("  ") || line.trim() === "") return null;
  const fields = line.trim().split(/\s+/u);
  const [lemma = "", part = "", count = "0"] = fields;
  return {
    lemma: plainWord(lemma),
    synsets: fields.slice(-Number(count)).map((offset) => synsetId(part, offset)),
  };
}

/** Satellite adjectives are kept with the adjectives: one name for both. */
function synsetId(part: string, offset: string): string {
  return `${part === "s" ? "a" : part}${offset}`;
}

/** `domestic_dog` and `big(p)` as people write them. */
function plainWord(word: string): string {
  return word.replace(/\((?:a|p|ip)\)$/u, "").replaceAll("_", " ");
}

function definitionOf(gloss: string): string {
  const end = gloss.search(/;\s*"/u);
  return (end < 0 ? gloss : gloss.slice(0, end)).trim();
}
