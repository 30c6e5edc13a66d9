/** Fields of a task file in Korean: labels and weights in the curation. */
export const KOREAN_LABEL_FIELDS: Readonly<Record<string, string>> = {
  "Methods that find and mend wrong labels, in order, for example [confident-learning].":
    "잘못된 라벨을 찾아 고치는 방법, 순서대로. 예: [confident-learning].",
  "Finds labels that are likely wrong by cross-validation (Northcutt et al. 2021).":
    "잘못되었을 법한 라벨을 교차 검증으로 찾습니다 (Northcutt et al. 2021).",
  "A language model and a small model correct each other's labels (Xiao et al. 2023).":
    "언어 모델과 작은 모델이 서로의 라벨을 바로잡습니다 (Xiao et al. 2023).",
  "A student of each half of the rows relabels the other, in stages (MCKD, Zhao et al. 2024).":
    "행의 절반씩으로 배운 두 모델이 단계마다 상대 절반의 라벨을 다시 붙입니다 (MCKD, Zhao et al. 2024).",
  "Keeps rows on which an ensemble over training time agrees (SuperGen, Meng et al. 2022).":
    "학습하는 동안의 앙상블이 일치하는 행을 남깁니다 (SuperGen, Meng et al. 2022).",
  "The label that a small model of the real rows reads (GAL, He et al. 2022).":
    "실제 행으로 배운 작은 모델이 읽는 라벨 (GAL, He et al. 2022).",
  "People relabel the rows that a small model is least sure of (Chung et al. 2023).":
    "작은 모델이 가장 확신하지 못하는 행의 라벨을 사람이 다시 붙입니다 (Chung et al. 2023).",
  "Takes out rows of no label, learnt from a sample that people judge (Chung et al. 2023).":
    "사람이 판정한 표본으로 배워, 어느 라벨도 아닌 행을 뺍니다 (Chung et al. 2023).",
  "People relabel the rows that the labelling model was least sure of (Wang et al. 2021).":
    "라벨을 붙인 모델이 가장 확신하지 못한 행의 라벨을 사람이 다시 붙입니다 (Wang et al. 2021).",
  "The label that most votes of a language model name.": "언어 모델이 가장 많이 고른 라벨.",
  "A language model votes; people get what it is divided on (CoAnnotating, Li et al. 2023).":
    "언어 모델이 투표하고, 표가 갈린 것은 사람이 정합니다 (CoAnnotating, Li et al. 2023).",
  "The label most probable by several annotators' votes and errors (Dawid and Skene 1979).":
    "여러 사람의 표와 오류로 보아 확률이 가장 높은 라벨 (Dawid and Skene 1979).",
  "The consensus of several annotators and a small model (CROWDLAB, Goh et al. 2022).":
    "여러 사람과 작은 모델의 합의 (CROWDLAB, Goh et al. 2022).",
  "How many rows are suspected; noise-floor = the share that the noise floor estimates; rank = all. Default: prune-by-noise-rate.":
    "의심하는 행의 수. noise-floor = 잡음 하한이 추정한 비율, rank = 전부. 기본: prune-by-noise-rate.",
  "Order of suspicion. Default: normalized-margin.": "의심하는 순서. 기본: normalized-margin.",
  "What happens to suspected rows; relabel = the model's label where it is sure enough, else drop. Of several labels only the suspected ones go or come, and the row where none would be left. Default: drop.":
    "의심하는 행을 어떻게 하는지. relabel = 충분히 확신하면 모델의 라벨, 아니면 drop. 라벨이 여럿이면 의심하는 것만 넣고 빼며, 하나도 남지 않으면 행을 뺍니다. 기본: drop.",
  "Least probability of a new label. Default: 0.5.": "새 라벨의 최소 확률. 기본: 0.5.",
  "Largest share of the rows that may be suspected, most suspicious first. Default: 0.5.":
    "의심할 수 있는 행의 최대 비율. 가장 의심스러운 것부터입니다. 기본: 0.5.",
  "Below this estimated share of wrong labels (noise floor) nothing is done, as suspected rows are then mostly hard ones. Default: 0.":
    "잘못된 라벨의 추정 비율(잡음 하한)이 이보다 낮으면 아무것도 하지 않습니다. 그때 의심하는 행은 대개 어려운 행이기 때문입니다. 기본: 0.",
  "The small model. Default: ensemble.": "작은 모델. 기본: ensemble.",
  "Rounds of asking at most. Default: 3.": "묻는 라운드의 최대 수. 기본: 3.",
  "A label is clean above this posterior of the component of small losses. Default: 0.7.":
    "작은 손실 성분의 사후 확률이 이보다 크면 깨끗한 라벨입니다. 기본: 0.7.",
  "Share per class of the rows whose label is the prediction, surest first, that is settled. Default: 0.2.":
    "라벨이 예측과 같은 행 가운데, 가장 확신하는 것부터 클래스마다 확정하는 비율. 기본: 0.2.",
  "Demonstrations over all classes. Default: 100.": "모든 클래스를 합친 예시 수. 기본: 100.",
  "rest = all rows outside the agreement set, as in the paper; suspected = of those the ones that are not clean. Default: rest.":
    "rest = 논문처럼 일치한 것 밖의 모든 행. suspected = 그 가운데 깨끗하지 않은 것. 기본: rest.",
  "The rounds end when fewer labels than this share change. Default: 0.005.":
    "바뀌는 라벨이 이 비율보다 적으면 라운드를 끝냅니다. 기본: 0.005.",
  "What happens to rows that are not clean in the end, or where no language model was given. Default: keep.":
    "끝까지 깨끗하지 않은 행, 또는 언어 모델이 없을 때의 행을 어떻게 하는지. 기본: keep.",
  "Rounds in which the halves relabel each other. Default: 3.":
    "두 절반이 서로의 라벨을 다시 붙이는 라운드 수. 기본: 3.",
  "A label changes only to one of at least this probability; 0 = always, as in the paper. Default: 0.5.":
    "적어도 이 확률인 라벨로만 바뀝니다. 0 = 논문처럼 언제나. 기본: 0.5.",
  "Passes over the rows; the ensemble is updated after each. Default: 10.":
    "행을 도는 횟수. 한 번 돌 때마다 앙상블을 갱신합니다. 기본: 10.",
  "Share of the past in the ensemble. Default: 0.8.": "앙상블에서 과거의 비중. 기본: 0.8.",
  "Least ensemble probability of the given label. Default: 0.8.":
    "주어진 라벨의 최소 앙상블 확률. 기본: 0.8.",
  "Where fewer rows of a class pass, its best share of this size stays. Default: 0.5.":
    "통과하는 행이 더 적은 클래스에서는 가장 좋은 이 비율이 남습니다. 기본: 0.5.",
  "Step size of the classifier on vectors of length 1. Default: 1.":
    "길이 1인 벡터에 대한 분류기의 보폭. 기본: 1.",
  "Parts of the rows; each is judged by a classifier of the others. Default: 3.":
    "행을 나누는 부분의 수. 부분마다 나머지로 배운 분류기가 판정합니다. 기본: 3.",
  "What happens to rows that do not stay. Default: drop.":
    "남지 않는 행을 어떻게 하는지. 기본: drop.",
  "Rows of which it is less sure than this keep their label. Default: 0.":
    "확신이 이보다 낮은 행은 라벨을 그대로 둡니다. 기본: 0.",
  "Share of all rows that people decide, or their number above 1. Default: 0.1.":
    "사람이 정하는 행의 비율, 1보다 크면 개수. 기본: 0.1.",
  "Rows that people look at, or a share of all up to 1. Default: 100.":
    "사람이 보는 행의 수, 1 이하면 비율. 기본: 100.",
  "Score of rows that were looked at before: 1 in scope, 0 out of scope. Default: inScope.":
    "이미 본 행의 점수: 1은 범위 안, 0은 범위 밖. 기본: inScope.",
  "Rows go from this probability of being out of scope. Default: 0.5.":
    "범위 밖일 확률이 이 값 이상인 행을 뺍니다. 기본: 0.5.",
  "The labelling model's confidence, as a score of the rows; a small model's where fewer than half of the rows have it. Default: averageLogProbability.":
    "라벨을 붙인 모델의 확신을 담은 행의 점수. 절반 미만의 행에만 있으면 작은 모델의 것. 기본: averageLogProbability.",
  "Prompt variants to ask rows with that came without votes. Default: 5.":
    "표 없이 온 행에 물을 프롬프트의 변형 수. 기본: 5.",
  "Share of the votes that the winner needs. Default: 0 = most votes win.":
    "이긴 라벨에 필요한 득표율. 기본: 0 = 가장 많은 표가 이깁니다.",
  "What happens to rows whose winner has too few votes, or that have a tie without their own label. Default: keep.":
    "득표가 모자라거나, 자기 라벨 없이 동률인 행을 어떻게 하는지. 기본: keep.",
  "Prompt variants that rows without votes are asked with. 2 to 8.":
    "표가 없는 행에 물을 프롬프트의 변형 수. 2~8.",
  "Share of all rows that people decide at most, or their number above 1: those whose votes differ most. Default: 0.1.":
    "사람이 정하는 행의 최대 비율, 1보다 크면 개수: 표가 가장 갈린 것부터입니다. 기본: 0.1.",
  "Probability that a row's label needs. Default: 0 = the most probable label wins.":
    "행의 라벨에 필요한 확률. 기본: 0 = 확률이 가장 높은 라벨이 이깁니다.",
  "What happens to rows whose most probable label has less than that. Default: keep.":
    "가장 높은 확률이 그보다 낮은 행을 어떻게 하는지. 기본: keep.",
  "Votes that every cell of a confusion matrix has beside those seen. Default: 0.01.":
    "혼동 행렬의 칸마다 실제 표에 더하는 표. 기본: 0.01.",
  "Method that weighs the samples, for example sungen. Default: none, every sample counts 1.":
    "샘플에 가중치를 주는 방법. 예: sungen. 기본: 없음, 모두 1.",
  "Weights learnt without gold labels by bilevel optimisation (SunGen, Gao et al. 2023).":
    "정답 라벨 없이 이중 최적화로 배운 가중치 (SunGen, Gao et al. 2023).",
  "Weights learnt on a few trusted rows by how typical a text is of its label (Meng et al. 2023).":
    "믿을 수 있는 몇 행에서, 텍스트가 라벨에 얼마나 전형적인지로 배운 가중치 (Meng et al. 2023).",
  "Rows count by how well their gradient fits that of trusted rows (LLMaAA, Zhang et al. 2023).":
    "믿을 수 있는 행의 기울기에 맞을수록 크게 칩니다 (LLMaAA, Zhang et al. 2023).",
  "Every class counts the same in sum.": "클래스마다 합이 같습니다.",
  "Rows count by how like a reference set they are (Bickel et al. 2007).":
    "기준 집합과 닮을수록 크게 칩니다 (Bickel et al. 2007).",
  "Labels count as frequent as they are in texts without labels (Saerens et al. 2002).":
    "라벨 없는 텍스트에 나오는 빈도만큼 라벨을 칩니다 (Saerens et al. 2002).",
  "Outer rounds at most. Default: 30.": "바깥 라운드의 최대 수. 기본: 30.",
  "Step size of the weights (Adam). Default: 0.25.": "가중치의 보폭(Adam). 기본: 0.25.",
  "Step size of the classifier (stochastic gradient descent on vectors of length 1). Default: 1.":
    "분류기의 보폭(길이 1인 벡터에 대한 확률적 경사 하강). 기본: 1.",
  "Passes of the classifier per round, each round from nothing. Default: 4, and with few rows as many as make 4,000 steps, or 200 for each class.":
    "라운드마다 처음부터 배우는 분류기의 반복 수. 기본: 4. 행이 적으면 4,000걸음이 될 만큼, 또는 클래스마다 200.",
  "Share of the highest weights whose rows may judge in a round. Default: 0.9.":
    "한 라운드에서 심사할 수 있는, 가중치가 가장 큰 행의 비율. 기본: 0.9.",
  "Scale the weights of every class to the mean 1, as a bounded loss favours classes that are easy to tell. Default: true.":
    "클래스마다 가중치의 평균을 1로 맞춥니다. 유계 손실은 구별하기 쉬운 클래스에 치우치기 때문입니다. 기본: true.",
  "Passes over the rows. Default: 20.": "행을 도는 횟수. 기본: 20.",
  "Rows over which the weights of one step sum to 1. Default: 64.":
    "한 걸음의 가중치 합이 1이 되는 행의 수. 기본: 64.",
  "Step size of the classifier on the weighted mean loss of a batch. Default: 4.":
    "배치의 가중 평균 손실에 대한 분류기의 보폭. 기본: 4.",
  "Step size of the weight network (Adam). Default: 0.01.": "가중치 망의 보폭(Adam). 기본: 0.01.",
  "Hidden units of the weight network. Default: 100.": "가중치 망의 은닉 유닛 수. 기본: 100.",
  "Passes over the rows, each followed by new weights. Default: 20.":
    "행을 도는 횟수. 한 번 돌 때마다 가중치를 새로 정합니다. 기본: 20.",
  "Step size of the classifier on vectors of length 1. Default: 0.1.":
    "길이 1인 벡터에 대한 분류기의 보폭. 기본: 0.1.",
  "1 = every class counts the same in sum, 0 = no change, 0.5 = square root between. Default: 1.":
    "1 = 클래스마다 합이 같음, 0 = 그대로, 0.5 = 그 사이의 제곱근. 기본: 1.",
  "Texts whose distribution is wanted. Default: the trusted rows of the task.":
    "따라야 할 분포의 텍스트. 기본: 과제의 믿을 수 있는 행.",
  "No ratio above this or below its inverse. Default: 10.":
    "이보다 크거나 그 역수보다 작은 비는 없습니다. 기본: 10.",
  "Ratios to this power: 0 = no change. Default: 1.":
    "비에 이 거듭제곱을 씁니다: 0 = 그대로. 기본: 1.",
  "Texts, without labels, whose mix of labels is wanted. Default: those of the test file (their labels are not read), else the trusted rows of the task.":
    "라벨의 비율을 따를, 라벨 없는 텍스트. 기본: 평가 파일의 텍스트(라벨은 읽지 않음), 없으면 과제의 믿을 수 있는 행.",
  "How their label shares are estimated: by the small model's probabilities (Saerens et al. 2002) or by its confusions (Lipton et al. 2018). Default: maximum-likelihood.":
    "라벨 비율의 추정: 작은 모델의 확률(Saerens et al. 2002) 또는 혼동 행렬(Lipton et al. 2018). 기본: maximum-likelihood.",
  "No weight above this or below its inverse. Default: 10.":
    "이보다 크거나 그 역수보다 작은 가중치는 없습니다. 기본: 10.",
};
