/** Fields of a task file in Korean: the settings of what writes a step. */
export const KOREAN_STRATEGY_FIELDS: Readonly<Record<string, string>> = {
  "How often the same is asked.": "같은 것을 묻는 횟수.",
  "A sample is given up when less than this share of the answers agree; lost answers count as well.":
    "일치하는 답이 이 비율보다 적으면 샘플을 포기합니다. 받지 못한 답도 셉니다.",
  "Output that must agree. Default: the label where it is decided, else the last output.":
    "일치해야 하는 출력. 기본: 라벨을 정하는 단계면 라벨, 아니면 마지막 출력.",
  "Temperature of these questions: at 0 all answers are the same.":
    "이 질문들의 온도. 0이면 모든 답이 같습니다.",
  "What the programs are written in.": "프로그램을 쓰는 언어.",
  "Programs that are asked for.": "요청하는 프로그램 수.",
  "A sample is given up when less than this share of the programs give the same result; those that do not run count as well.":
    "같은 결과를 주는 프로그램이 이 비율보다 적으면 샘플을 포기합니다. 실행되지 않는 것도 셉니다.",
  "Output that asks for what the program gives; it is written first, with the tables in view.":
    "프로그램의 결과를 묻는 출력. 표를 보면서 먼저 씁니다.",
  "Output that holds the program. Default: the last output.":
    "프로그램을 담는 출력. 기본: 마지막 출력.",
  "Output that gets what the kept program gave; it is not asked for.":
    "남긴 프로그램의 결과를 받는 출력. 따로 묻지 않습니다.",
  "For sql: the script that makes the tables and rows. Default: `schema` of critique.checker.":
    "sql: 테이블과 행을 만드는 스크립트. 기본: critique.checker의 `schema`.",
  "For sql: a field of the sample that holds that script, in place of `setup`.":
    "sql: `setup` 대신 그 스크립트를 담은 샘플의 필드.",
  "Temperature of these questions: at 0 all programs are the same.":
    "이 질문들의 온도. 0이면 모든 프로그램이 같습니다.",
  "Longest time that one program may take.": "프로그램 하나가 쓸 수 있는 시간.",
  "What was answered, and is answered again without being shown.":
    "이미 답했고, 그 답을 보여 주지 않은 채 다시 답하는 것.",
  "forward: the answer is asked for again. backward: a figure of the question is hidden, the answer told, and the figure asked for; forward where the question has none.":
    "forward: 답을 다시 묻습니다. backward: 질문의 숫자 하나를 가리고 답을 알려 준 뒤 그 숫자를 묻습니다. 숫자가 없으면 forward.",
  "For backward: the field whose figure is hidden.": "backward: 숫자를 가릴 필드.",
  "Whether the reasoning is asked for before the answer, and left out afterwards.":
    "답에 앞서 풀이를 묻고 나중에 뺄지.",
  "Answers agree from this F1 of their words on; figures must be equal. 1: only equal answers agree.":
    "낱말의 F1이 이 값 이상이면 답이 일치합니다. 숫자는 같아야 합니다. 1: 똑같은 답만 일치합니다.",
  "How often a draft that does not fit is mended before the sample is given up.":
    "맞지 않는 초안을 몇 번까지 고친 뒤 샘플을 포기하는지.",
  "rewrite: the text is written anew for its label and conditions. relabel: the text stays and gets the label that fits it; rewritten where the task has no labels.":
    "rewrite: 라벨과 조건에 맞게 텍스트를 새로 씁니다. relabel: 텍스트는 두고 맞는 라벨을 붙이며, 과제에 라벨이 없으면 다시 씁니다.",
  "The list whose entries are written out, one after the other.":
    "항목을 하나씩 차례로 써 내려갈 목록.",
  "A longer list is given up: it would cost that many calls.":
    "이보다 긴 목록은 포기합니다. 호출이 그만큼 들기 때문입니다.",
  "Put between the parts.": "부분 사이에 넣는 것.",
  "What is looked for: a text, or a list of { text, label }.":
    "찾을 것: 텍스트, 또는 { text, label }의 목록.",
  "The text that it stands in.": "그것이 들어 있는 텍스트.",
  "True: the sample is given up where something is not found. False: it is left out.":
    "true: 찾지 못한 것이 있으면 샘플을 포기합니다. false: 그것만 뺍니다.",
  "Field with the material of the instruction.": "지시문의 자료가 있는 필드.",
  "Field with the answer.": "답이 있는 필드.",
  "Facts taken from a single passage; of several passages each gives one.":
    "문단 하나에서 가져오는 사실의 수. 문단이 여럿이면 각각 하나씩입니다.",
  "The chain of facts, from an earlier step.": "앞 단계에서 온 사실의 사슬.",
  "Fewest steps of a chain.": "사슬의 최소 단계 수.",
  "Most steps of a chain; the wanted number is drawn evenly between the two.":
    "사슬의 최대 단계 수. 원하는 수를 둘 사이에서 고르게 뽑습니다.",
  "Demonstrations that are explained and shown; each costs one question in the whole run.":
    "설명을 붙여 보여 주는 예시. 하나마다 실행 전체에서 질문이 한 번 듭니다.",
  "Rounds of a question and a reply before the user may end the conversation.":
    "사용자가 대화를 끝낼 수 있기까지 주고받는 횟수.",
  "Rounds after which it ends in any case.": "이만큼 주고받으면 반드시 끝냅니다.",
  "Beginnings of polite sentences that are cut off beside the English ones that are known, for other languages.":
    "알려진 영어 표현 외에 잘라 낼 인사말의 첫머리. 다른 언어에 씁니다.",
  "Calls before the model may answer.": "모델이 답해도 되기까지의 호출 수.",
  "Calls after which it must answer.": "이만큼 부른 뒤에는 답해야 합니다.",
  "Answers that are written and rated; the best and the worst are kept.":
    "쓰고 평가하는 답의 수. 가장 좋은 것과 가장 나쁜 것을 남깁니다.",
  "Least distance between the ratings (1 to 5) of the two; nearer ones are no preference.":
    "두 평점(1~5)의 최소 차이. 더 가까우면 선호로 치지 않습니다.",
  "One is drawn for each sample, all alike.": "샘플마다 하나를 같은 확률로 뽑습니다.",
  "Ask whether the evolved version adds anything to its parent; eliminated where it does not.":
    "진화한 것이 원래 것에 무엇을 더하는지 물어, 더하는 것이 없으면 뺍니다.",
  "What changes: the words alone, the style, or the length.":
    "무엇이 바뀌는지: 낱말만, 문체, 또는 길이.",
  "flip: the rewrite has another label, with as few changes as that takes (a counterfactual).":
    "flip: 되도록 조금만 고쳐 라벨이 달라지게 합니다 (반사실).",
  "For style: one is drawn for each sample. Default: the order's conditions say what is wanted.":
    "style: 샘플마다 하나를 뽑습니다. 기본: 주문의 조건이 무엇을 원하는지 말합니다.",
  "Fields that are rewritten; the others stay as the row has them. Default: the text fields, with spans and triples that point into them. []: the row's fields as they stand.":
    "다시 쓰는 필드. 나머지는 행 그대로 둡니다. 기본: 텍스트 필드와 그 안을 가리키는 구간과 트리플. []: 행의 필드 그대로.",
  "true: a sample that is made from no row (plan.seeds.share) is written anew, as label-first does. false: it is given up.":
    "true: 행 없이 만드는 샘플(plan.seeds.share)은 label-first처럼 새로 씁니다. false: 포기합니다.",
  "errors: rows that a small model gets wrong. pattern: they and the demonstrations have something in common, which the sample goes on with; it is labelled afterwards.":
    "errors: 작은 모델이 틀리는 행. pattern: 그 행과 예시의 공통점을 샘플이 이어 갑니다. 라벨은 나중에 붙입니다.",
  "ground: the sample is about the passage and may state only what it states. inspiration: a random piece of the passage gives the idea, and no more.":
    "ground: 샘플은 문단에 관한 것이며 거기 있는 것만 말할 수 있습니다. inspiration: 문단의 한 조각에서 착상만 얻습니다.",
  "For ground: field that takes the passage as it stands. Default: context, passage or document, whichever the task has; else none.":
    "ground: 문단을 그대로 담는 필드. 기본: 과제에 있는 context, passage, document 가운데 하나. 없으면 담지 않습니다.",
  "For ground: whether answers say all that the passage tells about the question, in full sentences, in place of its shortest words.":
    "ground: 답이 가장 짧은 말 대신, 질문에 대해 문단이 말하는 것을 온전한 문장으로 모두 말할지.",
  "For inspiration: most lines of the piece.": "inspiration: 조각의 최대 줄 수.",
  "Field that takes the passage as it stands. Default: context, passage or document, whichever the task has.":
    "문단을 그대로 담는 필드. 기본: 과제에 있는 context, passage, document 가운데 하나.",
  "Kinds of queries; those of one passage have them in turns.":
    "질의의 종류. 한 문단의 질의들이 차례로 나눠 갖습니다.",
  "Ask once for the steps of the transformation, from a few rows; every row is then transformed by them.":
    "몇 행을 보고 변환 단계를 한 번 물은 뒤 모든 행을 그대로 바꿉니다.",
  "Samples that one answer lists, and as many orders share: of one round, with the same label, conditions, rows and passages.":
    "한 번의 답에 담기고 같은 수의 주문이 나눠 갖는 샘플 수: 한 라운드의 라벨, 조건, 행, 문단이 같은 주문들입니다.",
  "What every entry keeps to, as a numbered list behind the task.":
    "모든 항목이 지킬 것. 과제 뒤에 번호 목록으로 붙습니다.",
  "Samples that one answer lists, each with its probability.":
    "한 번의 답에 확률과 함께 담기는 샘플 수.",
  "Most of them that become drafts, the least probable first: as many alike orders of a round share the answer.":
    "그 가운데 초안이 되는 최대 수. 확률이 낮은 것부터이며, 한 라운드의 같은 주문 여럿이 답을 나눠 씁니다.",
  "Candidates that are written.": "쓰는 후보의 수.",
  "One of those that the seed allows is drawn for each sample: the last two need a figure in the question.":
    "시드가 허용하는 것 가운데 하나를 샘플마다 뽑습니다. 마지막 둘은 질문에 숫자가 있어야 합니다.",
  "Compare the answer of the new solution with the one that it must be; false takes the latter, for models that cannot solve.":
    "새 풀이의 답을 나와야 하는 답과 비교합니다. false는 풀지 못하는 모델을 위해 뒤의 것을 그대로 씁니다.",
  "Field with the final answer, which is checked.": "검사하는 최종 답의 필드.",
  "System instructions; one is drawn for each sample, all alike. Write them in the task's language.":
    "시스템 지시. 샘플마다 하나를 같은 확률로 뽑습니다. 과제의 언어로 쓰십시오.",
  "Field that keeps the drawn instruction, where the step writes a field of that name.":
    "뽑은 지시를 담는 필드. 단계가 그 이름의 필드를 쓸 때입니다.",
  "Fewest rounds of a user's turn and its answer.":
    "사용자의 차례와 그 답을 한 번으로 센 최소 횟수.",
  "Most rounds; further ones are cut off.": "최대 횟수. 그 뒤는 잘라 냅니다.",
  "A name that a plug-in brings.": "플러그인이 제공하는 이름.",
  "A name that a plug-in brings, with its settings.": "플러그인이 제공하는 이름과 그 설정.",
  "What the rows in its prompt are for: style, format, difficulty, contrast, facts, or none. Default: as its strategy has it, else style for fields of the sample and none for others.":
    "프롬프트의 행을 무엇에 쓰는지: style, format, difficulty, contrast, facts, 또는 none. 기본: 전략이 정한 것, 없으면 샘플의 필드에는 style, 그 밖에는 none.",
  "false: its prompt shows no passages of the knowledge sources. Default: it does.":
    "false: 프롬프트에 지식 출처의 문단을 보여 주지 않습니다. 기본: 보여 줍니다.",
  "Of this step, where its strategy needs none of its own. Default: generate.temperature.":
    "이 단계의 값. 전략이 따로 필요로 하지 않을 때입니다. 기본: generate.temperature.",
  "Of this step. Default: generate.topP.": "이 단계의 값. 기본: generate.topP.",
};
