/** Fields of a task file in Korean: recipes, and the steps of a sample. */
export const KOREAN_STEP_FIELDS: Readonly<Record<string, string>> = {
  "Plug-ins whose names this task uses: paths of modules (./mine.mjs) or installed packages.":
    "이 과제가 이름을 쓰는 플러그인: 모듈의 경로(./mine.mjs)나 설치된 패키지.",
  "Published method whose settings are this task's defaults: `datawright recipes` lists them.":
    "이 과제의 기본 설정이 될 공개된 방법. `datawright recipes`에 목록이 있습니다.",
  "Texts sampled for a label that is said in words, without showing any of them.":
    "말로 설명한 라벨에 맞게 뽑은 텍스트. 예시는 보여 주지 않습니다.",
  "Texts for label-descriptive prompts; the likeliest stay, noisy labels leave.":
    "라벨을 설명하는 프롬프트로 쓴 텍스트. 확률이 높은 것만 남기고 잘못된 라벨은 뺍니다.",
  "Rounds in which the samples that help a small model most show how to write the next.":
    "작은 모델에 가장 도움이 된 샘플이 다음 샘플의 본보기가 되는 라운드.",
  "Texts after sixteen real ones of the label, weighed by how well they tell it from others.":
    "그 라벨의 실제 텍스트 16개를 본 뒤 쓴 텍스트. 다른 라벨과 잘 구별될수록 가중치가 큽니다.",
  "Texts for random combinations of attribute values that the model itself proposed.":
    "모델이 제안한 속성값을 무작위로 조합해 쓴 텍스트.",
  "Instructions that continue a list of six human and two machine ones, then instances.":
    "사람이 쓴 여섯과 기계가 쓴 둘에 이어지는 지시문, 그리고 그 사례.",
  "Instruction, input and answer of twenty tasks in one answer, after three seed tasks.":
    "시드 과제 셋 뒤에 한 번의 답으로 쓴 과제 20개의 지시문, 입력, 답.",
  "A fourth instruction after three, and paraphrases of those that were accepted.":
    "지시문 셋 뒤의 네 번째 지시문, 그리고 채택된 것의 바꿔 쓰기.",
  "Instructions evolved in depth and breadth, with the failed ones eliminated.":
    "깊이와 너비로 진화시킨 지시문. 실패한 것은 뺍니다.",
  "Dialogues of a simulated user with a goal and an assistant who does not know it.":
    "목표를 가진 가상 사용자와 그 목표를 모르는 어시스턴트의 대화.",
  "Samples that extrapolate what a small model still gets wrong on a few real rows.":
    "작은 모델이 몇 안 되는 실제 행에서 아직 틀리는 것을 넓혀 쓴 샘플.",
  "Instructions for the leaves of a tree of sub-tasks that grows while it pays.":
    "성과가 있는 동안 자라는 하위 작업 트리의 잎에 대한 지시문.",
  "Pairs that follow an ambiguous real one and its neighbours of the same label.":
    "모호한 실제 쌍과 같은 라벨의 이웃에 이어지는 쌍.",
  "Questions on the entities of a passage, answered, checked and explained.":
    "문단의 개체에 대한 질문. 답하고, 검사하고, 설명합니다.",
  "Multi-hop questions composed from linked single-hop ones, each with its chain.":
    "한 단계 질문을 이어 만든 여러 단계 질문과 그 사슬.",
  "Questions with programs or queries whose results a majority of attempts agrees on.":
    "프로그램이나 질의의 결과가 여러 번의 시도에서 다수로 일치하는 질문.",
  "Texts for coherent sets of triples that cover every relation about equally.":
    "모든 관계를 고루 다루는 트리플 묶음에 대한 텍스트.",
  "Problems made from a topic and a number of steps, solved again and kept by majority.":
    "주제와 단계 수로 만든 문제. 다시 풀어 다수결로 남깁니다.",
  "Stories in simple words around three random words and a few features.":
    "무작위 낱말 셋과 몇 가지 특징을 담은 쉬운 이야기.",
  "Textbook sections for a topic and an audience, then exercises with solutions.":
    "주제와 독자에 맞춘 교과서 단원, 그리고 풀이가 있는 연습 문제.",
  "Texts for terms of a knowledge graph in different writing styles.":
    "지식 그래프의 용어를 여러 문체로 쓴 텍스트.",
  "Commonsense statements after a few examples, kept where a trained critic accepts them.":
    "예시 몇 개 뒤의 상식 문장. 학습한 비평가가 채택한 것만 남깁니다.",
  "A new text between two real ones, with the likelihoods of the labels as its soft label.":
    "실제 텍스트 둘 사이의 새 텍스트. 라벨의 우도를 소프트 라벨로 씁니다.",
  "Texts retrieved from an unlabelled corpus for the words of a label.":
    "라벨의 낱말로 라벨 없는 말뭉치에서 찾은 텍스트.",
  "Seedless samples in four steps, the last of which corrects their labels.":
    "시드 없이 네 단계로 쓴 샘플. 마지막 단계가 라벨을 바로잡습니다.",
  "Questions and answers on passages, kept where every claim is supported.":
    "문단에 대한 질문과 답. 모든 주장이 뒷받침되는 것만 남깁니다.",
  "Real instructions answered anew with explanation traces.":
    "실제 지시문에 설명을 붙여 새로 답한 것.",
  "Real problems rephrased, turned into statements and asked backward, answers checked.":
    "실제 문제를 바꿔 말하고, 진술로 바꾸고, 거꾸로 물은 것. 답을 검사합니다.",
  "Programming problems with solutions, each inspired by a random snippet.":
    "무작위 코드 조각에서 착안한 프로그래밍 문제와 풀이.",
  "Dialogues in which one model writes both sides, seeded by a topic.":
    "주제에서 시작해 한 모델이 양쪽을 모두 쓴 대화.",
  "Labels for given texts, each after an explanation.":
    "주어진 텍스트에 설명을 먼저 쓰고 붙인 라벨.",
  "Search queries that a passage answers.": "문단이 답이 되는 검색 질의.",
  "Rows of another dataset transformed into samples of this task.":
    "다른 데이터셋의 행을 이 과제의 샘플로 바꾼 것.",
  "Texts after the few real ones of a label, kept where a classifier of these is surest.":
    "라벨의 몇 안 되는 실제 텍스트 뒤에 쓴 것. 분류기가 가장 확신하는 것만 남깁니다.",
  "Texts written without a label in mind, with the labels that a teacher of the rows reads.":
    "라벨을 정하지 않고 쓴 텍스트에 실제 행으로 배운 모델이 붙인 라벨.",
  "Texts for several attributes at once, each shown by rows of its own, then denoised.":
    "속성 여러 개에 맞춰 쓴 텍스트. 속성마다 예시를 보여 주고 잡음을 걸러 냅니다.",
  "True: the recipe samples as its paper does. False: its orders come from the default planner, which fills every label and cell by what it lacks.":
    "true: 논문대로 샘플을 뽑습니다. false: 기본 플래너가 주문을 정해 모든 라벨과 셀의 부족분을 채웁니다.",
  "Sub-prompts that make one sample; later steps read earlier outputs.":
    "샘플 하나를 만드는 하위 프롬프트들. 뒤의 단계는 앞의 출력을 읽습니다.",
  "Name of the step, unique in the task.": "단계의 이름. 과제 안에서 하나뿐이어야 합니다.",
  "What to write; {label}, {label.definition}, {attribute} and {field}, by their names, stand for what the sample has. {{name}} writes the words {name}.":
    "무엇을 쓸지. {label}, {label.definition}, {attribute}와 {field}는 이름으로 적으며 샘플의 값이 들어갑니다. {{name}}이라고 쓰면 {name}이라는 글자가 됩니다.",
  "Field that it writes, or several: of the sample, or for later steps only.":
    "이 단계가 쓰는 필드, 또는 여러 필드: 샘플의 것이거나 뒤의 단계만 쓰는 것.",
  "Steps that come before it, by id; their outputs can be named in its prompt.":
    "앞서야 하는 단계의 id. 그 출력을 프롬프트에서 부를 수 있습니다.",
  "Types of outputs that are no fields of the sample; text where not named.":
    "샘플의 필드가 아닌 출력의 형. 적지 않으면 텍스트.",
  "How this step is done: a generate strategy, or { name, ...settings }. Default: generate.strategy.":
    "이 단계를 하는 방법: 생성 전략, 또는 { name, ...설정 }. 기본: generate.strategy.",
  "Label and conditions are given, all outputs come in one answer.":
    "라벨과 조건을 주고, 모든 출력을 한 번의 답으로 받습니다.",
  "Does not tell the label.": "라벨을 알려 주지 않습니다.",
  "Asks several times, keeps what most agree on.": "여러 번 묻고 가장 많이 일치한 것을 남깁니다.",
  "Several programs, run inside a boundary; keeps the result of most (SymGen).":
    "프로그램 여러 개를 격리된 곳에서 실행해 가장 많이 나온 결과를 남깁니다 (SymGen).",
  "Answers again without seeing the answer, or with a figure hidden.":
    "앞의 답을 보여 주지 않거나 숫자 하나를 가리고 다시 답하게 합니다.",
  "Writes, reads it as an editor, rewrites or relabels (TarGEN).":
    "쓰고, 편집자로서 읽고, 다시 쓰거나 라벨을 고칩니다 (TarGEN).",
  "Writes along an outline (Re3).": "개요를 따라 씁니다 (Re3).",
  "One entry of a list that is asked for once for each text; samples of one text take different ones.":
    "텍스트마다 한 번 물은 목록의 한 항목. 한 텍스트의 샘플들은 서로 다른 항목을 갖습니다.",
  "The passage of the sources as it stands, else a new one.": "출처의 문단 그대로, 없으면 새 문단.",
  "Where mentions stand in a text, found by code.":
    "언급이 텍스트의 어디에 있는지 코드로 찾습니다.",
  "Input and output of an instruction (Self-Instruct).": "지시문의 입력과 출력 (Self-Instruct).",
  "Facts that lead from one to the next, a step of `multi-hop` (SP-CoT).":
    "하나에서 다음으로 이어지는 사실들. `multi-hop`의 한 단계 (SP-CoT).",
  "One question over all facts, a step of `multi-hop` (SP-CoT).":
    "모든 사실을 아우르는 질문 하나. `multi-hop`의 한 단계 (SP-CoT).",
  "The answer at the end of the facts, a step of `multi-hop` (SP-CoT).":
    "사실들 끝에 있는 답. `multi-hop`의 한 단계 (SP-CoT).",
  "A chain of so many steps on a topic (Synthetic Prompting).":
    "주제 하나에 대한 정해진 수의 단계 (Synthetic Prompting).",
  "The facts of the order as they are (SynthIE).": "주문의 사실 그대로 (SynthIE).",
  "Mentions first, then a text that has them.": "언급을 먼저, 그다음 그것이 든 텍스트.",
  "Explained demonstrations, an explanation, the label (AnnoLLM).":
    "설명이 붙은 예시, 설명, 라벨 (AnnoLLM).",
  "A user with a goal and an assistant, each with a memory of its own; `models.partner` plays the user (UltraChat).":
    "목표가 있는 사용자와 어시스턴트. 각자 자기 기억만 갖습니다. `models.partner`가 사용자를 맡습니다 (UltraChat).",
  "Calls declared tools, which run or are played (ToolLLM).":
    "선언된 도구를 부릅니다. 도구는 실행되거나 흉내 냅니다 (ToolLLM).",
  "The best and the worst of several answers (UltraFeedback).":
    "여러 답 가운데 가장 좋은 것과 가장 나쁜 것 (UltraFeedback).",
  "A seed made harder or rarer, with elimination (Evol-Instruct).":
    "시드를 더 어렵거나 드물게 만들고, 나빠진 것은 뺍니다 (Evol-Instruct).",
  "A seed or given row in other words, style, length, or with another label.":
    "시드나 주어진 행을 다른 말, 문체, 길이로, 또는 다른 라벨로.",
  "More like the seeds (S3).": "시드와 비슷한 것을 더 (S3).",
  "From a passage: grounded in it, or inspired by a piece (Genie, OSS-Instruct).":
    "문단에서: 그 내용에 근거하거나 한 조각에서 착안합니다 (Genie, OSS-Instruct).",
  "A query that a passage answers (UDAPDR).": "문단이 답이 되는 질의 (UDAPDR).",
  "A row of another dataset to this task's fields (DataTune).":
    "다른 데이터셋의 행을 이 과제의 필드로 (DataTune).",
  "A list goes on; alike orders share the answer (Self-Instruct, Alpaca).":
    "목록을 이어 쓰며, 같은 주문은 답을 나눠 씁니다 (Self-Instruct, Alpaca).",
  "Several samples with their probabilities in one answer; alike orders share the least probable (verbalized sampling).":
    "한 번의 답에 확률이 붙은 샘플 여러 개. 같은 주문은 확률이 가장 낮은 것부터 나눠 씁니다 (verbalized sampling).",
  "Several candidates, each rated after a reason; the best stays (best-of-n).":
    "후보 여러 개를 이유를 쓴 뒤 평가해 가장 좋은 것을 남깁니다 (best-of-n).",
  "Mixes rows, then the likelihood of each label (GPT3Mix).":
    "행을 섞고, 라벨마다의 우도를 구합니다 (GPT3Mix).",
  "The seed as it is (ReGen).": "시드 그대로 (ReGen).",
  "A problem rephrased or turned round, solved again (MetaMath).":
    "문제를 바꿔 말하거나 뒤집고 다시 풉니다 (MetaMath).",
  "Answers a seed under a drawn system instruction (Orca).":
    "뽑은 시스템 지시에 따라 시드에 답합니다 (Orca).",
  "Both sides of a dialogue in one answer (Baize).": "대화의 양쪽을 한 번의 답으로 (Baize).",
};
