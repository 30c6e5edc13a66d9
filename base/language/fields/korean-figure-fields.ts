/** Fields of a task file in Korean: gates of the curation, the report and the tournament. */
export const KOREAN_FIGURE_FIELDS: Readonly<Record<string, string>> = {
  "Apply what rests on a small model's opinion without its having to show on held-out labels that it helps. Default: false.":
    "작은 모델의 의견에 기대는 것을, 떼어 둔 라벨에서 도움이 된다고 보이지 않아도 적용합니다. 기본: false.",
  "What the small models of curation learn from, those behind a run's own rejections and the command `label` too: words, embeddings of `models.embeddings`, or both side by side. Default: words.":
    "큐레이션의 작은 모델들이 무엇으로 배우는지. 실행 자체의 거부와 `label` 명령 뒤의 모델도 같습니다: 낱말, `models.embeddings`의 임베딩, 또는 둘 다. 기본: words.",
  "Samples that small models judge together: more are curated in parts of so many, drawn at random, and near duplicates are found over all.":
    "작은 모델들이 함께 판정하는 샘플의 수. 더 많으면 이만큼씩 무작위로 나누어 큐레이션하고, 비슷한 샘플은 전체에서 찾습니다.",
  "Samples accepted before curation, as a multiple of the target: for filters that keep a share. What is left beyond the target is refused as such.":
    "큐레이션 전에 채택할 샘플 수, 목표의 배수로. 일정 비율만 남기는 필터에 씁니다. 목표를 넘게 남은 것은 그 이유로 거부합니다.",
  "Jaccard similarity of character 5-grams above which two samples are near duplicates.":
    "두 샘플을 거의 같다고 보는, 글자 5-그램의 자카드 유사도.",
  "Reject when the out-of-sample probability of the label is below this and the small model is sure of another.":
    "표본 외 라벨 확률이 이보다 낮고 작은 모델이 다른 라벨을 확신하면 거부합니다.",
  "Change the label when the small model gives another one at least this probability and the language model's judge agrees.":
    "작은 모델이 다른 라벨에 적어도 이 확률을 주고 언어 모델의 심사도 같으면 라벨을 바꿉니다.",
  "To people when the out-of-sample probability of the label is below this.":
    "표본 외 라벨 확률이 이보다 낮으면 사람에게 묻습니다.",
  "How the dataset is measured.": "데이터셋을 어떻게 재는지.",
  "Small models trained for the test with real data; the mean is reported.":
    "실제 데이터 평가에 학습하는 작은 모델의 수. 평균을 보고합니다.",
  "Samples that are measured at most: of more so many are drawn at random, and copies and leaked rows are counted in all of them.":
    "재는 샘플의 최대 수. 더 많으면 이만큼을 무작위로 뽑고, 복사본과 누출된 행은 전체에서 셉니다.",
  "Metrics beside what is always measured, for example [distinct-3].":
    "언제나 재는 것에 더할 지표. 예: [distinct-3].",
  "Number of distinct tokens.": "서로 다른 토큰의 수.",
  "Distinct tokens over all tokens (Li et al. 2016).":
    "서로 다른 토큰 / 모든 토큰 (Li et al. 2016).",
  "Distinct pairs of tokens over all pairs (Li et al. 2016).":
    "서로 다른 두 토큰 / 모든 두 토큰 (Li et al. 2016).",
  "Distinct runs of three tokens over all such runs (Li et al. 2016).":
    "서로 다른 세 토큰 / 모든 세 토큰 (Li et al. 2016).",
  "Mean cosine similarity of all pairs of samples, by embedding.":
    "모든 샘플 쌍의 임베딩 코사인 유사도 평균.",
  "Distinct tokens of a class, the mean over the classes (Yu et al. 2023).":
    "클래스의 서로 다른 토큰 수, 클래스 평균 (Yu et al. 2023).",
  "Entropy of the n-grams in bits, n = 1 to 3.": "n-그램의 엔트로피(비트), n = 1~3.",
  "Mean number of samples that hold a bigram.": "바이그램 하나를 담은 샘플 수의 평균.",
  "BLEU of each sample against all others, n = 1 to 5 (Zhu et al. 2018).":
    "샘플마다 나머지 모두에 대한 BLEU, n = 1~5 (Zhu et al. 2018).",
  "Words in which the share of different words stays above 0.72 (McCarthy and Jarvis 2010).":
    "서로 다른 낱말의 비율이 0.72를 넘게 유지되는 낱말 수 (McCarthy and Jarvis 2010).",
  "Probability that the next token is new (Good-Turing), and the vocabulary at least (Chao1).":
    "다음 토큰이 새로울 확률(Good-Turing)과 어휘의 최소 크기(Chao1).",
  "Different verbs with their objects in English instructions (Wang et al. 2023).":
    "영어 지시문의 서로 다른 동사와 그 목적어 (Wang et al. 2023).",
  "Mean cosine similarity of pairs within and between classes (Yu et al. 2023).":
    "클래스 안과 사이의 쌍의 코사인 유사도 평균 (Yu et al. 2023).",
  "Effective number of different samples, by embedding (Friedman and Dieng 2023).":
    "임베딩으로 본, 서로 다른 샘플의 유효 개수 (Friedman and Dieng 2023).",
  "Mean cosine distance to all other samples (Cox et al. 2021).":
    "나머지 모든 샘플까지의 코사인 거리 평균 (Cox et al. 2021).",
  "Mean cosine distance to the nearest other sample (Cox et al. 2021), and the share with a twin.":
    "가장 가까운 샘플까지의 코사인 거리 평균 (Cox et al. 2021)과 쌍둥이가 있는 비율.",
  "Samples that say the same as one before them, by embedding.":
    "임베딩으로 보아 앞의 샘플과 같은 말을 하는 샘플.",
  "Samples equal to an earlier one, and samples near to others by their characters.":
    "앞의 것과 같은 샘플, 글자로 보아 다른 것과 비슷한 샘플.",
  "Precision, recall, density and coverage against the real rows, by nearest neighbours.":
    "최근접 이웃으로 잰, 실제 행에 대한 정밀도, 재현율, 밀도, 포괄률.",
  "MAUVE against the real rows (Pillutla et al. 2021).":
    "실제 행에 대한 MAUVE (Pillutla et al. 2021).",
  "Maximum mean discrepancy to the real rows, with a permutation test (Gretton et al. 2012).":
    "실제 행까지의 최대 평균 차이(MMD)와 순열 검정 (Gretton et al. 2012).",
  "How far lengths are from those of the real rows.": "길이가 실제 행과 얼마나 다른지.",
  "How far the shares of the labels are from those of the real rows.":
    "라벨 비율이 실제 행과 얼마나 다른지.",
  "Mean, median, least and most tokens of a sample.": "샘플 토큰 수의 평균, 중앙값, 최소, 최대.",
  "How unevenly samples spread over the labels: 0 evenly, towards 1.":
    "샘플이 라벨에 얼마나 고르지 않게 퍼졌는지: 0은 고름, 1에 가까울수록 치우침.",
  "Cells of the plan that hold a sample, and how unevenly they are filled.":
    "샘플이 있는 계획의 셀, 그리고 얼마나 고르지 않게 찼는지.",
  "Probability that the next text is new (Good-Turing), and the number of texts at least (Chao1).":
    "다음 텍스트가 새로울 확률(Good-Turing)과 텍스트의 최소 개수(Chao1).",
  "Most samples, drawn by seed: self-BLEU grows with their number.":
    "시드로 뽑는 최대 샘플 수. self-BLEU는 샘플 수와 함께 커집니다.",
  "What `datawright tournament` compares recipes by; a run does not look at it.":
    "`datawright tournament`가 레시피를 비교하는 기준. 실행은 보지 않습니다.",
  "What matters: each figure is between 0 and 1, and the score is their weighted mean. 0: not measured.":
    "무엇이 중요한지: 각 지표는 0~1이고 점수는 가중 평균입니다. 0: 재지 않음.",
  "Accuracy on held-out real rows of a small model trained on the dataset.":
    "데이터셋으로 학습한 작은 모델이, 떼어 둔 실제 행에서 낸 정확도.",
  "Share of the rows that pass one and the same judge.": "같은 심사를 통과한 행의 비율.",
  "Share of the held-out real rows that have a row of their kind; without real rows, of the labels and attribute values that have one.":
    "같은 종류의 행이 있는, 떼어 둔 실제 행의 비율. 실제 행이 없으면 행이 있는 라벨과 속성값의 비율.",
  "One less the mean cosine similarity of two rows.": "1에서 두 행의 코사인 유사도 평균을 뺀 값.",
  "Runs of each recipe, with the same seeds for all; the last two meet again on as many new ones.":
    "레시피마다의 실행 수. 시드는 모두 같고, 마지막 둘은 새 시드로 그만큼 더 겨룹니다.",
  "Each rung keeps one in so many recipes and gives them so many times the money.":
    "단계마다 레시피 이만큼에 하나를 남기고, 비용은 이만큼 배로 줍니다.",
  "Rows that a run of the last rung gets the money for, where no budget is given. Default: the target, at most 100.":
    "예산이 없을 때, 마지막 단계의 실행이 비용을 받는 행 수. 기본: 목표, 많아야 100.",
  "Who judges faithfulness: the evaluator's model, or rules that ask nobody. Default: model, where that is not the embedded one.":
    "충실도를 누가 심사하는지: 평가자의 모델, 또는 아무에게도 묻지 않는 규칙. 기본: model. 그것이 내장 모델이면 규칙.",
  "Rows of each run that a model judges at most; never for more than a quarter of the run's money.":
    "실행마다 모델이 심사하는 최대 행 수. 실행 비용의 4분의 1을 넘지 않습니다.",
};
