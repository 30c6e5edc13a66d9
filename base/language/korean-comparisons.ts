/** What a tournament of recipes came to, and what is said of two runs side by side. */
export const KOREAN_COMPARISONS: Readonly<Record<string, string>> = {
  "rows of support": "예시(support) 행",
  "held-out rows": "평가용으로 남긴 행",
  "use {0}: on {1} new seeds and {2} held-out rows its score is {3} points above that of {4} (95 %: {5} to {6})":
    "{0|을/를} 쓰세요. 새 시드 {1}개와 평가용 {2}행에서 점수가 {4}보다 {3}점 높습니다 (95 %: {5} ~ {6})",
  "use {0}: on {1} new seeds its score is {2} points above that of {3} (95 %: {4} to {5})":
    "{0|을/를} 쓰세요. 새 시드 {1}개에서 점수가 {3}보다 {2}점 높습니다 (95 %: {4} ~ {5})",
  "the difference is not real: on {0} new seeds and {1} held-out rows the score of {2} is {3} points above that of {4} (95 %: {5} to {6})":
    "차이가 진짜가 아닙니다. 새 시드 {0}개와 평가용 {1}행에서 {2}의 점수가 {4}보다 {3}점 높습니다 (95 %: {5} ~ {6})",
  "the difference is not real: on {0} new seeds the score of {1} is {2} points above that of {3} (95 %: {4} to {5})":
    "차이가 진짜가 아닙니다. 새 시드 {0}개에서 {1}의 점수가 {3}보다 {2}점 높습니다 (95 %: {4} ~ {5})",
  "use {0}: no other recipe could be run": "{0|을/를} 쓰세요. 다른 방법은 돌릴 수 없었습니다",
  "no recipe could be run: see why each failed":
    "돌릴 수 있는 방법이 없습니다. 실패한 까닭을 보세요",
  "{0} held-out rows are too few to be parted: the same rows chose the last two":
    "평가용 {0}행은 나누기에 너무 적어, 마지막 둘을 고를 때 쓴 행과 같습니다",
  "of the two, {0} takes less for a row": "둘 중 한 행에 덜 드는 것은 {0}입니다",
  "{0} left with lower scores as the money of the next rung was for fewer; that they are worse is not shown":
    "{0|은/는} 다음 단계의 비용이 모자라 낮은 점수로 빠졌습니다. 더 나쁘다는 것이 입증된 것은 아닙니다",
  "accuracy on {0} held-out real rows of a small model trained on the rows":
    "행으로 학습한 작은 모델이 평가용 실제 {0}행에서 낸 정확도",
  "share of the rows that pass rules without a model": "모델 없는 규칙을 통과한 행의 비율",
  "share of the rows that pass the evaluator's model": "평가자 모델을 통과한 행의 비율",
  "share of {0} held-out real rows that have a row of their kind":
    "같은 종류의 행이 있는 평가용 실제 행({0}개)의 비율",
  "share of the labels and attribute values that have a row": "행이 있는 라벨과 속성 값의 비율",
  "one less the mean cosine similarity of two rows": "1에서 두 행의 평균 코사인 유사도를 뺀 값",
  "the task has no labels to test": "과제에 시험할 라벨이 없습니다",
  "no held-out real rows: give `support`, of which a share is held out":
    "평가용 실제 행이 없습니다. `support`를 주면 일부를 평가용으로 남깁니다",
  "the judge's answers on {0} of {1} runs could not be read; rungs with such a run go by the other figures":
    "실행 {1}개 중 {0}개에서 심판의 답을 읽지 못했습니다. 그런 실행이 있는 단계는 다른 지표로만 겨룹니다",
  "its weight is 0": "가중치가 0입니다",
  "{0} held-out real rows, of at least {1}, and no labels or attributes with values":
    "평가용 실제 행이 {0}개이고(적어도 {1}개 필요), 값이 있는 라벨이나 속성이 없습니다",
  "the same for every row": "모든 행에서 같습니다",
  "no draft was decided": "결정된 초안이 없습니다",
  "nothing was accepted": "채택된 것이 없습니다",
  "fewer than two rows": "행이 둘보다 적습니다",
  "fewer than twenty rows": "행이 스물보다 적습니다",
  "rows without labels": "라벨이 없는 행입니다",
  "of {0} rows of each": "각각 {0}행",
  "on {0} real rows held out of both": "둘 다에서 따로 둔 실제 {0}행에서",
  "only the first run was judged by it": "첫 실행만 이것으로 판정받았습니다",
  "only the second run was judged by it": "둘째 실행만 이것으로 판정받았습니다",
  "only one of the runs has it": "한 실행에만 있습니다",
  "other judges: {0}; {1}": "심판이 다릅니다: {0}; {1}",
  "a run has no cells, or no report yet": "셀이 없거나 아직 보고서가 없는 실행이 있습니다",
  "the plans have other cells ({0} and {1})": "계획의 셀이 다릅니다 ({0}개와 {1}개)",
  "the calls are too many, or none, to tell them apart by draft":
    "호출이 없거나 너무 많아 초안별로 나눌 수 없습니다",
  "a price is not known, nothing was paid, or answers came from the cache":
    "가격을 모르거나, 비용이 들지 않았거나, 답이 캐시에서 왔습니다",
  "the shares of all labels are {0} % apart; shown is the label that differs most":
    "모든 라벨의 비율 차이는 {0} %이고, 가장 다른 라벨을 보였습니다",
  "{0} real rows were held out of both runs, at least {1} are needed":
    "두 실행 모두에서 따로 둔 실제 행이 {0}개입니다. 적어도 {1}개가 필요합니다",
  "{0} is not finished: its figures are of what is there now":
    "{0|은/는} 끝나지 않았습니다. 지표는 지금 있는 것의 값입니다",
  "the tasks do not name the same labels": "두 과제의 라벨이 같지 않습니다",
  "a real difference is one of these two datasets; whether the method makes it again, runs with other seeds show (`datawright tournament`)":
    "진짜 차이란 이 두 데이터셋의 차이입니다. 방법이 다시 그런 차이를 내는지는 다른 시드의 실행이 보여 줍니다 (`datawright tournament`)",
};
