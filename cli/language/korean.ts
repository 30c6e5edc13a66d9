import { KOREAN_FIGURE_NAMES } from "../../tools/reporting/language/korean-figure-names.js";
import { translate } from "../../base/language/translate.js";
import { KOREAN_ERROR_MEANINGS } from "../../base/language/korean-error-meanings.js";
import { KOREAN_SENTENCES } from "../../base/language/korean-sentences.js";
import type { StopReason } from "../../schema/report.js";
import type { Texts } from "./english.js";

const STOPS: Readonly<Record<StopReason, string>> = {
  target: "목표 달성",
  budget: "예산 소진",
  saturation: "포화",
  "no-progress": "진전 없음",
  "plan-failed": "계획 실패",
  "inputs-used": "입력 소진",
  interrupted: "중단됨",
  "provider-down": "모델 제공자 장애",
  error: "오류",
};

const limit = (most: number | string | undefined): string =>
  most === undefined ? "" : ` / ${most}`;
const sentence = (text: string): string => translate(text, KOREAN_SENTENCES);
/** The code stays: it is what `--json` and the files have. */
const stopped = (stop: StopReason): string => `${stop}(${STOPS[stop]})`;

/** What the command line says in Korean. */
export const korean: Texts = {
  sentence,
  words: {
    unknown: "알 수 없음",
    free: "무료",
    none: "없음",
    yesNo: "[y/N]",
    yes: /^(y(es)?|예|네)$/iu,
    seconds: (seconds) => `${seconds}초`,
    interval: (share, low, high) => `${share} [${low}, ${high}]`,
    samples: (count) => `샘플 ${count}개`,
    agentFailed: "에이전트 오류",
  },
  errors: {
    frame: (code, message) => `오류 ${code}: ${sentence(message)}`,
    meaning: (code, message) =>
      sentence(message) === message ? `뜻: ${KOREAN_ERROR_MEANINGS[code]}` : null,
    meanings: KOREAN_ERROR_MEANINGS,
    debug: "DATAWRIGHT_DEBUG=1을 설정하면 오류가 난 위치를 볼 수 있습니다.",
    goOnWith: (command) => `이어서 실행: ${command}`,
  },
  work: {
    interrupted: "중단했습니다",
    interruptedRun: (command) => `중단했습니다. 이어서 실행: ${command}`,
    stoppingRun:
      "멈추는 중: 진행 중인 호출을 취소하고 상태를 저장합니다 (바로 나가려면 Ctrl-C를 한 번 더 누르십시오)",
    stopping: "멈추는 중: 진행 중인 작업을 취소합니다 (바로 나가려면 Ctrl-C를 한 번 더 누르십시오)",
    goOnWith: (command) => `이어서 실행: ${command}`,
    langSmithLate: (seconds) =>
      `추적의 일부가 ${seconds}초 안에 LangSmith에 닿지 않아 그곳에서는 빠집니다`,
    reading: (path) => `${path}의 데이터를 읽는 중`,
    planning: (path) => `${path}의 계획을 세우는 중`,
    estimating: "실행에 드는 비용을 추정하는 중",
    prompts: (path) => `${path}의 질문을 모으는 중`,
    making: (count, path) => `${path}의 샘플 ${count}개를 만드는 중`,
    asking: "모델마다 토큰 하나를 요청하는 중",
    applying: "답을 반영하고 다시 측정하는 중",
  },
  worker: {
    started: (name, queue) => `작업자 ${name}: ${queue}에서 묶음을 가져옵니다 (Ctrl-C로 끝냅니다)`,
    stopping: (seconds) =>
      `멈추는 중: 진행 중인 묶음은 ${seconds}초 안에 끝나지 않으면 큐로 돌아갑니다 (Ctrl-C를 다시 누르면 바로 끝납니다)`,
    ended: (name, drafts) => `작업자 ${name} 종료: 초안 ${drafts}개`,
    opened: (run) => `${run}: 열었습니다`,
    closed: (run) => `${run}: 닫았습니다`,
    refused: (run, why) => `${run}: 다른 작업자에게 맡깁니다: ${why}`,
    chunk: (run, orders) => `${run}: 주문 ${orders}개를 가져왔습니다`,
    drafted: (run, drafts) => `${run}: 초안 ${drafts}개를 저장했습니다`,
    failed: (run, why) => `${run}: 묶음이 실패했습니다: ${why}`,
  },
  opening: {
    checking: (samples) => `샘플 ${samples}개의 기록을 확인하는 중…`,
    indexing: (done, of, rate, left) =>
      `샘플 ${of}개 중 ${done}개 색인, 초당 ${rate}개, 약 ${left} 남음`,
  },
  panel: {
    run: (id) => `실행 ${id}`,
    steps: {
      planning: "계획",
      working: "생성",
      curate: "큐레이션",
      evaluate: "평가",
      report: "보고서",
    },
    accepted: (accepted, target, rejected) => `채택 ${accepted}/${target}, 거부 ${rejected}`,
    rate: (perSecond) => `초당 ${perSecond}개`,
    slowRate: (perMinute) => `분당 ${perMinute}개`,
    left: (rate, time) => `${rate}, 약 ${time} 남음`,
    calls: (calls, most, running) => `호출 ${calls}${limit(most)}, 진행 중 ${running}`,
    cached: (count) => `캐시 ${count}`,
    tokens: (count, most) => `토큰 ${count}${limit(most)}`,
    costUnknown: "비용 알 수 없음",
    cost: (money, most) => `비용 ${money}${limit(most)}`,
    round: (round, drafted) => `라운드 ${round}, 초안 ${drafted}`,
    cells: (covered, cells) => `셀 ${covered}/${cells}`,
    moreUnusable: (count) =>
      `그 밖에 쓸 수 없는 행이 ${count}개 더 있습니다. config.json에 모두 적혀 있습니다`,
    plan: (subTasks, cells, revision) =>
      `계획: 하위 작업 ${subTasks.length}개 (${subTasks.join(", ")}), 셀 ${cells}개` +
      (revision > 0 ? `, 개정 ${revision}` : ""),
    sealed: (event) =>
      `라운드 ${event.round}: 채택 ${event.accepted}, 거부 ${event.rejected}; 누적 ` +
      `${event.total}/${event.target}, 셀 ${event.coverage.covered}/${event.coverage.cells} 채움`,
    stopped: (reason, detail) => `종료: ${stopped(reason)} (${sentence(detail)})`,
    curated: (rejected, relabelled, inReview) =>
      `큐레이션: 제외 ${rejected}, 라벨 수정 ${relabelled}, 사람 검토 ${inReview}`,
    waiting: (count) => `샘플 ${count}개가 사람의 검토를 기다립니다`,
    warning: (message) => `경고: ${sentence(message)}`,
  },
  summary: {
    labels: {
      stop: "종료",
      accepted: "채택",
      refused: "거부",
      waits: "판단 대기",
      agentFailed: "에이전트 오류",
      calls: "모델 호출",
      coverage: "커버리지",
      measured: "측정",
      diversity: "다양성",
      copies: "복제",
      agreement: "라벨 일치도",
      downstream: "하위 과제 성능",
      note: "참고",
      model: "모델",
      thresholds: "임계값",
      mend: "할 일",
      goOn: "이어서 실행",
      decide: "검토하기",
      look: "살펴보기",
    },
    stop: (stop, detail) => `${stopped(stop)}${detail === "" ? "" : `: ${sentence(detail)}`}`,
    accepted: (summary) =>
      `${summary.accepted}/${summary.target}개; 거부 ${summary.rejected}개, 사람 검토 대기 ` +
      `${summary.inReview}개; 라운드 ${summary.rounds}회, ${summary.seconds.toFixed(1)}초`,
    calls: (calls, cached) => `${calls}회 (캐시에서 ${cached}회 더)`,
    tokens: (input, output) => `입력 토큰 ${input}, 출력 토큰 ${output}`,
    cost: (money) => `비용 ${money}`,
    nothingPlanned: "알 수 없음: 계획된 것이 없습니다",
    coverage: (covered, cells, share) => `셀 ${cells}개 중 ${covered}개 (${share})`,
    nothingMeasured: "없음: 평가 단계에 이르지 못했습니다",
    diversity: ({ vocabulary, distinct1, distinct2, similarity }) =>
      `어휘 ${vocabulary}, distinct-1 ${distinct1}, distinct-2 ${distinct2}, 평균 쌍별 유사도 ` +
      similarity,
    copies: (verbatim, near) => `예시 행과 똑같은 것 ${verbatim}, 거의 같은 것 ${near}`,
    agreement: (share, rows) =>
      `${share}, 그 샘플을 보지 않은 작은 모델과 비교${rows === null ? "" : ` (샘플 ${rows}개)`}`,
    downstream: ({ rows, synthetic, real, majority }) =>
      `따로 떼어 둔 실제 행 ${rows}개로 평가: 합성 ${synthetic}; 실제 ${real}; 최다 라벨 ` +
      majority,
    trainedOn: (accuracy, rows) => `${accuracy}, ${rows}행 학습`,
    worse: (points, range) =>
      `합성 데이터로 학습한 모델의 정확도가 실제 데이터로 학습한 모델보다 ${points}%p 낮습니다` +
      (range === null ? "" : ` (95 % 구간: ${range}%p)`),
    better: (points, range) =>
      `합성 데이터로 학습한 모델의 정확도가 실제 데이터로 학습한 모델보다 ${points}%p 높습니다` +
      (range === null ? "" : ` (95 % 구간: ${range}%p)`),
    neither: (rows, range) =>
      `평가한 ${rows}행으로는 합성 데이터로 학습한 모델과 실제 데이터로 학습한 모델의 정확도에 차이가 ` +
      `있다고 할 수 없습니다${range === null ? "" : ` (합성 − 실제, 95 % 구간: ${range}%p)`}`,
    range: (low, high) => `${low}~${high}`,
    embedded:
      "embedded: 예시 행을 다시 조합하는 작은 통계 모델입니다. 품질이 필요하면 --model openai:NAME을 " +
      "쓰십시오",
    thresholds: ({ rougeL, distance, rating, probability }) =>
      `ROUGE-L ${rougeL}, 벡터 거리 ${distance}, 평점 ${rating}/5, 라벨 확률 ${probability}`,
    moreBudget: (command) => `--budget, --max-calls 또는 --max-tokens를 늘려서 ${command}`,
  },
  estimate: {
    labels: { estimate: "추정", calls: "모델 호출", cost: "비용", time: "시간" },
    none: (message) => `없음: ${sentence(message)}`,
    calls: (calls, input, output) => `약 ${calls}회; 입력 토큰 ${input}, 출력 토큰 ${output}`,
    unknownPrice: "알 수 없음: 가격을 모르는 모델이 있습니다",
    about: (figure) => `약 ${figure}`,
    listed: (month) => ` (${month} 정가 기준)`,
    limits: {
      calls: (calls) => `호출 ${calls}회`,
      tokens: (tokens) => `토큰 ${tokens}개`,
    },
    stopsAt: (limits) => `; 한도: ${limits.join(" 또는 ")}`,
    usualSpeed: " (모델 제공자의 속도가 보통일 때)",
    mayCost: (models) => `${models}: 비용이 들 수 있습니다`,
    start: "시작할까요?",
  },
  plan: {
    subTasks: "하위 작업",
    reads: (names) => `읽는 것: ${names}; `,
    writes: (names) => `쓰는 것: ${names}`,
    after: (names) => `; 먼저 할 것: ${names}`,
    tree: "개념 트리",
    wholeTree: "… (전체 트리는 --json)",
    labels: { attributes: "속성", cells: "셀", basis: "근거", note: "참고" },
    attribute: (name, source, steered) =>
      `${name} (${source}, ${steered ? "할당량 적용" : "추출"})`,
    cells: (cells, samples, roundSize) =>
      `할당량이 있는 셀 ${cells}개, 모두 샘플 ${samples}개; 라운드마다 ${roundSize}개`,
  },
  preview: {
    sample: (index, count, id) => `샘플 ${index}/${count}: ${id}`,
    labels: { wanted: "요구", failed: "실패", status: "상태", why: "이유" },
    anything: "과제에 맞으면 무엇이든",
    asked: (agent, model, milliseconds, cached) =>
      `${agent ?? "model"} → ${model} (${milliseconds} ms${cached ? ", 캐시" : ""})`,
    verdict: (pass) => (pass ? "통과" : "거부"),
    revision: (revision) => `수정 ${revision}회`,
    end: (counts) =>
      `샘플 ${counts.samples}개: 채택 ${counts.accepted}, 거부 ${counts.rejected}` +
      `${counts.waiting > 0 ? `, 사람 검토 ${counts.waiting}` : ""}; 모델 호출 ${counts.calls}회, ` +
      `입력 토큰 ${counts.input}, 출력 토큰 ${counts.output}; 저장한 샘플은 없으며, 답은 같은 과제를 실행할 때 다시 씁니다`,
  },
  validate: {
    valid: (path, name, kind, labels, target) =>
      `${path}: 올바른 과제 파일입니다. ${name}, ${kind}` +
      `${labels === null ? "" : `, 라벨 ${labels}개`}, 목표 ${target}개`,
    data: (counts) =>
      `데이터: 예시 행 ${counts.support}개, ` +
      `${counts.validation > 0 ? `검증 행 ${counts.validation}개, ` : ""}` +
      `평가용 행 ${counts.heldOut}개` +
      `${counts.removed > 0 ? ` (예시 행과 같은 ${counts.removed}개는 뺐습니다)` : ""}, ` +
      `입력 ${counts.inputs}개, 문단 ${counts.passages}개`,
    notUsed: (problem) => `쓰지 않음: ${sentence(problem)}`,
    failed: (model, code, message) => `${model}: 오류 ${code}: ${sentence(message)}`,
    answers: (model, milliseconds) => `${model}: ${milliseconds} ms 만에 응답했습니다`,
    notListed: (nearest) =>
      ", 다만 엔드포인트의 모델 목록에는 없습니다" +
      (nearest.length > 0 ? ` (있는 모델: ${nearest.join(", ")})` : ""),
  },
  init: {
    wrote: (path, kind, labels) =>
      `파일을 썼습니다: ${path} (${kind}${labels === null ? "" : `, 라벨 ${labels}개`})`,
    column: (column, use) => `열 ${column}: ${use}`,
    notUsed: (values) =>
      `쓰지 않음${values > 0 ? `; 값이 ${values}개라 속성으로 쓸 수 있습니다` : ""}`,
    next: (path) =>
      `다음: 라벨마다 정의를 적은 뒤 \`datawright preview ${path}\`, \`datawright run ${path}\``,
    questions: {
      name: "데이터셋 이름: ",
      description: "무엇에 관한 데이터입니까 (한 문장): ",
      labels: "라벨 (쉼표로 구분): ",
      file: "실제 예시 파일 (텍스트 열과 라벨 열, 없으면 빈칸): ",
      target: "샘플 수 [200]: ",
    },
  },
  runs: {
    none: (folder) =>
      `${folder}에 실행이 없습니다. \`datawright run task.yaml\`로 만들 수 있습니다`,
    columns: { run: "실행", started: "시작", accepted: "채택", stop: "종료", folder: "폴더" },
    delete: (folder) => `${folder}: 삭제할까요?`,
    removed: (folder) => `삭제했습니다: ${folder}`,
  },
  moved: {
    toStore: ({ id, total, place }) =>
      `${id}: 기록 ${total}개를 ${place}(으)로 옮겼습니다. 이제 --store로 계속합니다`,
    toFolder: ({ id, total, folder }) => `${id}: 기록 ${total}개를 ${folder}(으)로 옮겼습니다`,
  },
  samples: {
    columns: {
      sample: "샘플",
      status: "상태",
      label: "라벨",
      reason: "사유",
      why: "설명",
      text: "텍스트",
    },
    more: (shown, total, next) => `전체 ${total}개 중 ${shown}개; 더 보기: --offset ${next}`,
  },
  studio: {
    open: (url) => `스튜디오가 열렸습니다. Ctrl-C로 끝냅니다\n${url}`,
    closing: "스튜디오를 끝냅니다. 여기서 시작한 실행은 상태를 저장하고 끝납니다",
  },
  review: {
    nothing: "사람의 검토를 기다리는 샘플이 없습니다",
    keys: (count) =>
      `샘플 ${count}개. a 채택, r 거부, 라벨 이름이나 번호 = 라벨 수정, s 건너뛰기, q 마치기`,
    or: (label, suggested) => `${label} 또는 ${suggested}?`,
    noneOf: (word, words) => `"${word}": 쓸 수 있는 답은 ${words.join(", ")}입니다`,
    notApplied: (problem) => `반영하지 않음: ${sentence(problem)}`,
    applied: (applied, accepted, inReview) =>
      `답 ${applied}개를 반영했습니다. 채택 ${accepted}, 검토 대기 ${inReview}`,
    runWaits: "; 실행이 답을 기다립니다 (답 없이 계속하려면 --finish)",
  },
  scaffold: {
    next: "다음:",
  },
  trace: {
    written: (steps) => `단계 ${steps}개`,
  },
  exporting: "내보내기",
  exported: (rows, files) => `샘플 ${rows}개, 파일 ${files}개`,
  cachePruned: ({ removed, bytes, left, leftBytes }) =>
    `답 ${removed}개(${bytes}바이트)를 지웠습니다. ${left}개(${leftBytes}바이트)가 남았습니다`,
  data: {
    read: (rows, encoding, unusable) =>
      `${rows}행을 읽었습니다${encoding === null ? "" : ` (인코딩 ${encoding})`}` +
      (unusable > 0 ? `, 쓸 수 없는 행 ${unusable}개` : ""),
    questions: (asked, cached, money) =>
      `모델 질문 ${asked}회, 그중 캐시 ${cached}회; 비용 ${money}`,
  },
  augment: {
    made: (made, wanted, toPeople, stop) =>
      `새 샘플 ${wanted}개 중 ${made}개를 만들었습니다` +
      `${toPeople > 0 ? `; 사람 검토 대기 ${toPeople}개` : ""} (종료: ${stopped(stop)})`,
    refused: (count, reason, meaning) => `거부 ${count}  ${reason}: ${meaning}`,
    calls: (calls, money) => `모델 호출 ${calls}회, 비용 ${money}`,
    again: "같은 명령을 다시 실행하면 이어서 진행합니다",
    look:
      "원래 행과 함께: augmented.jsonl; 살펴보기: datawright samples, datawright trace, " +
      "report.html",
  },
  curate: {
    columns: {
      step: "단계",
      seen: "검사",
      removed: "제외",
      changed: "변경",
      toPeople: "사람 검토",
      notApplicable: "해당 없음",
      reasons: "사유",
    },
    columnsRead: (names) => `파일의 열에서 이어 갑니다: ${names}`,
    inParts: (rows) =>
      `무작위로 나눈 약 ${rows}행씩의 부분으로 큐레이션했습니다. 같은 행과 비슷한 행은 전체에서 찾았습니다`,
    notApplied: (step, why) => `적용 안 함  ${step}: ${sentence(why)}`,
    answers: (used) => `사람의 답 ${used}개 사용`,
    gate: (said) => `관문  ${sentence(said)}`,
    stability: ({ repeats, agreement, leftAlone }) =>
      `${repeats}번 반복이 같은 행을 건드린 비율 ${agreement}, 다수가 건드리지 않아 그대로 둔 행 ${leftAlone}개`,
    slice: ({ terms, rate, overall }) =>
      `작은 모델이 ${terms} 행의 ${rate}에서 라벨과 다름 (전체는 ${overall})`,
    heldOut: ({ rows, before, after, gain }) =>
      `따로 둔 행 ${rows}개: 작은 모델의 정답률 큐레이션 전 ${before}, 후 ${after}, ${gain}점`,
    leakage: ({ testRows, exact, containment, near }) =>
      `누출  테스트 행 ${testRows}개 중: 똑같은 것 ${exact}, 포함된 것 ${containment}, 비슷한 것 ${near}`,
    kept: ({ kept, removed, relabelled, toPeople }) =>
      `유지 ${kept}, 제외 ${removed}, 라벨 수정 ${relabelled}, 사람 검토 ${toPeople}`,
  },
  evaluate: {
    verdict: (text: string) => `판정: ${text}`,
    sampled: (rows: number) =>
      `무작위로 뽑은 ${rows}행을 쟀습니다. 반복과 누출은 전체에서 셌습니다`,
    levels: { bad: "나쁨", doubt: "의심", good: "좋음" },
    parts: {
      faithfulness: "충실성",
      diversity: "다양성",
      leakage: "누출",
      downstream: "데이터로 학습, 실제 행으로 시험",
      benchmark: "벤치마크",
    } as Readonly<Record<string, string>>,
    notMeasured: (parts: string) => `재지 않은 것: ${parts}`,
    ask: {
      faithfulness: "충실성 (--judge)",
      diversity: "다양성",
      leakage: "누출 (--test)",
      downstream: "학습 시험 (--test)",
      benchmark: "벤치마크 (--benchmark)",
    } as Readonly<Record<string, string>>,
    next: (text: string) => `다음: ${text}`,
    columns: {
      figure: "지표",
      value: "값",
      interval: "95 % 구간",
      compared: "데이터 : 기준",
      rows: "행",
      note: "비고",
    },
    comparedOn: (rows: number) => `각 ${rows}행`,
    all: (more: number) => `--all로 지표 ${more}개를 더 볼 수 있습니다`,
    candidateClasses: "후보의 라벨별 F1",
    comparedClasses: "라벨별 F1, 후보 : 기준 모델",
    confusions: "다른 라벨로 잘못 본 것",
    confusion: (found: {
      readonly label: string;
      readonly takenFor: string;
      readonly rows: number;
      readonly of: number;
      readonly only: number | null;
    }) =>
      `${found.label} -> ${found.takenFor}: 시험 ${found.of}행 중 ${found.rows}행` +
      (found.only === null ? "" : `, 그중 ${found.only}행은 실제 행으로 학습하면 맞습니다`),
    curve: (arm: string, rows: number, accuracy: string, interval: string) =>
      `${arm} ${rows}행: ${accuracy} [${interval}]`,
    curves: "학습 곡선",
    classes: "라벨별 F1",
    classesBoth: "라벨별 F1, 데이터로 학습 : 실제 행으로 학습",
    sets: (reference: number | null, test: number | null) =>
      `기준 ${reference === null ? "없음" : `${reference}행`}, 시험 ` +
      (test === null ? "없음" : `${test}행`),
    figures: KOREAN_FIGURE_NAMES,
  },
  benchmark: {
    columns: {
      benchmark: "벤치마크",
      kind: "종류",
      rows: "테스트 행",
      metric: "지표",
      files: "파일",
      source: "출처",
      tested: "대상",
      trainRows: "학습 행",
    },
    tested: {
      synthetic: "데이터셋",
      "synthetic-equal": "데이터셋 (같은 수)",
      real: "실제 행",
      "most-frequent": "가장 흔한 라벨",
      model: "모델",
      baseline: "기준 모델",
      answers: "기록된 답",
    },
    rows: (rows, tested) =>
      `학습 ${rows.train}행, 검증 ${rows.validation}행, 테스트 ${rows.test}행` +
      (tested < rows.test ? `. 무작위로 뽑은 ${tested}행으로 시험했습니다` : ""),
    difference: (metric, value, interval) =>
      `같은 수의 실제 행과의 차이: ${metric} ${value}점 [${interval}]`,
    better: "데이터셋이 같은 수의 실제 행보다 더 많이 가르칩니다",
    worse: "데이터셋이 같은 수의 실제 행보다 덜 가르칩니다",
    undecided: "같은 수의 실제 행보다 나은지 못한지는 이 테스트 행으로 알 수 없습니다",
    comparison: (metric, value, interval) =>
      `모델과 기준 모델의 차이: ${metric} ${value}점 [${interval}]`,
    mcNemar: ({ onlyFirst, onlySecond, probability }) =>
      `. 모델만 맞힌 행 ${onlyFirst}개, 기준 모델만 맞힌 행 ${onlySecond}개 (맥니마 p = ${probability.toPrecision(2)})`,
    betterModel: "모델이 기준 모델보다 낫습니다",
    worseModel: "모델이 기준 모델보다 못합니다",
    undecidedModel: "어느 쪽이 나은지 이 테스트 행으로는 알 수 없습니다",
    leaked: (count) => `테스트 행과 같아서 뺀 학습 행: ${count}개`,
    unread: (name, count) => `${name}: 없거나 읽을 수 없는 답 ${count}개는 오답으로 셉니다`,
  },
  tune: {
    tuned: (model) => `튜닝한 모델: ${model}`,
    rows: (train, validation, left) =>
      `학습 ${train}행, 고르는 데 쓴 ${validation}행${left > 0 ? `, 뺀 것 ${left}행` : ""}`,
    trains: (tokens) => `학습할 토큰 약 ${tokens}개`,
    stopped: (job, status) => `작업 ${job}: ${status}`,
    figures: {
      trainedTokens: "학습한 토큰",
      trainLoss: "학습한 행의 손실",
      validationLoss: "따로 둔 행의 손실",
      before: "원래대로의 정답률",
      after: "시험한 것 중 가장 나은 정답률",
      gain: "이득",
      variants: "시험한 지시문",
      perplexity: "따로 둔 행의 퍼플렉서티",
      labelToldApart: "라벨을 구별한 비율",
      strength: "가중치의 세기",
    },
    useInRun: (model) => `사용: datawright run TASK --model ${model}`,
    useAsCandidate: (model, base) =>
      `사용: datawright run TASK --model ${model}\n` +
      "시험: datawright evaluate DATA --benchmark NAME --benchmark-folder DIR --candidate " +
      `${model} --baseline ${base}`,
  },
  label: {
    inParts: (rows) => `무작위로 나눈 약 ${rows}행씩의 부분으로 라벨을 붙였습니다`,
    labelled: ({ labelled, sources, toPeople, unlabelled }) =>
      `라벨을 붙인 행 ${labelled} (${sources}), 사람 검토 ${toPeople}, 라벨 없음 ${unlabelled}`,
    nothing: "없음",
    wrong: (share, checked, basis) =>
      `틀린 라벨  ${share} (${
        basis === "support"
          ? `라벨을 모르는 것처럼 라벨을 붙인, 믿을 수 있는 행 ${checked}개`
          : `무작위로 뽑은 ${checked}행에 대한 사람들의 답`
      } 기준)`,
    wrongByAudit: (audit) =>
      `틀린 라벨  무작위로 뽑은 ${audit}행에 사람들이 답하기 전에는 알 수 없습니다`,
    wrongUnknown:
      "틀린 라벨  알 수 없으며, 언어 모델만 쓴 것보다 낫다고 할 근거가 없습니다. 모델끼리의 일치는 증거가 " +
      "아닙니다. --support로 믿을 수 있는 행 20개를 주거나, --people과 그 답이 있으면 알 수 있습니다",
    curve: (points) => `사람이 결정할 때의 정확도  ${points}  (행 수: 정확도)`,
    note: (round, note) => `참고  라운드 ${round}: ${sentence(note)}`,
    answered: ({ accepted, relabelled, rejected, waiting, ties }) =>
      `채택 ${accepted}, 라벨 수정 ${relabelled}, 거부 ${rejected}; 대기 ${waiting}` +
      (ties > 0 ? `, 그중 사람들의 의견이 갈린 것 ${ties}` : ""),
    agree: (annotators, shared, share, alpha) =>
      `작업자 ${annotators}명, 두 명 이상이 본 행 ${shared}개: 일치율 ${share}` +
      (alpha === null ? "" : ` (크리펜도르프 알파 ${alpha})`),
  },
  tournament: {
    labels: { cost: "비용", recipes: "방법", rungs: "단계" },
    objectives: {
      downstream: "다운스트림",
      faithfulness: "충실도",
      coverage: "커버리지",
      diversity: "다양성",
    },
    columns: {
      recipe: "방법",
      rung: "단계",
      score: "점수",
      rows: "행",
      spent: { usd: "쓴 비용", tokens: "토큰", calls: "호출" },
      perRow: { usd: "한 행 비용", tokens: "한 행 토큰", calls: "한 행 호출" },
      calls: "질문",
    },
    most: (amount) => `많아야 ${amount}`,
    planned: (recipes, seeds, names) => `${recipes}개, 시드 ${seeds}개씩: ${names}`,
    notMeasured: (why) => `재지 않음: ${why}`,
    rung: (recipes, seeds, amount) => `${recipes}개 x ${seeds}번, 실행마다 ${amount}`,
    spent: ({ all, judge, most, toTheEnd }) =>
      `${all} (한도 ${most})` +
      (judge === null ? "" : `, 그중 심판 ${judge}`) +
      (toTheEnd === null ? "" : `; 모두 끝까지 돌리면 ${toTheEnd}`),
    unfit: "과제에 맞지 않는 방법:",
    failed: (why) => `실패: ${why}`,
    worse: (by) => `${by} 뒤짐`,
    noMoney: (by) => `${by} 뒤지나 입증되지 않음`,
    useIt: (recipe) =>
      recipe === "none"
        ? "이 과제에는 방법을 정하지 않는 것이 낫습니다"
        : `과제 파일에 쓸 것: recipe: ${recipe}`,
    write: (recipe, path) => `recipe: ${recipe} 줄을 ${path}에 쓸까요?`,
    written: (recipe, path) => `recipe: ${recipe} 줄을 ${path}에 썼습니다`,
    notWritten: "쓰지 않았습니다. 더 낫다고 입증된 방법이 없습니다",
  },
  compare: {
    working: "실행을 비교하는 중",
    columns: { figure: "지표", setting: "설정" },
    figures: {
      acceptance: "초안 중 채택",
      tokensPerRow: "한 행의 토큰",
      costPerRow: "한 행의 비용",
      judgeScore: "심판의 점수",
      labelAgreement: "라벨 일치",
      vocabulary: "어휘",
      distinct2: "서로 다른 두 단어",
      averagePairwiseSimilarity: "쌍 유사도",
      coverage: "계획의 커버리지",
      labelDistribution: "라벨",
      length: "글의 토큰",
      downstream: "다운스트림 정확도",
    },
    verdicts: { real: "진짜", "not-shown": "입증되지 않음", untested: "검정하지 않음" },
    side: ({ id, recipe, seed, accepted, stop }) =>
      `${id}: ${recipe === null ? "방법 없음" : `방법 ${recipe}`}, 시드 ${seed}, ` +
      `${accepted}개 채택, ${stop ?? "끝나지 않음"}`,
    verdict: (real, tests, names) =>
      real === 0
        ? `검정한 차이 ${tests}개 중 진짜인 것이 없습니다 (홀름, 전체 오류 5 %)`
        : `검정한 차이 ${tests}개 중 ${real}개가 진짜입니다 (홀름, 전체 오류 5 %): ${names.join(", ")}`,
    sameSettings: "두 실행의 설정이 같습니다",
    settings: (count) => `다른 설정 ${count}개:`,
    more: (count) => `  그 밖에 ${count}개 (--all)`,
  },
  judge: {
    verdicts: (items, unjudged, split) =>
      `사람의 판정과 점수가 있는 글 ${items}개` +
      (unjudged > 0 ? `, 점수가 없는 글 ${unjudged}개` : "") +
      (split > 0 ? `, 사람들의 의견이 갈린 글 ${split}개` : ""),
    people: (alpha) => `사람들 사이: 크리펜도르프 알파 ${alpha}`,
    chosen: (threshold, criteria) =>
      `한쪽 절반에서 가장 좋은 것: 점수 ${threshold} 이상` +
      (criteria === null ? "" : `, 기준 ${criteria}`),
    figure: "수치",
    held: (items) => `다른 절반 (글 ${items}개)`,
    majority: "늘 가장 잦은 판정",
    lengthBias: (value) => `길이 편향      ${value}  (길수록 점수가 지나치게 높음)`,
    selfPreference: (value) => `자기 선호      ${value}  (자기 글을 남의 글보다 높게 봄)`,
    reliability: (error) => `신뢰도         기대 보정 오차 ${error}`,
    bin: (said, came, items) => `예측 ${said}, 실제 ${came} (글 ${items}개)`,
    judgments: (judgments, unread) =>
      `판정 ${judgments}개${unread > 0 ? `, 읽지 못한 것 ${unread}개` : ""}`,
    columns: {
      baseline: "기준",
      candidate: "후보",
      winRate: "승률",
      wins: "승/무/패",
      lengthControlled: "같은 길이에서",
      scores: "점수",
      model: "모델",
    },
    longerWins: (share) => `승부가 난 판정의 ${share}에서 긴 답이 이김`,
    agree: ({ judges, items, accuracy, macroF1, kappa }) =>
      `${judges}: ${items}쌍 중 ${accuracy} 일치, 매크로 F1 ${macroF1}, 코헨 카파 ${kappa}`,
    alpha: (alpha) => `모든 심사자: 크리펜도르프 알파 ${alpha}`,
    position: ({ consistent, first, second }) =>
      `순서: 두 순서에서 같은 판정 ${consistent}, 앞에 놓인 쪽으로 바뀜 ${first}, 뒤에 놓인 쪽으로 ` +
      `바뀜 ${second}`,
    inStudio: (pairs, page) =>
      `사람이 비교할 ${pairs}쌍을 만들었습니다. 스튜디오(datawright studio)의 ${page}에 있습니다`,
    blind: (items, file) =>
      `사람이 볼 ${items}쌍을 ${file}에 썼습니다. 답은 --answers로 돌려줍니다`,
    plan: ({ audits, mayFail, fewest }) =>
      audits === null
        ? `100,000건까지의 점검으로는 부족합니다. 실패가 없다면 ${fewest}건입니다`
        : `점검 ${audits}건, 그중 ${mayFail}건까지 실패해도 됩니다. 실패가 없다면 적어도 ${fewest}건`,
  },
  recipes: {
    columns: { recipe: "레시피", needs: "필요한 것", makes: "만드는 것" },
    labels: {
      paper: "논문",
      kinds: "종류",
      needs: "필요",
      uses: "구성",
      published: "논문대로",
      differs: "다른 점",
      try: "해 보기",
    },
    nothing: "없음",
    onlyAsPublished: (setting) => `${setting} (--as-published일 때만)`,
    settings: "설정 (과제 자체의 설정이 우선합니다):",
  },
  prompts: {
    head: (found) =>
      `${found.task}${found.recipe === null ? "" : `, ${found.recipe}`}: 질문 ${found.questions}개 ` +
      `(요청 ${found.requests}회, 주문 ${found.samples}건); 대역이 답했으므로 답의 내용은 지어낸 것입니다`,
  },
  plugins: {
    columns: {
      plugin: "플러그인",
      slot: "슬롯",
      name: "이름",
      passed: "통과한 검사",
      about: "설명",
    },
    passed: (passed, checks) => `${passed}/${checks}`,
    failed: (where) => `실패  ${where}`,
  },
};
