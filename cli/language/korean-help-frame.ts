import type { SentencePair } from "../../base/language/translate.js";

/** What stands around the commands and options. */
export const KOREAN_FRAME: readonly SentencePair[] = [
  ["Usage:", "사용법:"],
  ["Arguments:", "인수:"],
  ["Options:", "옵션:"],
  ["Commands:", "명령:"],
  ["display help for command", "명령의 도움말을 표시합니다"],
  ["{0} (default: {1})", "{0} (기본: {1})"],
  ["{0} (choices: {1}, default: {2})", "{0} (선택: {1}, 기본: {2})"],
  ["{0} (choices: {1})", "{0} (선택: {1})"],
  ["error: unknown option '{0}'", "오류: 알 수 없는 옵션 '{0}'"],
  ["error: unknown command '{0}'", "오류: 알 수 없는 명령 '{0}'"],
  ["(Did you mean one of {0}?)", "(비슷한 이름: {0})"],
  ["(Did you mean {0}?)", "(비슷한 이름: {0})"],
  ["error: missing required argument '{0}'", "오류: 필요한 인수 '{0}'이(가) 없습니다"],
  ["error: option '{0}' argument missing", "오류: 옵션 '{0}'의 값이 없습니다"],
  ["error: required option '{0}' not specified", "오류: 필요한 옵션 '{0}'이(가) 없습니다"],
  [
    "error: option '{0}' argument '{1}' is invalid. {2}",
    "오류: 옵션 '{0}'의 값 '{1}'이(가) 잘못되었습니다. {2}",
  ],
  [
    "error: too many arguments for '{0}'. Expected {1} but got {2}.",
    "오류: '{0}'의 인수가 너무 많습니다 (필요한 수: {1}, 받은 수: {2}).",
  ],
  ["{0} argument", "{0}개"],
  ["{0} arguments", "{0}개"],
  ["Allowed choices are {0}.", "쓸 수 있는 값: {0}."],
  ["It must be a whole number of at least {0}.", "{0} 이상의 정수여야 합니다."],
  ["It must be a whole number.", "정수여야 합니다."],
  ["It must be a number above 0.", "0보다 큰 수여야 합니다."],
];

export const KOREAN_AFTER_ERROR =
  "(명령 목록: datawright --help, 명령의 옵션: datawright COMMAND --help)";

export const KOREAN_AFTER_HELP = `
시작:
  datawright init support.csv     데이터에서 과제 파일을 만듭니다
  datawright preview task.yaml    샘플 세 개를 에이전트의 모든 차례와 함께 봅니다
  datawright run task.yaml        데이터셋과 보고서, 추적 기록을 만듭니다

종료 코드:
  0    완료, 또는 채택된 샘플이 있는 채로 일찍 멈춤 (이유는 "종료"에 있습니다)
  1    채택된 샘플이 없거나 예상하지 못한 오류
  2    인수, 과제 파일 또는 데이터가 잘못됨. 실행한 것이 없습니다
  3    예산 때문에 멈춤
  4    모델 제공자 장애. 상태는 저장되어 있습니다
  130  중단됨. 상태는 저장되어 있습니다
`;
