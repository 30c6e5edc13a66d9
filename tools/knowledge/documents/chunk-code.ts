import { chunkText } from "../chunk-text.js";

/** Endings of source code, which is cut where its functions and blocks begin. */
export const CODE_ENDINGS: readonly string[] = (
  ".py .pyi .js .mjs .cjs .jsx .ts .mts .cts .tsx .go .rs .java .kt .kts .scala .groovy .c .h .cc " +
  ".cpp .cxx .hpp .hh .cs .swift .dart .rb .php .pl .lua .r .jl .sh .bash .sql .hs .ml .ex .exs " +
  ".erl .clj .zig .m"
).split(" ");

/** Lines of a passage at most, where its blocks are no longer; shorter blocks are put together. */
const MOST_LINES = 60;
/** With this many lines a passage takes no further block. */
const ENOUGH_LINES = 15;
/** A rest with fewer lines joins the passage before it. */
const FEWEST_LINES = 4;
/** Characters of a passage at most: data in one line is no code that one reads. */
const MOST_UNITS = 6000;

/** What goes on with the block before it: closing brackets, and the other half of a statement. */
const GOES_ON =
  /^\s*(?:[)\]}>,;.|&?:]|(?:else|elif|elsif|except|catch|finally|end|done|fi|esac|then|do|while\s*\(.*\);)\b|\*)/u;
/** What belongs to the block below it: comments, decorators, annotations, attributes. */
const LEADS_IN = /^\s*(?:\/\/|\/\*|\*|#(?!include|define|if|endif)|@|--|;;|%|"""|'''|\[[A-Z])/u;
/** Texts and comments that may hold lines without indentation, by what opens and what closes them. */
const LONG_TEXTS: readonly (readonly [string, string])[] = [
  ['"""', '"""'],
  ["'''", "'''"],
  ["/*", "*/"],
  ["`", "`"],
];

/**
 * Cuts source code into passages at the borders of functions, classes and other blocks, each with
 * the comments and decorators above it; by indentation and brackets, in any common language. A
 * block of more than 60 lines is cut at the borders of the blocks in it. Passages are pieces of the
 * code as it stands, with their common indentation taken off; together they hold every line that is
 * not blank.
 */
export function chunkCode(code: string): string[] {
  const lines = code.replace(/^\uFEFF/u, "").split(/\r?\n/u);
  return passages(lines, 0)
    .map(dedented)
    .filter((text) => text !== "")
    .flatMap((text) => (text.length > MOST_UNITS ? chunkText(text) : [text]));
}

/** Lines in runs of whole blocks, blocks that are too long cut inside. */
function passages(lines: readonly string[], depth: number): (readonly string[])[] {
  const found: (readonly string[])[] = [];
  let open: string[] = [];
  const close = (): void => {
    if (open.length > 0) found.push(open);
    open = [];
  };
  for (const block of blocks(lines)) {
    if (open.length >= ENOUGH_LINES || open.length + block.length > MOST_LINES) close();
    if (block.length <= MOST_LINES) open.push(...block);
    else found.push(...inside(block, depth));
  }
  const before = found.at(-1);
  if (before && open.length < FEWEST_LINES) found[found.length - 1] = [...before, ...open];
  else close();
  return found;
}

/** A long block: its first line with what stands deeper, cut there; else cut where it is full. */
function inside(block: readonly string[], depth: number): (readonly string[])[] {
  const [head, ...body] = [
    block.slice(0, leadIn(block) + 1),
    ...blocks(block.slice(leadIn(block) + 1)),
  ];
  if (body.length > 1 && depth < 8) {
    const [first = [], ...rest] = passages(body.flat(), depth + 1);
    return head!.length + first.length <= MOST_LINES
      ? [[...head!, ...first], ...rest]
      : [head!, first, ...rest];
  }
  return Array.from({ length: Math.ceil(block.length / MOST_LINES) }, (_, index) =>
    block.slice(index * MOST_LINES, (index + 1) * MOST_LINES),
  );
}

/** Place of the line that a block begins with, behind its comments. */
function leadIn(block: readonly string[]): number {
  const at = block.findIndex((line) => line.trim() !== "" && !LEADS_IN.test(line));
  return Math.max(0, at);
}

/** Lines up to the next one that is indented no deeper than the least of them. */
function blocks(lines: readonly string[]): (readonly string[])[] {
  const within = insideTexts(lines);
  const least = Math.min(
    ...lines.flatMap((line, at) => (line.trim() === "" || within[at] ? [] : [indentOf(line)])),
  );
  const starts: number[] = [];
  // Whether the block has nothing but comments and decorators yet: the next line is what they are of.
  let leads = false;
  for (const [at, line] of lines.entries()) {
    if (within[at]) continue;
    if (line.trim() === "") leads = false;
    if (line.trim() === "" || indentOf(line) > least) continue;
    if (GOES_ON.test(line) && !LEADS_IN.test(line)) continue;
    if (leads) {
      leads = LEADS_IN.test(line);
      continue;
    }
    const before = lines[at - 1];
    // A run of plain statements is one block; a comment belongs to the line below it.
    const isRun =
      before !== undefined && before.trim() !== "" && !within[at - 1] && indentOf(before) <= least;
    if (isRun && (LEADS_IN.test(before) || !GOES_ON.test(before))) continue;
    starts.push(at);
    leads = LEADS_IN.test(line);
  }
  if (starts[0] !== 0) starts.unshift(0);
  return starts.map((start, index) => lines.slice(start, starts[index + 1] ?? lines.length));
}

/** Whether each line begins inside a text or a comment of several lines. */
function insideTexts(lines: readonly string[]): boolean[] {
  let closing: string | null = null;
  return lines.map((line) => {
    const isInside = closing !== null;
    let at = 0;
    for (;;) {
      if (closing !== null) {
        const end: number = line.indexOf(closing, at);
        if (end < 0) break;
        at = end + closing.length;
        closing = null;
      }
      const next = LONG_TEXTS.map(([open, close]) => ({
        open,
        close,
        place: line.indexOf(open, at),
      }))
        .filter(({ place }) => place >= 0)
        .sort((a, b) => a.place - b.place)[0];
      if (!next) break;
      at = next.place + next.open.length;
      closing = next.close;
    }
    return isInside;
  });
}

function indentOf(line: string): number {
  return (/^\s*/u.exec(line)?.[0] ?? "").replaceAll("\t", "    ").length;
}

/** The lines without blank ones around them, and without the indentation that all have. */
function dedented(lines: readonly string[]): string {
  const filled = lines.filter((line) => line.trim() !== "");
  const [first = ""] = filled
    .map((line) => /^[^\S\n]*/u.exec(line)![0])
    .sort((a, b) => a.length - b.length);
  const common = filled.every((line) => line.startsWith(first)) ? first.length : 0;
  return lines
    .map((line) => (line.trim() === "" ? "" : line.slice(common).trimEnd()))
    .join("\n")
    .replace(/^\n+|\n+$/gu, "");
}
