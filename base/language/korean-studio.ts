/** What the studio's server says, and why quotas moved. */
export const KOREAN_STUDIO: Readonly<Record<string, string>> = {
  // Who decided, in a sample's life.
  "by {0}": "검토자 {0}",
  'There is no run "{0}" in {1}.': '{1}에 "{0}" 실행이 없습니다.',
  "The page of runs lists those that there are.": "실행 화면에 있는 실행이 모두 나옵니다.",
  "the run has no sample {0}": "이 실행에 샘플 {0|이/가} 없습니다",
  "the run has no step {0}": "이 실행에 단계 {0|이/가} 없습니다",
  'there is no status "{0}"': '"{0}" 상태는 없습니다',
  "Statuses: {0}.": "쓸 수 있는 상태: {0}.",
  '"{0}" is no condition': '"{0}": 조건이 아닙니다',
  "A condition is name=value.": "조건은 이름=값으로 씁니다.",
  "the cursor is none that this list gave": "이 목록이 준 커서가 아닙니다",
  "Give `next` of the page before, or leave it out.":
    "앞 페이지의 `next`를 주거나 커서를 빼십시오.",
  "the studio has no such route": "스튜디오에 그런 경로가 없습니다",
  "GET /api/openapi.json lists them.": "GET /api/openapi.json에 모든 경로가 있습니다.",
  "GET /api/openapi.json describes what is taken.":
    "무엇을 받는지는 GET /api/openapi.json에 있습니다.",
  "the body of the request is not said to be JSON": "요청의 본문이 JSON이라고 밝히지 않았습니다",
  "Send it with the header `Content-Type: application/json`.":
    "`Content-Type: application/json` 헤더와 함께 보내십시오.",
  "the body of the request is no JSON": "요청의 본문이 JSON이 아닙니다",
  "the request's body has more than {0} bytes": "요청의 본문이 {0}바이트를 넘습니다",
  "Send less at once.": "한 번에 더 적게 보내십시오.",
  "Open the studio by the address that it printed.": "스튜디오가 출력한 주소로 여십시오.",
  "the process ended without a result": "프로세스가 결과 없이 끝났습니다",
  "Look at the estimate and confirm it; a budget in the task limits what is spent.":
    "추정 비용을 보고 확인하십시오. 과제에 예산을 적으면 그만큼만 씁니다.",
  "Confirm it, or try the task with the embedded model.":
    "확인하거나, 내장 모델로 과제를 해 보십시오.",
  "no sample {0} waits for review": "샘플 {0|은/는} 검토를 기다리지 않습니다",
  "nothing of this person is stored for it": "이 사람이 이 샘플에 남긴 답이 없습니다",
  "it is applied already": "이미 반영되었습니다",
  "a process works on the run: the answers are stored, and applied when they are sent again":
    "다른 프로세스가 이 실행에서 작업하고 있습니다. 답은 저장했고, 다시 보내면 반영합니다",
  'the small model says "{0}" ({1}), and gives "{2}" {3}':
    '작은 모델은 "{0}"(확률 {1})이라고 보며, "{2}"의 확률은 {3}입니다',
  "the small model has no opinion": "작은 모델의 의견이 없습니다",
  // What agents choose by name.
  "plan strategy": "계획 전략",
  decomposition: "분해 방식",
  "condition source": "조건 출처",
  "seed selector": "시드 선택기",
  "source selector": "출처 선택기",
  "generate strategy": "생성 전략",
  "demonstration selector": "예시 선택기",
  criterion: "심사 기준",
  classifier: "분류기",
  filter: "필터",
  relabeler: "라벨 고치기",
  reweighter: "가중치 부여",
  metric: "지표",
  // Why quotas moved.
  "takes {0} from {1}": "{1}에서 {0|을/를} 받음",
  "saturated: only {0} % of its latest drafts are new, after {1} drafts":
    "포화: 초안 {1}개를 쓴 뒤, 최근 초안 중 새로운 것은 {0} %뿐임",
  "the provider would not take {0} of {1} prompts": "제공자가 프롬프트 {1}개 중 {0}개를 받지 않음",
  "{0} of {1} drafts accepted ({2} refused, {3} repeated)":
    "초안 {1}개 중 {0}개 채택 (거부 {2}, 반복 {3})",
  "repeats itself: {0} of {1} drafts were there already":
    "되풀이함: 초안 {1}개 중 {0}개가 이미 있던 것",
  "the small model is wrong on {0} of {1} samples here, on {2} elsewhere: gives {3}":
    "작은 모델이 이 셀의 샘플 {1}개에서 틀린 비율 {0}, 다른 셀 {2}: {3}개를 내줌",
  "the small model is wrong on {0} of {1} samples here, on {2} elsewhere: takes {3}":
    "작은 모델이 이 셀의 샘플 {1}개에서 틀린 비율 {0}, 다른 셀 {2}: {3}개를 받음",
  "gives {0} of what it lacks to {1}": "부족분 가운데 {0|을/를} {1}에 줌",
  "its {0} sub-tasks": "하위 작업 {0}개",
  '{0} new sub-tasks below "{1}"': '"{1}" 아래의 새 하위 작업 {0}개',
  'new sub-task, found by {0} below "{1}"': '"{1}" 아래에서 {0|으로/로} 찾은 새 하위 작업',
};
