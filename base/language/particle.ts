/** Pairs of particles: behind a final consonant, and behind a vowel. */
export type Particle = "은/는" | "이/가" | "을/를" | "과/와" | "으로/로";

/** Last sounds of the digits as they are read: 영 일 이 삼 사 오 육 칠 팔 구. */
const DIGITS = "영일이삼사오육칠팔구";
/** Where the syllables of Hangul begin and end, and how many differ in their final only. */
const [FIRST, LAST, FINALS] = [0xac00, 0xd7a3, 28];
/** ㄹ among the finals: 으로 is 로 behind it. */
const RIEUL = 8;

/**
 * The particle that stands behind a word: by the last sound of Hangul and of digits. Behind anything
 * else, whose sound is not known, both are given: "을(를)".
 */
export function particle(word: string, pair: Particle): string {
  const [closed, open] = pair.split("/") as [string, string];
  const last = word.replace(/[^\p{L}\p{N}]+$/u, "").at(-1) ?? "";
  const sound = (/^[0-9]$/u.test(last) ? DIGITS[Number(last)]! : last).charCodeAt(0);
  if (!(sound >= FIRST && sound <= LAST))
    return pair === "으로/로" ? "(으)로" : `${closed}(${open})`;
  const final = (sound - FIRST) % FINALS;
  return final === 0 || (final === RIEUL && pair === "으로/로") ? open : closed;
}
