import { boundedSegments } from "../../../base/text/bounded-segments.js";
import { normalForm } from "../../../base/text/normal-form.js";

/** What a token is: letters, digits, or anything else that is visible. */
export type TokenKind = "word" | "number" | "mark";

/**
 * A piece of a text as it stands there, with the white space before it: the surfaces of a text
 * joined are the text.
 */
export interface SurfaceToken {
  readonly surface: string;
  /** The piece without white space, NFC, lower case: what contexts are compared by. */
  readonly folded: string;
  readonly kind: TokenKind;
}

const PIECE =
  /\s*(?:(?:https?:\/\/|www\.)\S+|\p{N}+(?:[.,:/\-]\p{N}+)*|[\p{L}\p{M}\p{N}_]+(?:['’.\-@][\p{L}\p{M}\p{N}_]+)*|\p{Extended_Pictographic}[\p{M}\u200d\ufe0f\p{Emoji_Modifier}\p{Extended_Pictographic}]*|([^\p{L}\p{N}\s])\1*)|\s+/gu;
/** Scripts that are written without spaces between words. */
export const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const HAS_LETTER = /\p{L}/u;
const HAS_NUMBER = /\p{N}/u;
const ASCII_WORD = /^[A-Za-z']+$/;
const segmenter = new Intl.Segmenter("und", { granularity: "word" });

/**
 * Splits a text into pieces that give the text back exactly when joined.
 *
 * Words keep their case and inner apostrophes; scripts written without spaces are cut by the
 * Unicode word segmenter.
 */
export function surfaceTokens(text: string): SurfaceToken[] {
  const tokens: SurfaceToken[] = [];
  for (const match of text.matchAll(PIECE)) {
    const piece = match[0];
    if (UNSPACED.test(piece)) pushUnspaced(piece, tokens);
    else tokens.push(toToken(piece));
  }
  return tokens;
}

/** Puts surfaces together; white space at the start of the first one is left out. */
export function joinSurfaces(surfaces: readonly string[]): string {
  return surfaces.join("").replace(/^\s+/u, "");
}

function pushUnspaced(piece: string, tokens: SurfaceToken[]): void {
  let pending = "";
  for (const { segment } of boundedSegments(segmenter, piece)) {
    if (segment.trim() === "") {
      pending += segment;
      continue;
    }
    tokens.push(toToken(pending + segment));
    pending = "";
  }
  if (pending !== "") tokens.push(toToken(pending));
}

function toToken(surface: string): SurfaceToken {
  const core = surface.trim();
  if (ASCII_WORD.test(core)) return { surface, folded: core.toLowerCase(), kind: "word" };
  const folded = normalForm(core, "NFC").toLowerCase();
  return {
    surface,
    folded,
    kind: HAS_LETTER.test(folded) ? "word" : HAS_NUMBER.test(folded) ? "number" : "mark",
  };
}
