import { words } from "../../../../base/text/words.js";

/** How one text is written, as one of a few values; null for texts that it cannot be told of. */
export type StyleFeature = (text: string, language: string) => string | null;

const EMOJI = /\p{Extended_Pictographic}|\p{RI}\p{RI}|[0-9#*]\ufe0f?\u20e3/u;
const REPEATED = /[!?！？]{2,}|\.{3,}|…|~{2,}|[ㅋㅎㅠㅜ]{2,}/u;
const CLOSED = /[.!?。！？…]["'”’»」』)\]]*$/u;
const QUESTION = /[?？؟]/u;
const SHOUTED = /(?<![\p{L}\p{N}])\p{Lu}{3,}(?![\p{L}\p{N}])/gu;
/** Share of the words in capitals from which a text shouts. */
const SHOUTING = 0.3;
const CONTRACTION =
  /\b(?:[a-z]+n['’]t|[a-z]+['’](?:m|re|ve|ll|d)|it['’]s|that['’]s|what['’]s|gonna|wanna|gotta|kinda)\b/iu;
const SLANG = new Set(
  (
    "u ur r pls plz thx thanx lol omg btw idk imo tbh wtf haha hahaha yeah yep nope hey dude " +
    "guys gimme cuz coz cos ok okay wow ugh meh"
  ).split(" "),
);
const POLITE_WORDS = new Set(
  (
    "please kindly sincerely regards dear hereby furthermore therefore regarding concerning " +
    "hello sir madam thank grateful appreciate"
  ).split(" "),
);
const KOREAN_FORMAL = /(?:니다|니까|십시오|시오)[.!?~…\s]*$/u;
const KOREAN_POLITE = /(?:요|죠|쥬)[.!?~…ㅠㅜㅋㅎ\s]*$/u;

export const STYLE_FEATURES = {
  form: (text) => (QUESTION.test(text) ? "asks a question" : "asks nothing"),
  punctuation: (text) =>
    REPEATED.test(text)
      ? "repeated marks, such as !! or ..."
      : CLOSED.test(text.trim())
        ? "ends with a mark"
        : "ends without a mark",
  casing: casingOf,
  emoji: (text) => (EMOJI.test(text) ? "with emoji" : "without emoji"),
  register: registerOf,
} satisfies Readonly<Record<string, StyleFeature>>;

/** Only scripts with two cases have one. */
function casingOf(text: string): string | null {
  const cased = text.match(/[\p{Lu}\p{Ll}]/gu)?.length ?? 0;
  if (cased < 3) return null;
  if (!/\p{Lu}/u.test(text)) return "all in lower case";
  const shouted = text.match(SHOUTED)?.length ?? 0;
  const count = text.match(/[\p{L}\p{N}]+/gu)?.length ?? 1;
  return shouted / count >= SHOUTING ? "words in capitals" : "usual capitals";
}

/**
 * English by contractions, slang and words of courtesy; Korean by the endings of its sentences.
 * Other languages have none.
 */
function registerOf(text: string, language: string): string | null {
  const tag = language.split("-")[0]!.toLowerCase();
  if (tag === "ko") {
    const ends = text
      .split(/[.!?~…\n]+/u)
      .map((part) => part.trim())
      .filter((part) => /\p{Script=Hangul}/u.test(part));
    if (ends.length === 0) return null;
    const formal = ends.filter((end) => KOREAN_FORMAL.test(end)).length;
    const polite = ends.filter((end) => KOREAN_POLITE.test(end)).length;
    return formal >= polite && formal * 2 >= ends.length
      ? "formal"
      : (formal + polite) * 2 >= ends.length
        ? "polite"
        : "plain";
  }
  if (tag !== "en") return null;
  const own = words(text);
  const casual =
    (CONTRACTION.test(text) ? 1 : 0) +
    own.filter((word) => SLANG.has(word)).length +
    (/\bi\b/u.test(text) ? 1 : 0) +
    (REPEATED.test(text) ? 1 : 0);
  const courteous = own.filter((word) => POLITE_WORDS.has(word)).length;
  return casual > courteous ? "casual" : courteous > casual ? "courteous" : "neutral";
}
