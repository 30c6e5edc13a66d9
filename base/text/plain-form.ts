import { normalForm } from "./normal-form.js";

/**
 * Characters that NFKC gives another meaning: raised and lowered ones (x² is not x2), fractions (3½
 * is not 31⁄2), circled numbers and square units.
 */
const MEANT = "[ª²³¹º¼-¾ʰ-ʸˠ-ˤᴬ-ᵪᵸᶛ-ᶿ⁰-₟⅐-⅟↉①-⓿㈀-㏿]+";
const HELD = new RegExp(MEANT, "u");
const PARTS = new RegExp(`(${MEANT})`, "u");

/**
 * NFKC except where that changes what a text says: full-width letters, ligatures and presentation
 * forms become the plain ones, x² and 3½ stay.
 */
export function plainForm(text: string): string {
  if (!HELD.test(text)) return normalForm(text, "NFKC");
  const parts = text
    .split(PARTS)
    .map((part, at) => (at % 2 === 0 ? normalForm(part, "NFKC") : part));
  return normalForm(parts.join(""), "NFC");
}
