import type { Random } from "../../../../base/statistics/random.js";
import { sentences } from "../../../../base/text/sentences.js";
import { isFunctionWord } from "../function-words.js";
import { joinSurfaces, surfaceTokens, type SurfaceToken } from "../surface-tokens.js";
import { END, START, type TokenIndex } from "../token-index.js";

/** How long a version is, beside the text that it is of. */
export type VersionLength = "same" | "shorter" | "longer";

export interface VersionOptions {
  readonly index: TokenIndex;
  /** Texts of the index's first rows. */
  readonly texts: readonly string[];
  /** Weight per row: how much its words count. */
  readonly rowWeights: Float64Array;
  readonly length: VersionLength;
  /** What the version must not be again. */
  readonly avoid: readonly string[];
  readonly random: Random;
}

const TRIES = 10;
const FACT = /\p{N}|(?<=[^.!?]\s)\p{Lu}/u;

/**
 * A version of a text: some of its words exchanged for words that stood in the same slot of other
 * rows, never a figure or a name; or, where no word can be, its sentences in another order. A
 * shorter one loses a sentence or what follows a comma, a longer one gets a sentence of another row
 * that has no figure and no name. The text itself where nothing of this can be done.
 */
export function versionOf(text: string, options: VersionOptions): string {
  const base =
    options.length === "shorter"
      ? shortened(text, options.random)
      : options.length === "longer"
        ? lengthened(text, options)
        : text;
  const isNew = (version: string): boolean => version !== text && !options.avoid.includes(version);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const version = exchanged(
      base,
      0.2 + 0.07 * attempt,
      options,
      options.random.derive("version", attempt),
    );
    if (version !== base && isNew(version)) return version;
  }
  if (isNew(base)) return base;
  const parts = sentences(base);
  const turned = [...parts.slice(1), ...parts.slice(0, 1)].join(" ");
  return parts.length > 1 && isNew(turned) ? turned : text;
}

function exchanged(
  text: string,
  rate: number,
  { index, rowWeights }: VersionOptions,
  random: Random,
): string {
  const tokens = surfaceTokens(text);
  const ids = index.foldedIds(tokens);
  const surfaces = tokens.map((token) => token.surface);
  for (const [at, token] of tokens.entries()) {
    if (!isOrdinaryWord(token, at) || random.next() >= rate) continue;
    const before = at === 0 ? START : ids[at - 1]!;
    const after = at + 1 === tokens.length ? END : ids[at + 1]!;
    if (before < 0 || after < 0) continue;
    const spaced = /^\s/u.test(token.surface);
    const fitting = index.after([before], 1).filter((other) => {
      const surface = index.surfaceAt(other);
      return (
        index.folded[other + 1] === after &&
        index.folded[other] !== ids[at] &&
        /^\s/u.test(surface) === spaced &&
        isOrdinaryWord(
          { surface, folded: surface.trim().toLowerCase(), kind: index.kindAt(other) },
          1,
        )
      );
    });
    if (fitting.length === 0) continue;
    const weights = fitting.map((other) => rowWeights[index.rowOf[other]!]!);
    if (weights.some((weight) => weight > 0))
      surfaces[at] = index.surfaceAt(fitting[random.weighted(weights)]!);
  }
  return joinSurfaces(surfaces);
}

/** A word in small letters that carries more than grammar: no name, no figure. */
function isOrdinaryWord({ surface, folded, kind }: SurfaceToken, at: number): boolean {
  return (
    kind === "word" &&
    at > 0 &&
    surface.trim() === folded &&
    folded.length > 3 &&
    !isFunctionWord(folded)
  );
}

function shortened(text: string, random: Random): string {
  const parts = sentences(text);
  if (parts.length > 1) {
    const gone = random.derive("shorter").integer(parts.length);
    return parts.filter((_, index) => index !== gone).join(" ");
  }
  const comma = text.lastIndexOf(", ");
  const end = /[.!?…。！？]\s*$/u.exec(text)?.[0].trim() ?? "";
  return comma > 0 ? `${text.slice(0, comma)}${end}` : text;
}

function lengthened(text: string, { texts, rowWeights, random }: VersionOptions): string {
  const own = new Set(sentences(text));
  const candidates = texts.flatMap((other, row) =>
    sentences(other)
      .filter((sentence) => !own.has(sentence) && !FACT.test(sentence))
      .map((sentence) => ({ sentence, weight: rowWeights[row]! })),
  );
  if (!candidates.some(({ weight }) => weight > 0)) return text;
  return (
    `${text.trim()} ` +
    `${candidates[random.derive("longer").weighted(candidates.map(({ weight }) => weight))]!.sentence}`
  );
}
