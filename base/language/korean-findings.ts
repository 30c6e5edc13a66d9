/** What an evaluation found, and what became of a promise about the dataset. */
export const KOREAN_FINDINGS: Readonly<Record<string, string>> = {
  "do not use the dataset as it is (serious findings: {0}, doubts: {1})":
    "데이터셋을 이대로 쓰지 마세요 (심각한 문제 {0}개, 의심 {1}개)",
  "the dataset can be used with care (doubts: {0})":
    "데이터셋을 주의해서 쓸 수 있습니다 (의심 {0}개)",
  "nothing that was measured speaks against the dataset":
    "잰 것 중에 데이터셋을 쓰지 말아야 할 이유는 없습니다",
  "few rows repeat another": "다른 행을 되풀이하는 행이 적습니다",
  "few rows repeat another, and words and meanings are about as varied as the reference's":
    "다른 행을 되풀이하는 행이 적고, 단어와 뜻이 기준만큼 다양합니다",
  "Give real rows (--reference) to see whether they are varied enough.":
    "충분히 다양한지 보려면 실제 행(--reference)을 주세요.",
  "too few rows ({0}): figures of less than {1} rows scatter too much to compare":
    "행이 너무 적습니다({0}개). {1}행 미만의 지표는 비교하기에 너무 흔들립니다",
  "Take them as a first look, and evaluate again with more rows.":
    "처음 보는 정도로만 여기고, 행을 더 모아 다시 평가하세요.",
  "{0} of the rows equal an earlier one": "행의 {0|이/가} 앞의 행과 같습니다",
  "{0} of the rows are near copies of others": "행의 {0|이/가} 다른 행과 거의 같습니다",
  "{0} of the rows have a twin: a row that says the same in almost the same words":
    "행의 {0}에는 거의 같은 말로 같은 뜻을 전하는 쌍둥이 행이 있습니다",
  "Steer topics and styles, or raise what novelty asks for.":
    "주제와 문체를 조종하거나, 새로움의 기준을 높이세요.",
  "Take them out: {0}.": "빼내세요: {0}.",
  "Take those rows out: {0}.": "그 행들을 빼내세요: {0}.",
  'every row has the label "{0}": nothing can be learnt from one class':
    '모든 행의 라벨이 "{0}"입니다. 한 클래스에서는 아무것도 배울 수 없습니다',
  "Give rows of the other labels too.": "다른 라벨의 행도 주세요.",
  '{0} of {1} labels have fewer than {2} rows, "{3}" has {4}':
    '라벨 {1}개 중 {0}개는 {2}행이 안 되고, "{3}"의 행은 {4}개입니다',
  "Order more rows of the rare labels.": "드문 라벨의 행을 더 주문하세요.",
  "{0} rows have {1} of the vocabulary of as many real rows":
    "{0}행의 어휘는 같은 수의 실제 행이 가진 어휘의 {1}입니다",
  "{0} rows have {1} of the different meanings (Vendi) of as many real rows":
    "{0}행의 서로 다른 뜻(Vendi)은 같은 수의 실제 행의 {1}입니다",
  "Steer topics and styles, or show the model more real rows.":
    "주제와 문체를 조종하거나, 모델에 실제 행을 더 보여 주세요.",
  "Plan more topics, or raise what novelty asks for.":
    "주제를 더 계획하거나, 새로움의 기준을 높이세요.",
  "only {0} of the real rows have a row of their kind here":
    "실제 행의 {0}만 같은 부류의 행이 여기 있습니다",
  "Find what is missing: real rows of the rare kinds as demonstrations widen the space.":
    "빠진 것을 찾으세요. 드문 부류의 실제 행을 예시로 주면 범위가 넓어집니다.",
  "the labels are distributed otherwise than in the reference: {0} of the rows would have to change theirs":
    "라벨의 분포가 기준과 다릅니다. 행의 {0}에서 라벨이 바뀌어야 합니다",
  "Give the reference's shares as quotas, or weigh the rows (--reweight class-balance).":
    "기준의 비율을 할당량으로 주거나, 행에 가중치를 주세요 (--reweight class-balance).",
  "none of the {0} test rows is given away": "시험 {0}행 중 드러난 행이 없습니다",
  "{0} of {1} test rows ({2}) are given away by {3} rows":
    "시험 {1}행 중 {0}행({2})이 {3}행에 드러나 있습니다",
  "nothing was trained on the rows: {0}": "이 행들로는 아무것도 학습하지 못했습니다: {0}",
  "a model trained on the rows is right on {0} % of {1} real test rows, no better than always giving the most frequent label ({2} %)":
    "이 행들로 학습한 모델은 실제 시험 {1}행 중 {0} %를 맞힙니다. 가장 흔한 라벨만 답하는 것({2} %)보다 낫지 않습니다",
  "the rows train a worse model than as many real rows: by {0} points (95 %: {1}) on {2} test rows":
    "시험 {2}행에서 이 행들은 같은 수의 실제 행보다 {0}점 못한 모델을 만듭니다 (95 %: {1})",
  "the rows train a better model than as many real rows, by {0} points (95 %: {1})":
    "이 행들은 같은 수의 실제 행보다 {0}점 나은 모델을 만듭니다 (95 %: {1})",
  "no difference to training on as many real rows can be told on {0} test rows (95 %: {1} points)":
    "시험 {0}행으로는 같은 수의 실제 행으로 학습한 것과 차이를 알 수 없습니다 (95 %: {1}점)",
  "a model trained on the rows is right on {0} % of {1} real test rows; always giving the most frequent label {2} %":
    "이 행들로 학습한 모델은 실제 시험 {1}행 중 {0} %를 맞힙니다. 가장 흔한 라벨만 답하면 {2} %입니다",
  "Give real rows to train on (--reference) to see what they would bring.":
    "실제 행은 얼마나 도움이 되는지 보려면 학습할 실제 행(--reference)을 주세요.",
  "added to the real rows they gain {0} points (95 %: {1})":
    "실제 행에 더하면 {0}점 좋아집니다 (95 %: {1})",
  "added to the real rows they cost {0} points (95 %: {1})":
    "실제 행에 더하면 {0}점 나빠집니다 (95 %: {1})",
  "Curate them first (datawright curate), or weigh them below the real ones.":
    "먼저 큐레이션하거나 (datawright curate), 실제 행보다 낮은 가중치를 주세요.",
  '{0} labels of the test have no row: "{1}" has {2} test rows, which count as wrong':
    '시험의 라벨 {0}개는 행이 없습니다. "{1}"의 시험 {2}행은 틀린 것으로 셉니다',
  "nothing can be trained on the rows: they have no labels":
    "행에 라벨이 없어서 학습할 수 없습니다",
  "nothing can be tested: the test rows have no labels":
    "시험 행에 라벨이 없어서 시험할 수 없습니다",
  "Order rows of these labels.": "이 라벨들의 행을 주문하세요.",
  "{0} rows and {1} reference rows equal a test row and were left out of the training":
    "시험 행과 같은 데이터 {0}행과 기준 {1}행은 학습에서 뺐습니다",
  "{0} test rows are few: the intervals are wide": "시험 {0}행은 적어서 구간이 넓습니다",
  'Write {0} rows of "{1}" that could be taken for "{2}": {3} of {4} test rows are.':
    '"{2|으로/로}" 잘못 볼 만한 "{1}"의 행을 {0}개 쓰세요. 시험 {4}행 중 {3}행이 그렇습니다.',
  'Write {0} rows of "{1}" that could be taken for "{2}": {3} of {4} test rows are; real ones speak of {5}.':
    '"{2|으로/로}" 잘못 볼 만한 "{1}"의 행을 {0}개 쓰세요. 시험 {4}행 중 {3}행이 그렇습니다. 실제 행은 {5|을/를} 말합니다.',
  'Write {0} rows of "{1}": the dataset has none, the test has {2}.':
    '"{1}"의 행을 {0}개 쓰세요. 데이터셋에는 없고 시험에는 {2}개 있습니다.',
  "no reference rows were given": "기준 행을 주지 않았습니다",
  "no reference rows to train on": "학습할 기준 행이 없습니다",
  "the rows have no labels": "행에 라벨이 없습니다",
  "trained on {0} rows": "{0}행으로 학습",
  "{0}, trained on {1} rows": "{0}, {1}행으로 학습",
  "points of {0}; McNemar p = {1} ({2} : {3})": "{0} 점, 맥니마 p = {1} ({2} : {3})",
  "needs {0} rows of each, there are {1}": "각각 {0}행이 필요한데 {1}행입니다",
  "scatters below {0} rows of each": "각각 {0}행이 안 되면 흔들립니다",
  "certified: at least {0} faithful at {1} confidence ({2} was promised); {3} of {4} audited samples are right; {5} samples with a score below {6} were taken out":
    "인증됨: 신뢰수준 {1}에서 {0} 이상이 충실함 (약속 {2}). 점검한 {4}개 중 {3}개가 옳고, 점수가 {6} 미만인 {5}개를 뺐음",
  "certified: at least {0} faithful at {1} confidence ({2} was promised); {3} of {4} audited samples are right":
    "인증됨: 신뢰수준 {1}에서 {0} 이상이 충실함 (약속 {2}). 점검한 {4}개 중 {3}개가 옳음",
  "not certified yet: {0} faithful at {1} confidence was promised; {2} audits wait for people":
    "아직 인증되지 않음: 신뢰수준 {1}에서 충실도 {0}을 약속함. 점검 {2}건이 사람을 기다림",
  "not certified: {0} faithful at {1} confidence was promised, and nobody audited a sample":
    "인증되지 않음: 신뢰수준 {1}에서 충실도 {0}을 약속했지만 점검한 샘플이 없음",
  "not certified: {0} faithful at {1} confidence was promised and could not be shown; {2} of {3} audited samples are right":
    "인증되지 않음: 신뢰수준 {1}에서 충실도 {0}을 약속했지만 보이지 못함. 점검한 {3}개 중 {2}개가 옳음",
  "{0} of {1} left after the audits, and no audits are left for more":
    "점검 뒤에 {1}개 중 {0}개가 남았고, 더 만들어 점검할 수 없습니다",
  "{0} [{1}, {2}] of {3} rows pass every criterion of the judge; most fail {4} ({5} rows); too few rows to tell":
    "{3}행 중 {0} [{1}, {2}]가 심사 기준을 모두 통과합니다. {4}에서 가장 많이 떨어집니다({5}행). 행이 너무 적어 판단할 수 없습니다",
  "{0} [{1}, {2}] of {3} rows pass every criterion of the judge; most fail {4} ({5} rows)":
    "{3}행 중 {0} [{1}, {2}]가 심사 기준을 모두 통과합니다. {4}에서 가장 많이 떨어집니다({5}행)",
  "{0} [{1}, {2}] of {3} rows pass every criterion of the judge; too few rows to tell":
    "{3}행 중 {0} [{1}, {2}]가 심사 기준을 모두 통과합니다. 행이 너무 적어 판단할 수 없습니다",
  "{0} [{1}, {2}] of {3} rows pass every criterion of the judge":
    "{3}행 중 {0} [{1}, {2}]가 심사 기준을 모두 통과합니다",
  "none of {0} rows could be judged: the judge's answers could not be read":
    "{0}행 중 판정된 것이 없습니다. 심사 모델의 답을 읽을 수 없었습니다",
  "Look at the worst rows, and check the judge against people: `datawright judge calibrate`.":
    "가장 나쁜 행을 보고, 심사자를 사람과 견주세요: `datawright judge calibrate`.",
  "Take another judge, or --judge rules.": "다른 심사 모델이나 --judge rules를 쓰세요.",
  // A benchmark.
  "a model trained on the rows has {0} % {1} on {2}, no better than always giving the most frequent label ({3} %)":
    "이 행들로 학습한 모델은 {2}에서 {1} {0} %입니다. 가장 흔한 라벨만 답하는 것({3} %)보다 낫지 않습니다",
  "Look at the labels and the texts of the rows: what they teach is not what the benchmark asks.":
    "행의 라벨과 글을 보세요. 가르치는 것이 벤치마크가 묻는 것과 다릅니다.",
  "on {0} the rows train a worse model than as many real rows: by {1} points of {2} (95 %: {3})":
    "{0}에서 이 행들은 같은 수의 실제 행보다 {2} {1}점 못한 모델을 만듭니다 (95 %: {3})",
  "on {0} the rows train a better model than as many real rows, by {1} points of {2} (95 %: {3})":
    "{0}에서 이 행들은 같은 수의 실제 행보다 {2} {1}점 나은 모델을 만듭니다 (95 %: {3})",
  "on {0} no difference to as many real rows can be told (95 %: {1} points of {2})":
    "{0}에서 같은 수의 실제 행과의 차이를 알 수 없습니다 (95 %: {2} {1}점)",
  "a model trained on the rows has {0} % {1} on {2}":
    "이 행들로 학습한 모델은 {2}에서 {1} {0} %입니다",
  "on {0} the candidate is better than the baseline, by {1} points of {2} (95 %: {3})":
    "{0}에서 후보가 기준 모델보다 {2} {1}점 낫습니다 (95 %: {3})",
  "on {0} the candidate is worse than the baseline, by {1} points of {2} (95 %: {3})":
    "{0}에서 후보가 기준 모델보다 {2} {1}점 못합니다 (95 %: {3})",
  "Keep the baseline, or tune on other rows.": "기준 모델을 그대로 쓰거나, 다른 행으로 튜닝하세요.",
  "on {0} no difference between the candidate and the baseline can be told (95 %: {1} points of {2})":
    "{0}에서 후보와 기준 모델의 차이를 알 수 없습니다 (95 %: {2} {1}점)",
  "Test on more rows before one is preferred, or keep the cheaper one.":
    "더 많은 행으로 시험한 뒤에 고르거나, 더 싼 쪽을 쓰세요.",
  "{0} rows equal a test row of {1} and were left out of the training":
    "{1}의 시험 행과 같은 {0}행은 학습에서 뺐습니다",
  // A tuning.
  "the instruction is better than the prompt as it was on {0} rows that did not choose it: it is the task's `prompts.generator` now":
    "고르는 데 쓰지 않은 {0}행에서 이 지시문이 원래 프롬프트보다 낫습니다. 이제 과제의 `prompts.generator`입니다",
  "no gain over the prompt as it is can be shown on {0} rows that chose nothing: the prompt stays":
    "고르는 데 쓰지 않은 {0}행에서 이득을 보일 수 없어 프롬프트를 그대로 둡니다",
  "the model proposed no instruction that could be read: the prompt stays as it is":
    "모델이 읽을 수 있는 지시문을 내놓지 않아 프롬프트를 그대로 둡니다",
  "the rows have not two labels: no word tells any apart":
    "행에 라벨이 둘이 되지 않아 라벨을 구별하는 말이 없습니다",
  "{0} rows kept apart are too few to show that weights help: every word counts alike":
    "따로 둔 행 {0}개는 가중치의 도움을 보이기에 너무 적어 모든 말을 똑같이 셉니다",
  "weights of {0} show no gain on {1} rows kept apart: every word counts alike":
    "따로 둔 {1}행에서 가중치 {0}의 이득이 보이지 않아 모든 말을 똑같이 셉니다",
  "an audit: is it right as it stands?": "점검: 지금 그대로 옳은가?",
};
