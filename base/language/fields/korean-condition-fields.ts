/** Fields of a task file in Korean: conditions, sources and demonstrations. */
export const KOREAN_CONDITION_FIELDS: Readonly<Record<string, string>> = {
  "Where the dimensions of the condition space come from, in order: condition sources, for example [spec, { name: vocabulary, path: words.txt }]. Default: the spec's attributes and closed vocabularies, else topics asked from the model; and the lengths of the support rows.":
    "조건 공간의 차원을 가져오는 곳, 순서대로: 조건 출처. 예: [spec, { name: vocabulary, path: words.txt }]. 기본: 과제의 속성과 닫힌 어휘, 없으면 모델에 물은 주제. 그리고 예시 행의 길이.",
  "The task's `attributes`; values that it does not name are asked from the model.":
    "과제의 `attributes`. 값이 없는 것은 모델에 묻습니다.",
  "One dimension, its values asked from the model, for each label its own.":
    "모델에 물은 값을 갖는 차원 하나. 라벨마다 값이 다릅니다.",
  "Dimensions that the model proposes, about ten values each, for each label its own where they depend on it (AttrPrompt).":
    "모델이 제안하는 차원들. 각각 값이 열 개쯤이고, 라벨에 따라 달라지면 라벨마다 다릅니다 (AttrPrompt).",
  "Entities, relations and everything narrower than `roots`, of the graph among the knowledge sources; without a graph the names that most passages mention (ClinGen).":
    "지식 출처의 그래프에서 개체, 관계, `roots`보다 좁은 모든 것. 그래프가 없으면 가장 많은 문단에 나오는 이름 (ClinGen).",
  "One word of each list, and a random subset of features (TinyStories).":
    "목록마다 낱말 하나, 그리고 특징의 무작위 부분집합 (TinyStories).",
  "Who writes or speaks: people of your own file, or of the model's, each with all attributes at once.":
    "쓰거나 말하는 사람: 파일로 준 사람, 또는 모델이 만든 사람. 각자 모든 속성을 한꺼번에 갖습니다.",
  "Topics of the knowledge documents: passages in clusters, named by their key phrases or by the model.":
    "지식 문서의 주제: 문단을 군집으로 묶고 핵심 어구나 모델로 이름을 붙입니다.",
  "How long the support rows are, and how they are written: question or not, closing marks, capitals, emoji, register (English and Korean).":
    "예시 행의 길이와 문체: 의문문인지, 문장부호, 대문자, 이모지, 격식 (영어와 한국어).",
  "Name of the dimension.": "차원의 이름.",
  "What it means, for the model.": "무슨 뜻인지. 모델이 읽습니다.",
  "Values asked for, of each label. Default: plan.subtopics, else 6; of topics as many as the first rounds have orders of a label, 6 to 24.":
    "라벨마다 물을 값의 수. 기본: plan.subtopics, 없으면 6. 주제는 처음 라운드들이 한 라벨에 내는 주문만큼, 6~24.",
  "Whether each label has values of its own.": "라벨마다 값이 따로 있는지.",
  "Asks nothing where that takes more calls than samples are wanted.":
    "원하는 샘플보다 호출이 더 많이 들면 묻지 않습니다.",
  "How many are asked for, or the ones to be used: names, or { name, description, perLabel }.":
    "물을 개수, 또는 쓸 것의 이름이나 { name, description, perLabel }.",
  "Whether each label has values of its own. Default: the model is asked.":
    "라벨마다 값이 따로 있는지. 기본: 모델에 묻습니다.",
  "Values of each dimension; of each label where they depend on it.":
    "차원마다의 값 수. 라벨에 따라 달라지면 라벨마다의 수.",
  "Drops values of a label that the model finds relevant to one of its similar labels too.":
    "비슷한 라벨에도 맞는다고 모델이 보는 값을 뺍니다.",
  "How many similar labels a value is checked against, nearest by embedding first.":
    "값 하나를 견주어 볼 비슷한 라벨의 수. 임베딩이 가까운 것부터입니다.",
  "entities, relations, hyponyms. Default: hyponyms where roots are given, else entities.":
    "entities, relations, hyponyms. 기본: roots가 있으면 hyponyms, 아니면 entities.",
  "Entities, by id or label, whose kinds are the values; or label -> entities, for values of each label.":
    "값이 될 하위 개념을 가진 개체(id나 이름). 또는 라벨 -> 개체로 라벨마다 값을 줍니다.",
  "Most steps below a root. Default: all.": "뿌리 아래 최대 단계 수. 기본: 전부.",
  "Whether instances count as kinds.": "인스턴스도 하위 개념으로 칠지.",
  "Relations that lead from the narrower to the broader. Default: the usual ones.":
    "좁은 것에서 넓은 것으로 가는 관계. 기본: 흔히 쓰는 관계.",
  "Most values of a dimension; more are drawn so that relations are covered evenly.":
    "한 차원의 최대 값 수. 더 많으면 관계를 고루 다루도록 뽑습니다.",
  "Name of the dimension of entities and kinds.": "개체와 하위 개념 차원의 이름.",
  "Lists of words by name, for example { noun: [...], verb: [...], adjective: [...] }.":
    "이름이 붙은 낱말 목록. 예: { noun: [...], verb: [...], adjective: [...] }.",
  "File with the words, relative to the task file: a table with the columns `word` and `part`, or with one column for each list; or a .txt file with a word a line.":
    "낱말 파일. 과제 파일을 기준으로 한 경로입니다. `word`와 `part` 열이 있거나 목록마다 열이 하나인 표, 또는 한 줄에 한 낱말인 .txt.",
  "Features of which each sample has a random subset; [] for none.":
    "샘플마다 무작위 부분집합을 갖는 특징. []면 없음.",
  "Chance of each feature.": "특징 하나가 들어갈 확률.",
  "People asked from the model; fewer where it repeats itself.":
    "모델에 물을 사람 수. 모델이 되풀이하면 더 적습니다.",
  "File with the people, relative to the task file: a row each, with columns of your own; `weight`, `label` and names of other dimensions say how often and where they occur. Default: they are asked from the model.":
    "사람 파일. 과제 파일을 기준으로 한 경로이며, 한 사람이 한 행이고 열은 마음대로 정합니다. `weight`, `label`과 다른 차원의 이름은 얼마나 자주, 어디에 나오는지 말합니다. 기본: 모델에 묻습니다.",
  "Columns of the file that describe a person. Default: all others.":
    "사람을 설명하는 파일의 열. 기본: 나머지 모든 열.",
  "Asks nothing where samples work on given rows.": "주어진 행으로 샘플을 만들면 묻지 않습니다.",
  "Clusters of passages.": "문단 군집의 수.",
  "Whether the model names the topics of each cluster; key phrases otherwise.":
    "군집의 주제 이름을 모델이 짓는지. 아니면 핵심 어구를 씁니다.",
  "Topics that are asked for, of each cluster.": "군집마다 물을 주제 수.",
  "What is counted.": "무엇을 세는지.",
  "Values that never occur together, for example [{ tone: angry, channel: [letter, fax] }]; `label` stands for the label.":
    "함께 나오지 않는 값. 예: [{ tone: angry, channel: [letter, fax] }]. `label`은 라벨을 뜻합니다.",
  "independent: values are drawn by their weights. pairwise: the first draws hold every possible pair of values at least once; then by the weights.":
    "independent: 값을 가중치대로 뽑습니다. pairwise: 처음에는 가능한 모든 값의 쌍이 한 번은 나오게 뽑고, 그다음 가중치대로 뽑습니다.",
  "Most cells with a quota of their own; further dimensions are drawn for each sample.":
    "할당량을 따로 갖는 최대 셀 수. 남는 차원은 샘플마다 뽑습니다.",
  "Values asked from the model for each label where the spec gives no attributes; 0 asks for none. Default: as many as the first rounds have orders of a label, at least 6 and at most 24, so that no two of them are asked for the same.":
    "과제에 속성이 없을 때 라벨마다 모델에 물을 값의 수. 0이면 묻지 않습니다. 기본: 처음 라운드들이 한 라벨에 내는 주문만큼, 적어도 6이고 많아야 24. 그래서 두 주문이 같은 것을 요청받지 않습니다.",
  "When a cell has nothing new to give, and the run may stop for it.":
    "언제 셀에 새로운 것이 더 없어서 실행을 멈춰도 되는지.",
  "A cell is saturated below this Good-Turing estimate.":
    "Good-Turing 추정값이 이보다 작으면 셀이 포화됩니다.",
  "Over this many latest drafts at least.": "적어도 이만큼의 최근 초안에서.",
  "True: a good sample beyond the quota of its cell is refused (beyond-quota), so that the dataset has exactly the planned shape. False: quotas steer, and what lands elsewhere is kept.":
    "true: 셀의 할당량을 넘는 좋은 샘플을 거부해(beyond-quota) 데이터셋이 계획한 모양 그대로 됩니다. false: 할당량은 방향만 잡고, 다른 셀에 떨어진 것도 남깁니다.",
  "Share of the support rows that only serve to find what the small model gets wrong: it is not trained on them, and no prompt shows them but as seeds (student-errors). Never the held-out rows. Default: 0.2 for plan.seeds student-errors, else 0.":
    "작은 모델이 틀리는 것을 찾는 데만 쓰는 예시 행의 비율. 작은 모델은 이것으로 학습하지 않고, 프롬프트에는 시드로만(student-errors) 나옵니다. 떼어 둔 행은 쓰지 않습니다. 기본: plan.seeds가 student-errors면 0.2, 아니면 0.",
  "How quotas follow the small model's errors.": "할당량이 작은 모델의 오류를 어떻게 따라가는지.",
  "Share of what a cell lacks that moves on where the small model labels it well and others of its label badly. 0 moves nothing.":
    "작은 모델이 잘 맞히는 셀의 부족분 가운데, 같은 라벨의 못 맞히는 셀로 옮기는 비율. 0이면 옮기지 않습니다.",
  "True: also from label to label, so that the dataset has more of the labels that the small model confuses.":
    "true: 라벨 사이에서도 옮겨, 작은 모델이 혼동하는 라벨이 데이터셋에 더 많아집니다.",
  "Most questions to the planner's model before the first sample: a plan that needs more is refused before they are asked.":
    "첫 샘플 전에 플래너의 모델에 묻는 최대 질문 수. 더 필요한 계획은 묻기 전에 거부합니다.",
  "Stop after this many sealed rounds in a row without an accepted sample: rounds of 12 drafts together, or as many as so many full rounds have.":
    "채택된 샘플 없이 마감된 라운드가 이만큼 이어지면 멈춥니다. 초안 12개를 한 라운드로 세거나, 꽉 찬 라운드로 셉니다.",
  "How samples are written.": "샘플을 쓰는 방법.",
  "How a sample is written, where a step names no strategy of its own: a generate strategy, or { name, ...settings }.":
    "단계가 전략을 따로 정하지 않았을 때 샘플을 쓰는 방법: 생성 전략, 또는 { name, ...설정 }.",
  "Settings of strategies that steps use, for example [{ name: tool-loop, maxCalls: 3 }]; those of a step's own `strategy` go first.":
    "단계들이 쓰는 전략의 설정. 예: [{ name: tool-loop, maxCalls: 3 }]. 단계의 `strategy`에 적은 것이 앞섭니다.",
  "How passages of the knowledge sources are given to samples: a source selector, or { name, count, ...settings }.":
    "지식 출처의 문단을 샘플에 주는 방법: 출처 선택기, 또는 { name, count, ...설정 }.",
  "About the order's label or topic, in turns; none where none is. In turns also where passages are about neither.":
    "주문의 라벨이나 주제에 관한 문단을 차례로. 그런 문단이 없으면 주지 않습니다. 문단이 둘 다에 관한 것이 아닐 때도 차례로 줍니다.",
  "Dealt like cards: no passage comes again before every other was used.":
    "카드처럼 나눠 줍니다. 다른 문단을 모두 쓰기 전에는 같은 문단이 다시 나오지 않습니다.",
  "Found for the label with its definition, the conditions, and the given row; better ones more often.":
    "라벨과 그 정의, 조건, 주어진 행으로 찾습니다. 잘 맞는 것이 더 자주 나옵니다.",
  "Facts of a graph that hang together and cover every relation about evenly; where a label or condition names a relation or an entity they begin there (SynthIE).":
    "서로 이어지면서 모든 관계를 고루 다루는 그래프의 사실. 라벨이나 조건이 관계나 개체를 말하면 거기서 시작합니다 (SynthIE).",
  "Each linked to the one before, at least two: a path of facts, or passages that share a name, for questions of several hops (SP-CoT).":
    "적어도 둘이 앞의 것에 이어집니다. 여러 단계 질문에 쓰는 사실의 경로, 또는 이름을 공유하는 문단들 (SP-CoT).",
  "Passages for each sample; at least 2 of a chain. 0: none, for sources that only conditions are taken from.":
    "샘플마다의 문단 수. 사슬이면 적어도 2. 0: 주지 않음. 조건만 가져오는 출처에 씁니다.",
  "Fewest passages of a chain, whose length is drawn between this and count. Default: count.":
    "사슬의 최소 문단 수. 길이를 이 값과 count 사이에서 뽑습니다. 기본: count.",
  "Accepted samples of earlier rounds for the same label and topic that a prompt lists, so that the next one is unlike them. 0 for none.":
    "같은 라벨과 주제로 앞 라운드에서 채택된 샘플 가운데 프롬프트에 늘어놓는 수. 다음 샘플이 그것들과 다르게 하려는 것입니다. 0이면 없음.",
  "How often a failed step of a sample of several steps is tried again, alone.":
    "여러 단계 샘플에서 실패한 단계만 다시 하는 횟수.",
  "Which rows a prompt shows: a demonstration selector, or { name, count, maxTokens, machine, ...settings }.":
    "프롬프트에 보여 줄 행: 예시 선택기, 또는 { name, count, maxTokens, machine, ...설정 }.",
  "Rows near to the order's label, conditions and task, drawn from 3 times as many.":
    "주문의 라벨, 조건, 과제에 가까운 행을 세 배수에서 뽑습니다.",
  "Rows drawn at random.": "무작위로 뽑은 행.",
  "Rows far from each other, so that all is covered; outliers early (LLMaAA).":
    "모두를 두루 다루도록 서로 먼 행. 동떨어진 것이 먼저 나옵니다 (LLMaAA).",
  "Rows near to the order and far from each other (Carbonell and Goldstein 1998).":
    "주문에 가깝고 서로는 먼 행 (Carbonell and Goldstein 1998).",
  "A part for the label and for each condition of the order, rows near to it (MSP).":
    "라벨과 조건마다 한 부분씩, 거기에 가까운 행 (MSP).",
  "The nearest of the rows that stand for clusters (FreeAL, Synthetic Prompting, SP-CoT).":
    "군집을 대표하는 행 가운데 가장 가까운 것 (FreeAL, Synthetic Prompting, SP-CoT).",
  "An ambiguous row of the order's label behind its nearest rows of that label (WANLI).":
    "주문한 라벨의 모호한 행을 같은 라벨의 가장 가까운 행들 뒤에 (WANLI).",
  "In a share of the prompts accepted samples of the order's label that help a small model (ProGen).":
    "프롬프트의 일부에, 주문한 라벨로 채택된 샘플 가운데 작은 모델에 도움이 되는 것 (ProGen).",
  "Real rows and accepted samples in a proportion, shuffled (Self-Instruct).":
    "실제 행과 채택된 샘플을 정한 비율로 섞은 것 (Self-Instruct).",
  "Rows from easy to hard over the rounds (Platanios et al. 2019).":
    "라운드가 갈수록 쉬운 행에서 어려운 행으로 (Platanios et al. 2019).",
  "Demonstrations in a prompt. Default: 8 (medoids 10, ambiguous-neighbours 5, human-machine its two counts), or 64 for a free model with a large context (the embedded one).":
    "프롬프트의 예시 수. 기본: 8(medoids 10, ambiguous-neighbours 5, human-machine은 두 수의 합). 컨텍스트가 큰 무료 모델(내장 모델)은 64.",
  "Most tokens of all demonstrations of a prompt, by the model's own tokenizer where it is known. Default: a quarter of the model's context.":
    "프롬프트에 든 모든 예시의 최대 토큰 수. 알려진 모델은 그 토크나이저로 셉니다. 기본: 모델 컨텍스트의 4분의 1.",
  "Demonstrations in a prompt of the embedded model, in place of `count`: it writes of the rows in front of it, and the few of a published method are too few for it.":
    "`count` 대신 쓰는, 내장 모델 프롬프트의 예시 수. 내장 모델은 눈앞의 행으로 쓰므로 공개된 방법의 몇 개로는 모자랍니다.",
  "Whether rows of other labels stand among those of the wanted one.":
    "원하는 라벨의 행 사이에 다른 라벨의 행도 둘지.",
  "Share of demonstrations taken from accepted samples of sealed rounds. Not for ambiguous-neighbours, helpful and human-machine, which have rules of their own.":
    "마감된 라운드의 채택 샘플에서 가져오는 예시의 비율. 자기 규칙이 있는 ambiguous-neighbours, helpful, human-machine에는 쓰지 않습니다.",
  "1 shows rows near to what is ordered, 0 rows far from each other.":
    "1이면 주문에 가까운 행, 0이면 서로 먼 행을 보여 줍니다.",
  "Clusters of all labels together.": "모든 라벨을 합친 군집 수.",
  "The row that stands for a cluster: the one nearest to its centre, the longest, or the one nearest to what is ordered.":
    "군집을 대표하는 행: 중심에 가장 가까운 것, 가장 긴 것, 또는 주문에 가장 가까운 것.",
  "Share of each label's rows, the most ambiguous, that a pocket is built around.":
    "주변을 묶을, 라벨마다 가장 모호한 행의 비율.",
  "The most helpful accepted samples of a label that are shown: a share up to 1, a count above.":
    "보여 주는, 라벨마다 가장 도움이 되는 채택 샘플: 1 이하면 비율, 넘으면 개수.",
  "Share of the prompts that show them.": "그것을 보여 주는 프롬프트의 비율.",
  "Real rows in a prompt; with another count of rows, in this proportion to machineCount.":
    "프롬프트의 실제 행 수. 행 수가 다르면 machineCount와 이 비율로 나눕니다.",
  "Accepted samples in a prompt.": "프롬프트의 채택 샘플 수.",
  "learning: how slowly a small model learns a row's label; length: how long its text is.":
    "learning: 작은 모델이 행의 라벨을 얼마나 천천히 배우는지. length: 텍스트의 길이.",
  "Rounds until the hardest rows are shown. Default: the full rounds that the target takes.":
    "가장 어려운 행을 보여 주기까지의 라운드 수. 기본: 목표에 필요한 꽉 찬 라운드 수.",
  "How freely samples are written; `models.generator.temperature` goes before it.":
    "샘플을 얼마나 자유롭게 쓰는지. `models.generator.temperature`가 앞섭니다.",
  "Share of the likeliest tokens that samples are drawn from.":
    "샘플을 뽑을 대상이 되는, 확률이 가장 높은 토큰들의 비율.",
};
