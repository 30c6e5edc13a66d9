import { normalForm } from "../../../base/text/normal-form.js";
import { caseFold } from "../../../base/text/case-fold.js";

/** Letters that look like Latin ones, and are used for them to slip past word lists. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  а: "a",
  е: "e",
  о: "o",
  р: "p",
  с: "c",
  у: "y",
  х: "x",
  і: "i",
  ѕ: "s",
  к: "k",
  ο: "o",
  α: "a",
  ε: "e",
  ι: "i",
  κ: "k",
  υ: "u",
  ν: "v",
};
const LEET: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "@": "a",
  $: "s",
  "!": "i",
  "|": "i",
  "€": "e",
};
const INVISIBLE = /\p{Cf}|[\ufe00-\ufe0f\u115f\u1160\u3164\uffa0\u034f]/gu;
/** Compatibility jamo to the conjoining letters that compose: initials, vowels, finals. */
const INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";
const FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";
const JAMO_RUN = new RegExp(`[${INITIALS}][${VOWELS}](?:[${FINALS.trim()}](?![${VOWELS}]))?`, "gu");

/**
 * The form in which texts are searched for harmful words: NFKC, case folded, without invisible
 * characters, decomposed Korean put together ("ㅅㅣㅂㅏㄹ" = "시발"), accents on Latin letters removed and
 * lookalikes inside Latin words replaced.
 */
export function harmForm(text: string): string {
  const plain = caseFold(
    normalForm(composeJamo(normalForm(text.replace(INVISIBLE, ""), "NFC")), "NFKC"),
  ).replace(/[’‘ʼ]/gu, "'");
  const folded = normalForm(
    normalForm(plain, "NFD").replace(/(?<=\p{Script=Latin})\p{M}+/gu, ""),
    "NFC",
  ).replace(/ß/gu, "ss");
  // Only inside words that also have Latin letters: a Russian word stays Russian.
  return folded.replace(/[\p{L}\p{M}\p{N}]+/gu, (word) =>
    /\p{Script=Latin}/u.test(word) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(word)
      ? Array.from(word, (letter) => LOOKALIKES[letter] ?? letter).join("")
      : word,
  );
}

function composeJamo(text: string): string {
  return text.replace(JAMO_RUN, (run) => {
    const [initial, vowel, final = " "] = Array.from(run) as [string, string, string?];
    return String.fromCharCode(
      0xac00 +
        (INITIALS.indexOf(initial) * 21 + VOWELS.indexOf(vowel)) * 28 +
        FINALS.indexOf(final),
    );
  });
}

/**
 * Digits and signs that stand for letters read as those letters, in words that have a letter too
 * ("sh1t", "@sshole", but not "51").
 */
export function withoutLeet(form: string): string {
  return form.replace(/[\p{L}\p{M}0134578@$!|€]+/gu, (word) => {
    const trimmed = word.replace(/!+$/u, "");
    if (!/\p{Script=Latin}/u.test(trimmed) || /^\p{L}+$/u.test(trimmed)) return word;
    return (
      Array.from(trimmed, (letter) => LEET[letter] ?? letter).join("") + word.slice(trimmed.length)
    );
  });
}

/**
 * Letters written apart put together: three or more single letters with spaces, dots, dashes or
 * stars between them ("f u c k", "씨.발.놈").
 */
export function joinedLetters(form: string): string {
  const latin = form.replace(
    /(?<![\p{L}\p{M}\p{N}])\p{Script=Latin}(?:[ ._*~/-]{1,2}\p{Script=Latin}){2,}(?![\p{L}\p{M}\p{N}])/gu,
    (run) => run.replace(/[^\p{L}]/gu, ""),
  );
  return latin.replace(/[\p{Script=Hangul}](?:[._*~^/0-9-]{1,2}[\p{Script=Hangul}])+/gu, (run) =>
    run.replace(/[^\p{L}]/gu, ""),
  );
}

/**
 * Letters repeated for emphasis cut to one ("fuuuuck" = "fuck"); only runs of three or more, as
 * "assess" has honest pairs.
 */
export function withoutStretching(form: string): string {
  return form.replace(/(\p{L})\1{2,}/gu, "$1");
}
