import { words } from "./words.js";

const SCRIPTS = [
  "Latin",
  "Hangul",
  "Han",
  "Hiragana",
  "Katakana",
  "Arabic",
  "Cyrillic",
  "Greek",
  "Hebrew",
  "Devanagari",
  "Bengali",
  "Tamil",
  "Thai",
] as const;

/** A Unicode script by name; every letter of another script is "Other". */
export type ScriptName = (typeof SCRIPTS)[number] | "Other";

const PATTERNS = SCRIPTS.map(
  (script) => [script, new RegExp(`\\p{Script=${script}}`, "gu")] as const,
);

/**
 * The share of the letters that belong to each script present; the shares sum to 1, or there are
 * none without a letter.
 */
export function scriptShare(text: string): Partial<Record<ScriptName, number>> {
  const letters = (text.match(/\p{L}/gu) ?? []).join("");
  const total = Array.from(letters).length;
  const shares: Partial<Record<ScriptName, number>> = {};
  let named = 0;
  for (const [script, pattern] of PATTERNS) {
    const count = letters.match(pattern)?.length ?? 0;
    if (count > 0) shares[script] = count / total;
    named += count;
  }
  if (named < total) shares.Other = (total - named) / total;
  return shares;
}

const STOP_WORDS: Readonly<Record<string, string>> = {
  en:
    "the and is was are to of in it that this for you with not have but be my they from your " +
    "what i a an do does how can we me at by on as if or so there who when which has had " +
    "would will about",
  de:
    "der die das und ist nicht ein eine ich sie es mit auf für den dem war auch sich von zu " +
    "wie aber",
  fr:
    "le la les et est un une je vous nous pas que qui dans pour avec sur du des ce cette il " +
    "elle mais très",
  es: "el la los las y es un una no que por con para se lo su muy pero más como está del al yo",
  it: "il lo gli e è un una non che di per con sono si ma molto della del questo come più anche la",
  pt: "o os as e é um uma não que de por com para se mas muito do da em seu sua você mais está",
  nl: "de het een en is niet ik je van op dat met voor maar zijn was ook te er aan heel",
  sv: "och det är en ett inte jag du på som att med för den var av till mycket har men",
  pl: "i w nie się na jest to że z do jak ale bardzo mnie był po za jestem czy",
  tr: "ve bir bu çok ne için ama daha değil gibi ile da de ben var kadar olarak mi",
  id: "dan yang di ini itu tidak dengan untuk dari saya ada pada adalah juga akan sangat ke",
  vi: "và là của không có một cho được trong này với tôi người những rất các đã",
};
const STOP_SETS = Object.entries(STOP_WORDS).map(
  ([language, list]) => [language, new Set(list.split(" "))] as const,
);
const STOP_SETS_BY_LANGUAGE = new Map<string, ReadonlySet<string>>(STOP_SETS);
const BY_SCRIPT: Partial<Record<ScriptName, string>> = {
  Hangul: "ko",
  Greek: "el",
  Hebrew: "he",
  Thai: "th",
  Tamil: "ta",
  Bengali: "bn",
  Devanagari: "hi",
};

/** The commonest words of a language (a BCP 47 tag); none for languages that have no list. */
export function stopWords(language: string): ReadonlySet<string> {
  return STOP_SETS_BY_LANGUAGE.get(language.split("-")[0]!.toLowerCase()) ?? new Set();
}

/**
 * The probable language of a text as a BCP 47 code, by script and, for Latin letters, by stop words
 * of twelve languages.
 *
 * A heuristic: "und" where neither decides (a few words without a stop word, a tie, no letters).
 * Chinese, Japanese and Korean need no stop words; Arabic and Persian, Russian and Ukrainian are
 * told apart by letters that only one of them uses.
 */
export function detectLanguage(text: string): string {
  const shares = scriptShare(text);
  const kana = (shares.Hiragana ?? 0) + (shares.Katakana ?? 0);
  if (kana + (shares.Han ?? 0) > 0.5) return kana > 0.05 ? "ja" : "zh";
  if ((shares.Arabic ?? 0) > 0.5) return /[پچژگ]/.test(text) ? "fa" : "ar";
  if ((shares.Cyrillic ?? 0) > 0.5)
    return /[іїєґ]/i.test(text)
      ? "uk"
      : /[ыэъё]/i.test(text) || shares.Cyrillic === 1
        ? "ru"
        : "und";
  for (const [script, language] of Object.entries(BY_SCRIPT)) {
    if ((shares[script as ScriptName] ?? 0) > 0.5) return language;
  }
  return (shares.Latin ?? 0) > 0.5 ? byStopWords(words(text)) : "und";
}

function byStopWords(tokens: readonly string[]): string {
  const scores = STOP_SETS.map(([language, stopWords]) => ({
    language,
    hits: tokens.filter((token) => stopWords.has(token)).length,
  }));
  scores.sort((a, b) => b.hits - a.hits);
  const [first, second] = scores;
  const enough = first !== undefined && first.hits / Math.max(1, tokens.length) >= 0.1;
  return enough && first.hits > (second?.hits ?? 0) ? first.language : "und";
}
