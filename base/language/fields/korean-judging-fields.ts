/** Fields of a task file in Korean: criteria, checkers and the small model. */
export const KOREAN_JUDGING_FIELDS: Readonly<Record<string, string>> = {
  "What drafts are judged by.": "초안을 무엇으로 심사하는지.",
  "What a draft is judged by: criteria, each a name or { name, ...settings }. Default: format, coherent, on-task, label-correct, grounded, no-copy, novel; and checker where the task has one. One of your own is { name, question, scale, atLeast, appliesTo, advice }. A list takes the place of all of them. `conditions` finds the values of attributes that a draft really has, and refuses nothing.":
    "초안을 심사하는 기준. 이름 또는 { name, ...설정 }. 기본: format, coherent, on-task, label-correct, grounded, no-copy, novel. 과제에 checker가 있으면 그것도. 직접 정하려면 { name, question, scale, atLeast, appliesTo, advice }. 목록을 주면 전체를 대신합니다. `conditions`는 초안이 실제로 갖는 속성값을 찾을 뿐 거부하지 않습니다.",
  "Refuses fields without their types, and what the kind does not allow.":
    "필드의 형이 맞지 않거나 종류가 허용하지 않는 것을 거부합니다.",
  "Refuses a draft that takes over a long run of words from one support row.":
    "예시 행 하나에서 여러 낱말을 잇달아 옮긴 초안을 거부합니다.",
  "Refuses a draft near to a support row or an accepted sample, by ROUGE-L or by embedding.":
    "예시 행이나 채택된 샘플에 가까운 초안을 거부합니다. ROUGE-L이나 임베딩으로 잽니다.",
  "Refuses broken text: repeated, cut off, scrambled, or rated so by the judge.":
    "망가진 텍스트를 거부합니다: 되풀이되거나, 잘렸거나, 뒤섞였거나, 심사 모델이 그렇게 평가한 것.",
  "Finds the values of attributes that a draft really has; refuses nothing.":
    "초안이 실제로 갖는 속성값을 찾습니다. 거부하지 않습니다.",
  "Refuses what the judge rates as about something else.":
    "심사 모델이 다른 것에 관한 글이라고 평가한 것을 거부합니다.",
  "Refuses figures and names that the sources do not have.":
    "출처에 없는 숫자와 이름을 거부합니다.",
  "Refuses a draft whose label is improbable by judge and small model.":
    "심사 모델과 작은 모델이 보기에 라벨이 맞을 확률이 낮은 초안을 거부합니다.",
  "Refuses what the task's own code refuses, run inside a boundary.":
    "과제의 코드를 격리된 곳에서 실행해 그것이 거부하는 것을 거부합니다.",
  "Refuses instructions by the rules of Self-Instruct: length, blacklist, beginning.":
    "Self-Instruct의 규칙으로 지시문을 거부합니다: 길이, 금지어, 첫머리.",
  "Refuses an output that repeats its input; a text or input that is a real row's.":
    "입력을 되풀이하는 출력, 실제 행과 같은 텍스트나 입력을 거부합니다.",
  "Refuses rewrites that change a figure, a name, whether something is denied, the label, or by the judge the meaning.":
    "숫자, 이름, 부정, 라벨을 바꾸거나 심사 모델이 보기에 뜻을 바꾼 다시 쓰기를 거부합니다.",
  "Refuses claims that the sources do not support, one by one (Genie).":
    "출처가 뒷받침하지 않는 주장을 하나씩 거부합니다 (Genie).",
  "Refuses sentences whose words the sources do not have; asks no model.":
    "낱말이 출처에 없는 문장을 거부합니다. 모델에 묻지 않습니다.",
  "Refuses what a small model of people's verdicts finds bad; asks no model.":
    "사람의 판정으로 배운 작은 모델이 나쁘다고 보는 것을 거부합니다. 모델에 묻지 않습니다.",
  "Refuses claims that the task's knowledge contradicts, with the passage that does.":
    "과제의 지식과 어긋나는 주장을 그 근거 문단과 함께 거부합니다.",
  "Refuses what the judge rates as ungrammatical or incoherent.":
    "심사 모델이 문법에 어긋나거나 조리가 없다고 평가한 것을 거부합니다.",
  "Refuses what the judge rates as contradicting itself.":
    "심사 모델이 스스로 모순된다고 평가한 것을 거부합니다.",
  "Refuses what the judge rates as harmful to train on.":
    "심사 모델이 학습에 해롭다고 평가한 것을 거부합니다.",
  "Refuses a label that a small model, or the nearest labelled texts, do not read (ReGen).":
    "작은 모델이나 라벨이 있는 가장 가까운 텍스트들이 다르게 읽는 라벨을 거부합니다 (ReGen).",
  "Fewest words of an instruction.": "지시문의 최소 단어 수.",
  "Most words of an instruction.": "지시문의 최대 단어 수.",
  "More words of things that a text model cannot do, beside those of Self-Instruct. Alpaca adds video, audio, music, flowchart and diagram.":
    "텍스트 모델이 할 수 없는 일을 가리키는 낱말. Self-Instruct의 것에 더합니다. Alpaca는 video, audio, music, flowchart, diagram을 더합니다.",
  'true: instructions may begin with "Write a program".':
    'true: 지시문이 "Write a program"으로 시작해도 됩니다.',
  "flip: the label must differ from the row's, and the judge is not asked whether the meaning held.":
    "flip: 라벨이 행의 라벨과 달라야 하며, 뜻이 그대로인지는 심사 모델에 묻지 않습니다.",
  "true: the rewrite may leave figures and names out (summaries).":
    "true: 다시 쓰면서 숫자와 이름을 빼도 됩니다 (요약).",
  "false: whether something is denied may change.": "false: 부정이 바뀌어도 됩니다.",
  "Least rating of the judge, 1 to 5.": "심사 모델의 최소 평점, 1~5.",
  "Least share of the claims that the sources must support.":
    "출처가 뒷받침해야 하는 주장의 최소 비율.",
  "Least support of a draft's sentences by the words of its sources, 0 to 1.":
    "초안의 문장이 출처의 낱말로 뒷받침되는 최소 정도, 0~1.",
  "File of people's verdicts, relative to the task file (docs/judging.md); a run keeps them.":
    "사람의 판정 파일. 과제 파일을 기준으로 한 경로입니다(docs/judging.md). 실행이 간직합니다.",
  "Least probability that people find the draft good, 0 to 1.":
    "사람이 초안을 좋다고 볼 최소 확률, 0~1.",
  "Least share of the claims that the knowledge must not contradict.":
    "지식과 어긋나지 않아야 하는 주장의 최소 비율.",
  "Least rating that passes, 1 to 5.": "통과하는 최소 평점, 1~5.",
  "Labelled texts whose labels are counted, each by its similarity, where there is no small model.":
    "작은 모델이 없을 때 라벨을 세는, 라벨 있는 텍스트의 수. 유사도만큼 셉니다.",
  "A criterion of the task's own: a question that the judge model answers on a scale, with what in the draft decides it and why.":
    "과제가 직접 정한 기준: 심사 모델이 척도로 답하는 질문, 초안의 어디가 왜 그런지와 함께.",
  "What the judge model is asked about a draft, in the one call that asks all criteria.":
    "모든 기준을 묻는 한 번의 호출에서 초안에 대해 심사 모델에 묻는 것.",
  "Rating -> what it means; the least and the greatest number are its ends.":
    "평점 -> 그 뜻. 가장 작은 수와 가장 큰 수가 양 끝입니다.",
  "What the judge does before it rates, step by step (as in G-Eval).":
    "심사 모델이 평가하기 전에 하는 일을 차례로 (G-Eval처럼).",
  "Field of the sample that holds an answer of the highest rating, which the judge compares with (as in Prometheus).":
    "평점이 가장 높은 답을 담은 샘플의 필드. 심사 모델이 견주어 봅니다 (Prometheus처럼).",
  "Least rating of a draft that passes. Default: the middle of the scale; its lowest end refuses nothing.":
    "초안이 통과하는 최소 평점. 기본: 척도의 가운데. 가장 낮은 값이면 거부하지 않습니다.",
  "Which drafts it is about; the others pass. Default: all.":
    "어느 초안에 대한 것인지. 나머지는 통과합니다. 기본: 모두.",
  "Drafts of this label, or of one of these.": "이 라벨, 또는 이 라벨들 가운데 하나의 초안.",
  "Drafts that were ordered with this value of an attribute, or with one of these.":
    "속성이 이 값, 또는 이 값들 가운데 하나로 주문된 초안.",
  "Drafts that have these fields (a name or a list), or have them with these values (a map).":
    "이 필드가 있는 초안(이름이나 목록), 또는 필드가 이 값인 초안(맵).",
  "What the generator is told of a refused draft, behind the judge's own words.":
    "초안이 거부되면 심사 모델의 말 뒤에 생성기에 전하는 말.",
  "Code that decides on each draft, run inside a boundary.":
    "초안마다 판정하는 코드. 격리된 곳에서 실행합니다.",
  "Language of the checker, and of the draft's own code where `runs` names it.":
    "검사 코드의 언어. `runs`가 가리키는 초안의 코드도 같은 언어입니다.",
  "The checker: gives true, false or { pass, reason } for the draft's fields in `sample`.":
    "검사 코드: `sample`에 든 초안의 필드로 true, false 또는 { pass, reason }을 줍니다.",
  "File with the checker, in place of `code`.": "`code` 대신 검사 코드를 담은 파일.",
  "Field that holds code in the same language: it is run by itself first, must not fail, and what it gives is `result` for the checker.":
    "같은 언어의 코드를 담은 필드. 먼저 따로 실행하며 실패하면 안 되고, 그 결과가 검사 코드의 `result`가 됩니다.",
  "For sql: the script that makes the tables and rows that code is run on.":
    "sql: 코드를 실행할 테이블과 행을 만드는 스크립트.",
  "For sql: file with that script, in place of `schema`.":
    "sql: `schema` 대신 그 스크립트를 담은 파일.",
  "Longest time that one check may take.": "검사 한 번이 쓸 수 있는 시간.",
  "Most memory that one check may take.": "검사 한 번이 쓸 수 있는 메모리.",
  "A draft above this ROUGE-L F against a support row or an accepted sample is not novel.":
    "예시 행이나 채택된 샘플과의 ROUGE-L F가 이보다 큰 초안은 새롭지 않습니다.",
  "A draft nearer than this cosine distance to a support row or an accepted sample is not novel.":
    "예시 행이나 채택된 샘플과의 코사인 거리가 이보다 가까운 초안은 새롭지 않습니다.",
  "Where the texts and vectors are that drafts are compared with. memory: about 1.8 kB a sample. compact: sketches and token lists in memory, at most 450 bytes a sample, texts and vectors in a temporary file that is read where a draft comes near; the same decisions, for hundreds of thousands of samples. Default: memory.":
    "초안과 견줄 텍스트와 벡터를 두는 곳. memory: 샘플 하나에 1.8 kB쯤. compact: 스케치와 토큰 목록은 메모리에(샘플 하나에 많아야 450바이트), 텍스트와 벡터는 임시 파일에 두고 초안이 가까울 때만 읽습니다. 결정은 같으며 샘플 수십만 개에 알맞습니다. 기본: memory.",
  "A run of this many words from one support row that covers most of the draft is a copy.":
    "예시 행 하나에서 잇달아 옮긴 낱말이 이만큼이고 초안의 대부분이면 복사본입니다.",
  "Least rating (1 to 5) of the judge for coherent and on-task.":
    "coherent와 on-task에서 심사 모델의 최소 평점(1~5).",
  "Least probability of the given label before the draft is refused for its label.":
    "주어진 라벨의 최소 확률. 더 낮으면 라벨 때문에 거부합니다.",
  "How often the judge is asked about a draft: ratings are averaged, labels voted on. Of several models (`models.critic.also`) each judges in its turn.":
    "초안 하나를 심사 모델에 묻는 횟수. 평점은 평균하고 라벨은 투표합니다. 모델이 여럿이면(`models.critic.also`) 차례로 심사합니다.",
  "How often a refused draft goes back to the generator with the reasons.":
    "거부된 초안을 이유와 함께 생성기에 되돌리는 횟수.",
  "The small model that learns along.": "함께 배우는 작은 모델.",
  "Small model, by name or with settings: linear, naive-bayes, ensemble, nearest-neighbour, language-model.":
    "작은 모델, 이름이나 설정으로: linear, naive-bayes, ensemble, nearest-neighbour, language-model.",
  "A logistic regression or linear support vector machine over words and characters.":
    "낱말과 글자에 대한 로지스틱 회귀나 선형 서포트 벡터 머신.",
  "Multinomial naive Bayes over the same features: quick, many classes, little memory.":
    "같은 특징에 대한 다항 나이브 베이즈: 빠르고, 클래스가 많아도 되며, 메모리가 적게 듭니다.",
  "The mean of a logistic regression and naive Bayes.": "로지스틱 회귀와 나이브 베이즈의 평균.",
  "The labels of the nearest rows by embedding.": "임베딩이 가장 가까운 행들의 라벨.",
  "The labeler's language model, shown a few of the rows; one call a text.":
    "행 몇 개를 보여 준 라벨러의 언어 모델. 텍스트마다 호출 한 번.",
  "What is fitted. Default: logistic-regression.": "무엇을 맞추는지. 기본: logistic-regression.",
  "Cost of an error against the size of the weights. Default: chosen on held-out rows.":
    "가중치의 크기에 견준 오류의 비용. 기본: 떼어 둔 행으로 고릅니다.",
  "What is learnt from: words and characters, embeddings of models.embeddings, or both. Default: words.":
    "무엇으로 배우는지: 낱말과 글자, models.embeddings의 임베딩, 또는 둘 다. 기본: words.",
  "Nearest rows that vote, at least 1. Default: 10.":
    "투표하는 가장 가까운 행의 수, 적어도 1. 기본: 10.",
  "Rows that are shown with every question, of all labels in turn. Default: 8.":
    "질문마다 보여 주는 행의 수. 모든 라벨을 차례로 보여 줍니다. 기본: 8.",
  "Probability of the label that it answers, 0.5 to 1. Default: 0.9.":
    "답한 라벨의 확률, 0.5~1. 기본: 0.9.",
  "Fewest rows with a label before the small model is trained.":
    "작은 모델을 학습하기까지 필요한, 라벨 있는 행의 최소 수.",
  "Accepted samples that the small model learns from at most, beside all rows of support and those that people decided: of more so many are drawn at random.":
    "예시 행 전부와 사람이 정한 것 외에 작은 모델이 배우는 채택 샘플의 최대 수. 더 많으면 이만큼을 무작위로 뽑습니다.",
};
