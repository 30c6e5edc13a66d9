/** How a code point takes part in tokens. */
export const SPACE = 1;
export const WORD = 2;
/** A word of its own: ideographs and kana, which are written without spaces, and pictographs. */
export const SINGLE = 3;
export const OTHER = 4;

const table = new Uint8Array(0x10000);

function classify(character: string): number {
  if (/^[\s\p{Z}\p{Cc}]$/u.test(character)) return SPACE;
  if (
    /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Extended_Pictographic}\p{Regional_Indicator}]$/u.test(
      character,
    )
  )
    return SINGLE;
  if (/^[\p{L}\p{N}\p{M}\p{Pc}]$/u.test(character)) return WORD;
  return OTHER;
}

/** The class of a code point, remembered for the basic plane. */
export function characterClass(codePoint: number): number {
  if (codePoint >= 0x10000) return classify(String.fromCodePoint(codePoint));
  const known = table[codePoint]!;
  if (known !== 0) return known;
  const found = classify(String.fromCharCode(codePoint));
  table[codePoint] = found;
  return found;
}
