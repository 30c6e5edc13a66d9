/** What the verdict on a run says, and what it advises. */
export const KOREAN_VERDICT: Readonly<Record<string, string>> = {
  "there is no dataset: no sample was accepted": "데이터셋이 없습니다. 채택된 샘플이 없습니다",
  "Look at what was refused and why: {0}.": "무엇이 왜 거부되었는지 보세요: {0}.",
  "errors of an agent's own code refused {0} samples":
    "에이전트 자체 코드의 오류로 샘플 {0}개가 거부되었습니다",
  "Mend the agents that failed: the message says where.":
    "오류가 난 에이전트를 고치세요. 어디인지는 메시지에 있습니다.",
  "{0} held-out rows are given away by samples: what is tested on them says too much":
    "따로 떼어 둔 {0}행이 샘플에 드러나 있어, 그 행으로 한 시험은 너무 좋게 나옵니다",
  "Take those samples out: {0}.": "그 샘플들을 빼내세요: {0}.",
  "Let people look at the audits: {0}.": "사람이 점검하게 하세요: {0}.",
  "a small model trained on the samples is right on {0} of {1} held-out rows (95 %: {2} to {3}), not surely more than always giving the most frequent label ({4})":
    "샘플로 학습한 작은 모델은 따로 떼어 둔 {1}행 중 {0}를 맞힙니다 (95 %: {2}~{3}). 가장 흔한 라벨만 답하는 것({4})보다 낫다고 할 수 없습니다",
  "a small model trained on the samples is right on {0} of {1} held-out rows (95 %: {2} to {3}); trained on the {4} support rows it is right on {5}":
    "샘플로 학습한 작은 모델은 따로 떼어 둔 {1}행 중 {0}를 맞힙니다 (95 %: {2}~{3}). 예시 {4}행으로 학습하면 {5}입니다",
  "a small model trained on the samples is right on {0} of {1} held-out rows (95 %: {2} to {3}); always giving the most frequent label: {4}":
    "샘플로 학습한 작은 모델은 따로 떼어 둔 {1}행 중 {0}를 맞힙니다 (95 %: {2}~{3}). 가장 흔한 라벨만 답하면 {4}입니다",
  "Hold out more real rows: so few tell little.":
    "실제 행을 더 떼어 두세요. 이렇게 적으면 알 수 있는 것이 적습니다.",
  "Look at the worst samples below, and at labels that are taken for each other.":
    "아래의 가장 약한 샘플과 서로 혼동되는 라벨을 보세요.",
  "Use the samples beside the real rows, not in their place, or show the model more of them.":
    "샘플을 실제 행 대신이 아니라 함께 쓰거나, 모델에 실제 행을 더 보여 주세요.",
  "{0} of {1} samples were made, then the run ended ({2})":
    "샘플 {1}개 중 {0}개를 만들고 실행이 끝났습니다 ({2})",
  "Give it more: {0} (or --max-calls, --max-tokens).":
    "예산을 더 주세요: {0} (또는 --max-calls, --max-tokens).",
  "Go on where it stopped: {0}.": "멈춘 곳에서 이어 가세요: {0}.",
  "Go on once the provider answers again: {0}.": "제공자가 다시 답하면 이어 가세요: {0}.",
  "Steer more topics and attributes, or add support rows: the model repeats itself.":
    "주제와 속성을 더 조종하거나 예시 행을 더하세요. 모델이 같은 것을 되풀이합니다.",
  "Look at the step that failed: {0}.": "실패한 단계를 보세요: {0}.",
  "Give more input rows, or set the target to what there is.":
    "입력 행을 더 주거나, 목표를 있는 만큼으로 정하세요.",
  "Look at the error in run.log, then go on: {0}.": "run.log의 오류를 본 뒤 이어 가세요: {0}.",
  "{0} samples wait for a person": "샘플 {0}개가 사람을 기다립니다",
  "Decide them: {0}.": "결정하세요: {0}.",
  "too few samples ({0}): figures of less than {1} scatter too much to compare":
    "샘플이 너무 적습니다({0}개). {1}개 미만의 지표는 비교하기에 너무 흔들립니다",
  "Take them as a first look, and make more before you decide by them.":
    "처음 보는 정도로만 여기고, 결정하기 전에 더 만드세요.",
  "{0} samples repeat a support row word for word": "샘플 {0}개가 예시 행을 그대로 되풀이합니다",
  "Keep the check against copies (critique.copyWords), or take those samples out.":
    "복제 검사(critique.copyWords)를 켜 두거나, 그 샘플들을 빼내세요.",
  "{0} of {1} samples are near copies of support rows":
    "샘플 {1}개 중 {0}개가 예시 행과 거의 같습니다",
  "Lower critique.rougeL, or show the model other support rows each time.":
    "critique.rougeL을 낮추거나, 모델에 매번 다른 예시 행을 보여 주세요.",
  '{0} of {1} labels have fewer than {2} samples, "{3}" has {4}':
    '라벨 {1}개 중 {0}개는 샘플이 {2}개가 안 되고, "{3}"의 샘플은 {4}개입니다',
  "Raise the target, or order more samples of the rare labels.":
    "목표를 높이거나, 드문 라벨의 샘플을 더 주문하세요.",
  "{0} of {1} planned cells hold a sample": "계획한 셀 {1}개 중 {0}개에 샘플이 있습니다",
  "Raise the target, or plan fewer attributes: there are more cells than samples.":
    "목표를 높이거나 속성을 줄이세요. 샘플보다 셀이 많습니다.",
  "Look at the empty cells of the coverage table, and at what was refused there.":
    "커버리지 표의 빈 셀과 거기서 거부된 것을 보세요.",
  "{0} of {1} compared samples have a twin: one that says the same in almost the same words":
    "견준 샘플 {1}개 중 {0}개에는 거의 같은 말로 같은 뜻을 전하는 쌍둥이가 있습니다",
  "Steer topics and styles, or raise what novelty asks for (critique.vectorDistance).":
    "주제와 문체를 조종하거나, 새로움의 기준(critique.vectorDistance)을 높이세요.",
  "{0} of {1} drafts were kept; the most frequent other end is {2} ({3})":
    "초안 {1}개 중 {0}가 남았습니다. 나머지의 가장 흔한 사유는 {2}입니다 ({3}개)",
  "a small model that did not see a sample gives its label to {0} of {1} (95 %: {2} to {3}): labels are wrong, or hard to tell apart":
    "샘플을 보지 않은 작은 모델이 같은 라벨을 준 것은 {1}개 중 {0}입니다 (95 %: {2}~{3}). 라벨이 틀렸거나 구별하기 어렵습니다",
  "a small model that did not see a sample gives its label to {0} of {1} (95 %: {2} to {3})":
    "샘플을 보지 않은 작은 모델이 같은 라벨을 준 것은 {1}개 중 {0}입니다 (95 %: {2}~{3})",
  "Look at samples whose label is doubted, and sharpen the definitions of the labels.":
    "라벨이 의심되는 샘플을 보고 라벨의 정의를 다듬으세요.",
  "the embedded model wrote the samples: it recombines support rows, and knows nothing beside them":
    "내장 모델이 샘플을 썼습니다. 예시 행을 다시 엮을 뿐 그 밖의 것은 모릅니다",
  "Take this as a trial of the task; make the dataset with a language model (--model).":
    "과제의 시험으로만 여기고, 데이터셋은 언어 모델로 만드세요 (--model).",
  "Steer more topics and attributes, or add support rows: drafts repeat what is there.":
    "주제와 속성을 더 조종하거나 예시 행을 더하세요. 초안이 있는 것을 되풀이합니다.",
  "Steer more topics and attributes: drafts of one round repeat each other.":
    "주제와 속성을 더 조종하세요. 한 라운드의 초안들이 서로 되풀이합니다.",
  "Show the model other support rows each time, or more of them.":
    "모델에 매번 다른 예시 행을 보여 주거나 더 많이 보여 주세요.",
  "Sharpen the definitions of the labels: drafts do not fit what was ordered.":
    "라벨의 정의를 다듬으세요. 초안이 주문한 라벨에 맞지 않습니다.",
  "Take a stronger model to write, or shorten what is asked of a draft.":
    "더 강한 모델로 쓰거나, 초안에 요구하는 것을 줄이세요.",
  "Say in the description what a sample is, and what it is not.":
    "설명에 샘플이 무엇이고 무엇이 아닌지 적으세요.",
  "Give the sources that hold what is to be said, or ask for less than they hold.":
    "말할 내용이 담긴 출처를 주거나, 출처에 있는 것보다 적게 요구하세요.",
  "Compare the fields of the task with what the model writes: {0}.":
    "과제의 필드를 모델이 쓰는 것과 견주세요: {0}.",
  "Take a model that follows a schema, or fewer fields: {0} shows its answers.":
    "스키마를 따르는 모델을 쓰거나 필드를 줄이세요. {0|으로/로} 답을 볼 수 있습니다.",
  "Raise the model's limit of output tokens.": "모델의 출력 토큰 한도를 높이세요.",
  "The model will not write this: word the task otherwise, or take another model.":
    "모델이 이것을 쓰려 하지 않습니다. 과제를 다르게 적거나 다른 모델을 쓰세요.",
  "The provider will not have this: word the task otherwise, or take another model.":
    "제공자가 이것을 받지 않습니다. 과제를 다르게 적거나 다른 모델을 쓰세요.",
  "Look at some of them, and at why they were refused, in the samples below.":
    "아래 샘플에서 몇 개와 거부된 까닭을 보세요.",
  "the small model gives its label a probability of {0}":
    "작은 모델이 라벨에 주는 확률은 {0}입니다",
};
