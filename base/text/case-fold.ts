import { normalForm } from "./normal-form.js";

const ASCII_ONLY = /^[\x00-\x7f]*$/;

/**
 * True where every code unit is below 128: such text needs neither normalisation nor a segmenter.
 */
export function isAscii(text: string): boolean {
  return ASCII_ONLY.test(text);
}

/**
 * NFC and full case folding, so that two spellings of one word compare equal (Straße and STRASSE, Σ
 * and ς).
 *
 * Does not depend on the locale of the process.
 */
export function caseFold(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  // U+0307 is what lower-casing leaves of a dotted capital I.
  return normalForm(text, "NFC")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/ς/g, "σ")
    .replace(/i\u0307/g, "i");
}
