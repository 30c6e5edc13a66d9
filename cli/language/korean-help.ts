import type { SentencePair } from "../../base/language/translate.js";

/**
 * The help in Korean: commands by their name, options by command and flag, and those that mean the
 * same everywhere by their flag.
 */
export const KOREAN_HELP: Readonly<Record<string, string>> = {
  datawright:
    "언어 모델로 데이터셋을 계획, 작성, 비평, 라벨링, 큐레이션, 평가하는 에이전트들입니다.",
  "--version": "버전을 출력합니다",
  "--help": "도움말을 표시합니다",
  "--lang": "메시지와 보고서의 언어 (기본: LC_ALL, LC_MESSAGES, LANG의 로캘)",
  "--json": "JSON으로 출력합니다",
  "--workspace": "실행과 캐시의 폴더 (기본: DATAWRIGHT_HOME, 없으면 .datawright)",
  "--model": "모든 역할의 모델: embedded, openai:NAME, anthropic:NAME …",
  "--base-url": "OpenAI 호환 서버의 base URL (vLLM, Ollama, llama.cpp, LM Studio)",
  "--concurrency":
    "동시에 보내는 모델 요청의 최대 수. 걸리는 시간만 바뀌고 데이터셋은 같습니다 (기본: 8)",
  "--budget": "최대 비용 (미국 달러)",
  "--max-calls": "최대 모델 호출 수",
  "--max-tokens": "입력과 출력을 합친 최대 토큰 수",
  "--agents": "내장 에이전트를 대신하거나 단계로 끼어드는 에이전트의 모듈. 여러 번 쓸 수 있습니다",
  "--recipe": "과제의 설정 아래에 깔리는 공개된 방법 (목록: datawright recipes)",
  "--as-published": "레이블과 셀의 부족분이 아니라 논문의 방식대로 표본을 뽑습니다",
  "--plugin": "과제에서 쓸 이름을 가진 플러그인: 모듈이나 설치된 패키지. 여러 번 쓸 수 있습니다",
  "--set": "과제 파일의 필드를 바꿉니다. 예: support.path=my.tsv.gz. 여러 번 쓸 수 있습니다",
  "--target": "채택할 샘플 수",
  "--seed": "실행의 시드. 시드가 같으면 데이터셋도 같습니다",
  "--fresh": "캐시의 답을 읽지 않습니다",
  "--verbose": "로그를 표준 오류로 보여 줍니다",
  "--yes": "묻지 않습니다",
  "--text": "텍스트 열: 이름 또는 0부터 세는 번호",
  "--label": "라벨 열",
  "--no-header": "표에 머리글 줄이 없습니다",
  "--limit": "보여 줄 최대 개수",
  init: "task.yaml을 씁니다. 질문하거나, 텍스트 열과 라벨 열이 있는 CSV/TSV/JSONL을 읽습니다",
  "init --out": "쓸 파일",
  "init --name": "데이터셋 이름",
  "init --force": "있는 파일을 덮어씁니다",
  run: "과제 파일이 설명하는 데이터셋을 만듭니다",
  "run --out": "실행의 폴더",
  "run --force": "--out에 있는, 실행의 파일과 이름이 같은 파일을 덮어씁니다",
  "run --yes": "비용이 들기 전에 묻지 않습니다",
  extend: "끝난 실행을 더 큰 목표로 이어 갑니다",
  "extend --target": "채택할 샘플의 전체 수",
  resume: "중단되거나 강제 종료된 실행, 예산이나 제공자 때문에 멈춘 실행을 이어 갑니다",
  plan: "계획, 첫 커버리지 맵, 실행에 드는 호출, 토큰, 비용, 시간을 보여 줍니다",
  preview: "샘플 몇 개를 만들고 에이전트의 모든 차례를 보여 줍니다",
  "preview --samples": "샘플 수",
  "preview --yes": "플래너에게 많은 질문을 하기 전에 묻지 않습니다",
  "plan --yes": "플래너에게 많은 질문을 하기 전에 묻지 않습니다",
  "preview --prompts":
    "샘플을 만들지 않고, 방법이 묻는 모든 질문을 보내는 그대로 한 번씩 보여 줍니다 (모델을 부르지 않음)",
  validate: "모델에 묻지 않고 과제 파일과 데이터를 검사합니다",
  "validate --online": "모델마다 토큰 하나를 요청하고, 엔드포인트에 어떤 모델이 있는지 묻습니다",
  "recipes --prompts":
    "방법이 묻는 모든 질문을 보내는 그대로 한 번씩 보여 줍니다 (기본: 예제 과제)",
  recipes: "과제에 쓸 수 있는 공개된 방법을 나열하거나 하나를 보여 줍니다",
  plugins: "이름으로 고를 수 있는 것을 나열하고, 플러그인이 가져온 것을 검사합니다",
  "plugins --plugin": "검사할 플러그인. 여러 번 쓸 수 있습니다",
  "plugins --slot": "이 슬롯만. 예: criteria",
  graph: "컴파일된 그래프를 Mermaid로 출력합니다",
  runs: "작업 공간의 실행을 나열합니다",
  rm: "실행을 삭제합니다",
  "rm --force": "실행임을 알려 주는 표시가 없어진 작업 공간의 실행도 삭제합니다",
  trace: "에이전트가 한 일을 시간, 토큰, 비용과 함께 트리로 보여 줍니다",
  "trace --sample": "이 샘플을 만든 것만",
  "trace --agent": "이 에이전트만",
  "trace --operation": "이 작업만: chat, embeddings, invoke_agent, step …",
  "trace --slow": "가장 느린 에이전트와 모델 호출부터",
  "trace --all": "접지 않고 단계마다 한 줄씩",
  "trace --bodies": "요청과 답을 보여 줍니다",
  "trace --messages": "보낸 메시지 그대로의 요청과 답을 보여 줍니다",
  "trace --limit": "보여 줄 최대 줄 수",
  samples: "샘플을 상태, 사유와 함께 나열합니다",
  "samples --status": "planned, drafted, accepted, rejected 또는 in-review",
  "samples --reason": "이 사유 코드의 샘플만",
  "samples --offset": "이만큼 건너뜁니다",
  export: "채택된 샘플을 다른 형식으로 씁니다",
  "export --format": "jsonl, csv, parquet, openai, alpaca, sharegpt 또는 hf",
  "export --out": "쓸 파일이나 폴더",
  "export --force": "내용이 다른 파일도 덮어씁니다",
  "export --split":
    "train/validation/test 비율. 예: 0.8/0.1/0.1. 라벨별로 나누며, 비슷한 샘플은 같은 쪽에 둡니다",
  "export --seed": "나누기의 시드",
  "export --bom": "CSV: Excel이 UTF-8로 읽도록 바이트 순서 표시로 시작합니다",
  "export --escape-formulas":
    "CSV: 스프레드시트가 실행할 텍스트(= + - @ 탭) 앞에 작은따옴표를 붙입니다",
  "export --license": "hf 카드의 라이선스. 예: cc-by-4.0 (기본: 과제의 라이선스)",
  "export --plugin":
    "내보내기 형식이 있는 플러그인. 실행의 플러그인에 더합니다. 여러 번 쓸 수 있습니다",
  review: "두 모델 모두 확신하지 못하는 샘플을 사람이 결정합니다",
  "review --answers": "질문 대신 읽을 답 파일. JSON 줄 형식 {sampleId, decision, label?, note?}",
  "review --list": "대기 목록을 출력하고 나갑니다",
  "review --finish": "기다리는 실행을 빠진 답 없이 계속하게 합니다",
  curate: "파일의 행을 거르고, 고치고, 가중치를 줍니다. 기본 큐레이션 또는 지정한 단계를 씁니다",
  "curate --spec": "행의 라벨과 필드가 적힌 과제 파일 (기본: 파일에서 추정)",
  "curate --filters":
    "쓸 필터를 순서대로, 쉼표로 구분, 설정은 괄호 안에: heuristics,pvi(folds=3). 쓰지 않으려면 none",
  "curate --relabel": "라벨을 고치는 방법을 순서대로, 같은 형식으로",
  "curate --reweight": "행에 가중치를 주는 방법, 같은 형식으로",
  "curate --answers": "앞서 DATA를 큐레이션할 때 people.jsonl에 남은 행에 대한 사람들의 답",
  "curate --format": "사람에게 줄 행과 답의 형식: jsonl, label-studio 또는 argilla",
  "curate --force": "작은 모델에 기대는 단계를 도움이 되는지 보지 않고 적용",
  "curate --features":
    "작은 모델이 배울 것: words(낱말), embeddings(models.embeddings의 임베딩) 또는 both(둘 다) (기본: 과제의 설정, 없으면 words)",
  "curate --support": "라벨을 믿을 수 있는 실제 행",
  "curate --test": "테스트 행: 이 행이 새어 들어왔는지 찾고, leakage 필터가 걸러 냅니다",
  "curate --annotators": "주석자 한 명의 라벨이 든 열들 (dawid-skene, crowdlab에 씁니다)",
  "curate --repeats":
    "시드를 바꿔 반복할 횟수. 다수가 정한 대로 합니다 (기본: 2000행까지 3, 넘으면 1)",
  "curate --diagnose": "어떤 라벨이 혼동되고 작은 모델이 어디서 틀리는지 보고서에 씁니다",
  "curate --out": "쓸 폴더 (기본: DATA-curated)",
  "curate --seed": "시드",
  "curate --plugin": "필터나 방법을 가진 플러그인. 여러 번 쓸 수 있습니다",
  label:
    "작은 모델과 언어 모델이 서로 고치며 파일의 행에 라벨을 붙입니다. 불확실한 것은 사람이 봅니다",
  "label --spec": "라벨과 그 정의가 적힌 과제 파일",
  "label --support": "라벨을 믿을 수 있는 행 (기본: 과제의 예시 행)",
  "label --out": "쓸 폴더 (기본: DATA-labelled)",
  "label --features":
    "작은 모델이 배울 것: words(낱말), embeddings(models.embeddings의 임베딩) 또는 both(둘 다) (기본: 과제의 설정, 없으면 words)",
  "label --max-calls": "언어 모델에 할 질문의 최대 수 (기본: 행의 0.8)",
  "label --people": "사람이 결정할 행 수",
  "label --audit": "그중 무작위로 뽑을 행 수. 틀린 라벨의 비율을 추정합니다 (기본: 3분의 1)",
  "label --format": "사람에게 줄 행과 답의 형식: jsonl, label-studio 또는 argilla",
  "label --answers": "사람들의 답 파일. 이때 DATA는 앞서 쓴 폴더입니다",
  "label --seed": "시드",
  "label --plugin": "과제의 플러그인. 여러 번 쓸 수 있습니다",
  augment: "파일의 행을 고쳐 쓰거나 늘립니다: 바꿔 쓰기, 문체, 길이, 반대 라벨, 진화",
  "augment --spec": "행의 라벨과 필드가 적힌 과제 파일 (기본: 파일에서 추정)",
  "augment --method": "행마다 할 일",
  "augment --per-row": "행마다 요청할 새 샘플 수",
  "augment --style": "방법 style의 문체. 샘플마다 하나를 뽑습니다. 여러 번 쓸 수 있습니다",
  "augment --out": "실행의 폴더 (기본: DATA-augmented). 같은 명령을 다시 하면 이어서 합니다",
  "augment --plugin": "과제의 플러그인. 여러 번 쓸 수 있습니다",
  cache: "모델 답의 캐시",
  "cache prune": "캐시에서 오래된 답을 지웁니다",
  "cache prune --older-than": "이 일수보다 오래된 답을 지웁니다",
  "cache prune --max-bytes": "이 크기가 될 때까지 오래된 것부터 지웁니다",
};

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
