import { harmWords } from "./harm-word.js";

/**
 * Korean. Initial-consonant forms ("ㅅㅂ", "ㅂㅅ") are entries of their own; spaced and decomposed
 * spellings are undone before matching.
 *
 * Everyday words that begin like an entry (시발점, 병신년 as a year, 지랄탄) are in `HARMLESS_KO`; what is
 * mostly harmless (꺼져, 졸라, 뒤져라) is in no list.
 */
export const HARM_WORDS_KO = harmWords("ko", [
  [
    "profanity",
    2,
    "씨발* | 씨팔* | 시발 | 시발놈* | 시발년* | 시발새끼* | 시발것* | 시발련* | 시발럼* | 시팔 | 씨바 | 쓰발* | 씹발* | 씹할* " +
      "| 씨부랄* | 시부랄* | 쉬발* | 슈발 | ㅅㅂ | ㅆㅂ | ㅅㅍ | ㅆㅍ | 좆* | 존나* | 조낸 | ㅈㄴ | ㅈㄹ | 지랄* | 엿먹어* | " +
      "엿 먹어* | 닥쳐라",
  ],
  [
    "insult",
    2,
    "병신* | 븅신* | 빙신* | ㅂㅅ | ㅄ | 개새끼* | 개새기* | 개색기* | 개세끼* | ㄱㅅㄲ | 개자식* | 새끼야 | 이새끼* | 저새끼* " +
      "| 이 새끼* | 저 새끼* | 호로새끼* | 후레자식* | 미친놈* | 미친년* | 미친새끼* | 썅년* | 쌍년* | 썅놈* | 쌍놈* | 또라이* | " +
      "등신새끼* | 찐따* | 쓰레기새끼* | 걸레년* | 창녀 | 잡년* | 니미 | 느금마* | 니애미* | 니 애미* | 느그애미* | ㄴㄱㅁ",
  ],
  [
    "hate",
    3,
    "한남충* | 김치녀* | 된장녀* | 맘충* | 틀딱* | 급식충* | 짱깨* | 짱꼴라* | 쪽바리* | 쪽발이* | 깜둥이* | 흑형충* | 똥남아* " +
      "| 조센징* | 홍어새끼* | 전라디언* | 통구이새끼* | 게이새끼* | 병신장애* | 애자새끼*",
  ],
  ["sexual", 2, "보지년* | 자지새끼* | 떡치자* | 섹파* | 야동 | 강간야동* | 몰카야동* | 딸딸이*"],
  ["sexual", 3, "아동포르노* | 아동 포르노* | 아청물* | 로리야동 | 강간하고싶* | 강간하고 싶*"],
  [
    "violence",
    3,
    "죽여버릴거* | 죽여버릴 거* | 죽여 버릴 거* | 죽여버리겠* | 죽여 버리겠* | 죽여버린다 | 찢어죽여* | 찢어 죽여* | 때려죽여* | 때려 " +
      "죽여* | 칼로 찔러 죽*",
  ],
  [
    "self-harm",
    3,
    "나가 죽어* | 나가죽어* | 나가뒤져* | 나가 뒤져* | 자살해라* | 자살해 버려* | 뒈져라*",
  ],
]);

/** Everyday words that begin like an entry: a match inside one of them does not count. */
export const HARMLESS_KO: readonly string[] = [
  "시발점",
  "시발역",
  "시발택시",
  "시발자동차",
  "시발 택시",
  "시발 자동차",
  "시발 열차",
  "시발열차",
  "시발 버스",
  "시발 기지",
  "시발지",
  "시발역",
  "병신년",
  "병신일",
  "병신월",
  "병신박해",
  "지랄탄",
  "지랄병",
];
