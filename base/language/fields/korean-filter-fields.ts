/** Fields of a task file in Korean: filters of the curation. */
export const KOREAN_FILTER_FIELDS: Readonly<Record<string, string>> = {
  "What becomes of accepted samples.": "채택된 샘플을 어떻게 하는지.",
  "Filters for the accepted samples, in order, for example [heuristics, { name: pvi }].":
    "채택된 샘플을 거르는 필터, 순서대로. 예: [heuristics, { name: pvi }].",
  "Enough votes, repeated answers or execution results agree on the row's answer.":
    "투표, 되풀이한 답, 실행 결과가 행의 답에 충분히 일치하는지 봅니다.",
  "Keeps the texts that are most usual for their label (SuperGen, Meng et al. 2022).":
    "라벨에 가장 흔한 텍스트를 남깁니다 (SuperGen, Meng et al. 2022).",
  "Keeps easy or ambiguous rows, or drops hard ones, by training dynamics (Swayamdipta et al. 2020).":
    "학습 동역학에 따라 쉽거나 모호한 행을 남기거나 어려운 행을 뺍니다 (Swayamdipta et al. 2020).",
  "Drops rows whose label a cross-validated small model finds improbable.":
    "교차 검증한 작은 모델이 보기에 라벨의 확률이 낮은 행을 뺍니다.",
  "Drops rows that make a nearest-neighbour classifier worse (Jia et al. 2019).":
    "최근접 이웃 분류기를 나쁘게 하는 행을 뺍니다 (Jia et al. 2019).",
  "Keeps the first of rows that are equal but for Unicode form, white space and case.":
    "유니코드 형태, 공백, 대소문자만 다른 행 가운데 첫 행을 남깁니다.",
  "Drops harmful texts, by word lists, a trained classifier or a moderation endpoint.":
    "낱말 목록, 학습한 분류기 또는 모더레이션 엔드포인트로 해로운 텍스트를 뺍니다.",
  "Cleans markup and drops empty, broken, repetitive or boilerplate texts.":
    "마크업을 정리하고, 비었거나 망가졌거나 되풀이되거나 상투적인 텍스트를 뺍니다.",
  "Drops rows that raise a noise-robust loss on other rows (ProGen, Ye et al. 2022).":
    "다른 행에서 잡음에 강한 손실을 키우는 행을 뺍니다 (ProGen, Ye et al. 2022).",
  "Keeps instructions that help a model with their answer (Li et al. 2024).":
    "모델이 답하는 데 도움이 되는 지시문을 남깁니다 (Li et al. 2024).",
  "Drops rows that a language model rates below a threshold.":
    "언어 모델의 평점이 문턱값보다 낮은 행을 뺍니다.",
  "Drops rows that give away a test text.": "평가 텍스트를 드러내는 행을 뺍니다.",
  "Keeps rows whose label a model learns early and surely (CLLM, Seedat et al. 2024).":
    "모델이 라벨을 일찍 확실하게 배우는 행을 남깁니다 (CLLM, Seedat et al. 2024).",
  "Keeps rows that a model would find most ambiguous in training (WANLI, Liu et al. 2022).":
    "모델이 학습에서 가장 모호하게 느낄 행을 남깁니다 (WANLI, Liu et al. 2022).",
  "Keeps one row of each cluster of near copies.": "거의 같은 행의 무리마다 하나를 남깁니다.",
  "Redacts or drops personal data, memorised support rows and canaries.":
    "개인 정보, 외워 쓴 예시 행, 카나리아를 가리거나 뺍니다.",
  "Drops rows whose text tells little about their label (PVI, Lin et al. 2023).":
    "텍스트가 라벨에 대해 알려 주는 것이 적은 행을 뺍니다 (PVI, Lin et al. 2023).",
  "Keeps the rows of each label that a small model of the real rows is surest of (LAMBADA, Anaby-Tavor et al. 2020).":
    "라벨마다 실제 행으로 배운 작은 모델이 가장 확신하는 행을 남깁니다 (LAMBADA, Anaby-Tavor et al. 2020).",
  "Drops rows that a critic trained on people's decisions rejects (West et al. 2022).":
    "사람의 결정으로 학습한 비평가가 거부하는 행을 뺍니다 (West et al. 2022).",
  "Rows whose most frequent answer has a smaller share of the votes go. Default: 0.5.":
    "가장 많은 답의 득표율이 이보다 작은 행을 뺍니다. 기본: 0.5.",
  "Rows with fewer votes are left alone. Default: 2.":
    "표가 이보다 적은 행은 그대로 둡니다. 기본: 2.",
  "A row whose own answer is not the most frequent one goes, too. Default: true.":
    "자기 답이 가장 많은 답이 아닌 행도 뺍니다. 기본: true.",
  "Field that holds the list of candidate answers or results; null entries could not be executed. Default: the votes of the row.":
    "후보 답이나 결과의 목록을 담은 필드. null 항목은 실행할 수 없었던 것입니다. 기본: 행의 표.",
  "Field that holds the row's own answer or result. Default: its label.":
    "행 자신의 답이나 결과를 담은 필드. 기본: 라벨.",
  "From code: executes a candidate answer; results are compared instead of answers.":
    "코드에서: 후보 답을 실행합니다. 답 대신 결과를 비교합니다.",
  "How many rows stay: a share up to 1, a count above. Default: 0.5.":
    "남는 행: 1 이하면 비율, 넘으면 개수. 기본: 0.5.",
  "Keep the share of every class, else the highest of all rows together. Default: true.":
    "클래스마다 그 비율을 남깁니다. 아니면 전체에서 가장 높은 행을 남깁니다. 기본: true.",
  "Score of a row that holds the generator's average log-probability. Default: averageLogProbability.":
    "생성기의 평균 로그 확률을 담은 행의 점수. 기본: averageLogProbability.",
  "Words of an n-gram of the model that stands in where rows have no score. Default: 3.":
    "점수가 없는 행에 대신 쓰는 모델의 n-그램 단어 수. 기본: 3.",
  "Take out the hard-to-learn rows, or keep the easy or the ambiguous ones alone. Default: remove-hard.":
    "배우기 어려운 행을 빼거나, 쉬운 행 또는 모호한 행만 남깁니다. 기본: remove-hard.",
  "Share of the rows that is removed (remove-hard) or kept (the others). Default: 0.1; the paper keeps 0.33.":
    "빼는(remove-hard) 또는 남기는(그 밖의) 행의 비율. 기본: 0.1. 논문은 0.33을 남깁니다.",
  "Take the share of every class. Default: true.": "클래스마다 그 비율을 적용합니다. 기본: true.",
  "Passes, at least 2. Default: 20.": "학습 반복 수, 적어도 2. 기본: 20.",
  "Step of the gradient descent. Default: 0.5.": "경사 하강의 보폭. 기본: 0.5.",
  "Rows below this probability go. Default: none, `removeShare` decides.":
    "확률이 이보다 낮은 행을 뺍니다. 기본: 없음. `removeShare`가 정합니다.",
  "Share of the rows with the lowest probability that goes, where there is no threshold. Default: 0.1.":
    "문턱값이 없을 때 빼는, 확률이 가장 낮은 행의 비율. 기본: 0.1.",
  "Take the share of every class, so that no class loses more than it. Default: true.":
    "클래스마다 그 비율을 적용해 어느 클래스도 더 잃지 않게 합니다. 기본: true.",
  "Folds of the cross-validation, at least 2. Default: 5.": "교차 검증의 겹 수, 적어도 2. 기본: 5.",
  "The small model. Default: logistic-regression.": "작은 모델. 기본: logistic-regression.",
  "Nearest rows that vote. Default: 5.": "투표하는 가장 가까운 행의 수. 기본: 5.",
  "Largest share of the rows that goes; only rows below 0 do. Default: 0.1.":
    "빼는 행의 최대 비율. 0보다 작은 행만 뺍니다. 기본: 0.1.",
  "Whose labels the neighbours have to get right: the other rows', or the trusted rows'. Default: auto = the trusted rows' where there are any.":
    "이웃이 누구의 라벨을 맞혀야 하는지: 다른 행, 또는 믿을 수 있는 행. 기본: auto = 믿을 수 있는 행이 있으면 그것.",
  "Rows of those that are looked at, drawn at random above. Default: 2000.":
    "그 가운데 보는 행의 수. 더 많으면 무작위로 뽑습니다. 기본: 2000.",
  "What happens to equal texts with different labels: the first stays, or none does. Default: keep-first.":
    "텍스트가 같고 라벨이 다르면: 첫 것을 남기거나 하나도 남기지 않습니다. 기본: keep-first.",
  'Whether "A" and "a" are equal: fold, keep, or auto, which folds but in texts that hold code. Default: auto.':
    '"A"와 "a"를 같게 볼지: fold, keep, 또는 코드가 든 텍스트만 빼고 같게 보는 auto. 기본: auto.',
  "Word lists that are used. Default: all (en, ko, ja, zh, de, fr, es, pt, ru).":
    "쓰는 낱말 목록. 기본: 전부 (en, ko, ja, zh, de, fr, es, pt, ru).",
  "Categories of the word lists. Default: all.": "낱말 목록의 범주. 기본: 전부.",
  "Words below it are ignored: 1 coarse, 2 offensive, 3 slurs and calls to harm. Default: 2.":
    "이보다 낮은 낱말은 무시합니다: 1 거친 말, 2 모욕, 3 비하와 가해 선동. 기본: 2.",
  "More words, matched whole. Default: none.": "더할 낱말. 온전한 낱말로 맞춥니다. 기본: 없음.",
  "Words that never count. Default: none.": "세지 않을 낱말. 기본: 없음.",
  "Rows that people labelled; a classifier is trained on them. Default: none, no classifier.":
    "사람이 라벨을 붙인 행. 이것으로 분류기를 학습합니다. 기본: 없음, 분류기도 없음.",
  "Rows whose probability by the classifier reaches it go. Default: 0.5.":
    "분류기의 확률이 이 값에 이르는 행을 뺍니다. 기본: 0.5.",
  "A moderation endpoint that every text is sent to. Default: none, nothing leaves the machine.":
    "모든 텍스트를 보내는 모더레이션 엔드포인트. 기본: 없음, 아무것도 밖으로 보내지 않습니다.",
  "OpenAI-compatible server, ending in /v1.": "/v1로 끝나는 OpenAI 호환 서버.",
  "Its moderation model.": "그 서버의 모더레이션 모델.",
  "Environment variable that holds the key.": "키를 담은 환경 변수.",
  "Texts of one request.": "요청 하나의 텍스트 수.",
  "Seconds that a request may take.": "요청 하나를 기다리는 초.",
  "A moderation function of your own, from code: (texts, signal) => results.":
    "코드에서 주는 자체 모더레이션 함수: (texts, signal) => results.",
  "Fewest words. Default: 1.": "최소 단어 수. 기본: 1.",
  "Most words. Default: no limit.": "최대 단어 수. 기본: 한도 없음.",
  "Fewest characters as a reader counts them. Default: 1.":
    "사람이 세는 글자로 최소 글자 수. 기본: 1.",
  "Most characters. Default: no limit.": "최대 글자 수. 기본: 한도 없음.",
  "Largest share of word triples that occurred before in the text (of 12 words or more); null = unchecked. Default: 0.5.":
    "(12단어 이상인) 텍스트에서 앞에 이미 나온 세 단어 묶음의 최대 비율. null = 보지 않음. 기본: 0.5.",
  "A phrase may follow itself this often; null = unchecked. Default: 8.":
    "한 어구가 잇달아 되풀이될 수 있는 횟수. null = 보지 않음. 기본: 8.",
  'Accepted languages (BCP 47), or "task" for the language of the task; texts whose language cannot be told stay; null = unchecked. Default: task.':
    '받아들이는 언어(BCP 47), 또는 과제의 언어를 뜻하는 "task". 언어를 알 수 없는 텍스트는 남깁니다. null = 보지 않음. 기본: task.',
  "Take out refusals, preambles, unfilled placeholders and models speaking of themselves, in ten languages. Default: true.":
    "거절하는 말, 머리말, 채우지 않은 자리, 자신을 말하는 모델을 열 개 언어에서 뺍니다. 기본: true.",
  "More phrases that take a row out, found anywhere, case aside. Default: none.":
    "텍스트 어디에든 있으면 행을 빼는 어구(대소문자 무시). 기본: 없음.",
  "What happens to HTML tags and character references. Default: clean.":
    "HTML 태그와 문자 참조를 어떻게 하는지. 기본: clean.",
  "Regular expression (with the u flag) that the text must match. Default: none.":
    "텍스트가 맞아야 하는 정규식(u 플래그). 기본: 없음.",
  "Regular expression that the text must not match. Default: none.":
    "텍스트가 맞으면 안 되는 정규식. 기본: 없음.",
  "Largest share of the rows that goes; only rows with a harmful influence (above 0) do. Default: 0.1.":
    "빼는 행의 최대 비율. 해로운 영향이 있는(0보다 큰) 행만 뺍니다. 기본: 0.1.",
  "How the inverse Hessian is applied. Default: conjugate-gradient.":
    "헤세 행렬의 역을 적용하는 방법. 기본: conjugate-gradient.",
  "Added to the Hessian's diagonal (conjugate gradients), or what a step forgets (LiSSA). Default: 0.005.":
    "헤세 행렬의 대각에 더하는 값(켤레 경사), 또는 한 걸음이 잊는 값(LiSSA). 기본: 0.005.",
  "Steps of the solver at most. Default: 30 for conjugate gradients, 1000 for LiSSA.":
    "풀이의 최대 단계 수. 기본: 켤레 경사 30, LiSSA 1000.",
  "LiSSA only: what a step is divided by. Default: 10000.":
    "LiSSA만: 한 걸음을 나누는 값. 기본: 10000.",
  "Score that holds the average log-probability of the answer given the instruction.":
    "지시문이 주어졌을 때 답의 평균 로그 확률을 담은 점수.",
  "Score that holds the average log-probability of the answer alone.":
    "답만의 평균 로그 확률을 담은 점수.",
  "Rows whose difficulty reaches it go: the instruction misleads. Default: 1.":
    "난이도가 이 값에 이르는 행을 뺍니다. 지시문이 오히려 그르치기 때문입니다. 기본: 1.",
  "Of the rest the most difficult stay: a share up to 1, a count above. Default: all; the paper keeps 0.05 to 0.1.":
    "나머지에서 가장 어려운 것을 남깁니다: 1 이하면 비율, 넘으면 개수. 기본: 전부. 논문은 0.05~0.1을 남깁니다.",
  "Least rating that stays, 0 to 5. Default: 4.5.": "남는 최소 평점, 0~5. 기본: 4.5.",
  "What the judge rates. Default: accuracy.": "심사 모델이 평가하는 것. 기본: accuracy.",
  "Ask for a line of text, or for a JSON object where the model answers better so. Default: text.":
    "텍스트 한 줄로 묻거나, 모델이 그쪽에 더 잘 답하면 JSON 객체로 묻습니다. 기본: text.",
  "Take the score `rating` that came with a row instead of asking again. Default: true.":
    "다시 묻지 않고 행에 딸려 온 점수 `rating`을 씁니다. 기본: true.",
  "Questions at a time, at least 1. Default: 8.": "동시에 묻는 질문 수, 적어도 1. 기본: 8.",
  "The test texts, which must not be found in the rows. Default: those of the test file.":
    "행에 들어 있으면 안 되는 평가 텍스트. 기본: 평가 파일의 텍스트.",
  "Words of an n-gram. Default: 8.": "n-그램의 단어 수. 기본: 8.",
  "Least share of a test text's n-grams that a row holds. Default: 0.5.":
    "행에 든, 평가 텍스트 n-그램의 최소 비율. 기본: 0.5.",
  "Least Jaccard similarity of a near copy. Default: 0.8.":
    "거의 같은 것으로 보는 최소 자카드 유사도. 기본: 0.8.",
  "Least cosine of the embeddings of a near copy; embeds every text. Default: unchecked.":
    "거의 같은 것으로 보는 임베딩의 최소 코사인. 모든 텍스트를 임베딩합니다. 기본: 보지 않음.",
  "What a near text and the test text must have in common as well: operators (7 - 3 is not 7 * 3), figures (nor 8 - 3), or ignore for nothing. Default: figures for tasks of mathematics or code, else operators.":
    "비슷한 텍스트와 평가 텍스트에 함께 있어야 하는 것: operators(7 - 3은 7 * 3이 아님), figures(8 - 3도 아님), 또는 아무것도 보지 않는 ignore. 기본: 수학이나 코드 과제는 figures, 아니면 operators.",
  "What the model learns: the trusted support rows, the rows themselves, or support where there is enough of it. Default: auto.":
    "모델이 배우는 것: 믿을 수 있는 예시 행, 행 자체, 또는 충분하면 예시 행. 기본: auto.",
  "tau_c: selected rows have a confidence of at least 1 - tau_c, unlearnable ones at most tau_c. Default: 0.2.":
    "tau_c: 고른 행은 확신이 적어도 1 - tau_c, 배울 수 없는 행은 많아야 tau_c. 기본: 0.2.",
  'tau_a: largest aleatoric uncertainty of both; "adaptive" = 0.75 (max - min). Default: adaptive.':
    'tau_a: 둘의 최대 우연적 불확실성. "adaptive" = 0.75 (max - min). 기본: adaptive.',
  "Groups that stay. Default: selected.": "남는 무리. 기본: selected.",
  "Keep the rows with the highest or the lowest variability. Default: ambiguous.":
    "변동이 가장 큰 행, 또는 가장 작은 행을 남깁니다. 기본: ambiguous.",
  "How many stay: a share up to 1, a count above. Default: 0.5.":
    "남는 수: 1 이하면 비율, 넘으면 개수. 기본: 0.5.",
  "Keep the share of every class. Default: true.": "클래스마다 그 비율을 남깁니다. 기본: true.",
  "Passes, at least 2. Default: 10.": "학습 반복 수, 적어도 2. 기본: 10.",
  "Most probable labels of a row that are looked at, beside its own: the others hardly vary. Default: 5.":
    "자기 라벨 외에 보는, 행의 확률이 가장 높은 라벨 수. 나머지는 거의 변하지 않습니다. 기본: 5.",
  "Least Jaccard similarity of a near copy, above 0. Default: 0.8.":
    "거의 같은 것으로 보는 최소 자카드 유사도, 0보다 큰 값. 기본: 0.8.",
  "Characters of an n-gram. Default: 5.": "n-그램의 글자 수. 기본: 5.",
  "Which row of a cluster stays. Default: first.": "무리에서 남는 행. 기본: first.",
  "What near texts must have in common as well: operators (7 - 3 is not 7 * 3), figures (nor 8 - 3), or ignore for nothing. Default: figures for tasks of mathematics or code, else operators.":
    "비슷한 텍스트끼리 함께 있어야 하는 것: operators(7 - 3은 7 * 3이 아님), figures(8 - 3도 아님), 또는 아무것도 보지 않는 ignore. 기본: 수학이나 코드 과제는 figures, 아니면 operators.",
  "Replace personal data by placeholders such as [EMAIL_1], the same for one value in all rows, or take the row out. Default: redact.":
    "개인 정보를 [EMAIL_1] 같은 자리표시로 바꾸거나(같은 값은 모든 행에서 같은 것으로) 행을 뺍니다. 기본: redact.",
  "Kinds of personal data. Default: all; names only where a list is given.":
    "개인 정보의 종류. 기본: 전부. 이름은 목록을 줄 때만.",
  "Names of people, as they are written. Default: none.": "적힌 그대로의 사람 이름. 기본: 없음.",
  "A row that shares this many words in a row with one private row goes; the private rows are the support rows; null = unchecked. Default: 12.":
    "비공개 행 하나와 이만큼의 낱말을 잇달아 공유하는 행을 뺍니다. 비공개 행은 예시 행입니다. null = 보지 않음. 기본: 12.",
  "A row whose distance to its nearest private row is below this share of that to the second nearest goes; embeds every row. Default: unchecked.":
    "가장 가까운 비공개 행까지의 거리가 둘째로 가까운 것까지 거리의 이 비율보다 작은 행을 뺍니다. 모든 행을 임베딩합니다. 기본: 보지 않음.",
  "Canaries that were planted in the private rows (makeCanaries). Default: none.":
    "비공개 행에 심어 둔 카나리아(makeCanaries). 기본: 없음.",
  'Rows below it go: "class-mean" (of the row\'s class) or a number of bits. Default: class-mean.':
    '이보다 낮은 행을 뺍니다: "class-mean"(행의 클래스 평균) 또는 비트 수. 기본: class-mean.',
  "Share of the rows of each label that stays, the surest first. Default: 0.5.":
    "라벨마다 남는 행의 비율. 가장 확신하는 것부터입니다. 기본: 0.5.",
  "Whether rows go that the small model reads as another label. Default: true.":
    "작은 모델이 다른 라벨로 읽는 행을 뺄지. 기본: true.",
  "Rows that people accepted or rejected. Default: none.":
    "사람이 채택하거나 거부한 행. 기본: 없음.",
  "Field of rows and support rows that says what people decided (true or false, accept or reject); such rows are examples, too. Default: accepted.":
    "사람의 결정(true/false, accept/reject)을 담은, 행과 예시 행의 필드. 그런 행도 학습에 씁니다. 기본: accepted.",
  "tau: rows whose probability of being accepted is below it go. Default: 0.5.":
    "tau: 채택될 확률이 이보다 낮은 행을 뺍니다. 기본: 0.5.",
  "The critic sees the label of a row beside its text. Default: true.":
    "비평가가 텍스트와 함께 행의 라벨도 봅니다. 기본: true.",
};
