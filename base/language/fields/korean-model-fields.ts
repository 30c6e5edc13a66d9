/** Fields of a task file in Korean: budgets, models and the plan. */
export const KOREAN_MODEL_FIELDS: Readonly<Record<string, string>> = {
  "How many accepted samples are wanted.": "원하는 채택 샘플의 수.",
  "The same seed gives the same dataset.": "같은 시드는 같은 데이터셋을 만듭니다.",
  "Most that the run may spend; it then stops with what it has. Default: no limit.":
    "실행이 쓸 수 있는 최대량. 다 쓰면 그때까지의 것을 갖고 멈춥니다. 기본: 한도 없음.",
  "US dollars.": "미국 달러.",
  "Model calls; answers from the cache are free.": "모델 호출 수. 캐시의 답은 세지 않습니다.",
  "Tokens, input and output together.": "입력과 출력을 더한 토큰 수.",
  "none: nobody is asked. after: the run ends, `review RUN` decides later. blocking: the run waits.":
    "none: 아무에게도 묻지 않습니다. after: 실행이 끝나고, 나중에 `review RUN`에서 정합니다. blocking: 실행이 기다립니다.",
  "A promise about the dataset that people's audits must show: the run asks for them, raises its threshold and goes on until it holds, or says that it cannot.":
    "사람의 점검으로 보여야 하는 데이터셋의 약속. 실행은 점검을 요청하고, 문턱값을 높이며, 약속이 지켜질 때까지 이어 가거나, 지킬 수 없다고 알립니다.",
  "At least this share of the dataset is faithful, for example 0.95.":
    "데이터셋에서 충실한 샘플의 최소 비율. 예: 0.95.",
  "How sure: of runs that say so, at least this share is right.":
    "얼마나 확실한지: 약속을 지켰다고 말하는 실행 가운데 적어도 이 비율이 옳습니다.",
  "Most samples that people look at. They are drawn at random, in as many steps as it takes.":
    "사람이 보는 최대 샘플 수. 무작위로 뽑으며, 필요한 만큼 여러 번에 나눕니다.",
  "Model for each role; `default` serves the others. Default: embedded.":
    "역할마다의 모델. 나머지는 `default`가 맡습니다. 기본: embedded.",
  "Every role that is not named. Default: embedded.": "따로 적지 않은 모든 역할. 기본: embedded.",
  "embedded, embedded:FILE (tuned), openai:NAME, anthropic:NAME (and other providers), gguf:PATH, or ./my-model.mjs.":
    "embedded, embedded:FILE(튜닝한 것), openai:NAME, anthropic:NAME(과 다른 제공자), gguf:PATH, 또는 ./my-model.mjs.",
  "Base URL of an OpenAI-compatible server, for example http://localhost:11434/v1.":
    "OpenAI 호환 서버의 기본 URL. 예: http://localhost:11434/v1.",
  "Environment variable that holds the key. Default: the provider's own, OPENAI_API_KEY.":
    "키를 담은 환경 변수. 기본: 제공자의 것, OPENAI_API_KEY.",
  "How freely it writes. Default: generate.temperature to write, 0 to judge.":
    "얼마나 자유롭게 쓰는지. 기본: 쓸 때는 generate.temperature, 심사할 때는 0.",
  "Share of the likeliest tokens that it draws from.":
    "뽑을 대상이 되는, 확률이 가장 높은 토큰들의 비율.",
  "Limit of one answer, in tokens.": "답 하나의 토큰 한도.",
  "Size of the model's context, in tokens.": "모델의 컨텍스트 크기(토큰).",
  "US dollars per million tokens.": "토큰 백만 개당 미국 달러.",
  "Of tokens that are sent.": "보내는 토큰의 가격.",
  "Of tokens that are written.": "쓰는 토큰의 가격.",
  "Of sent tokens that the provider had kept. Default: as `input`.":
    "제공자가 갖고 있던 입력 토큰의 가격. 기본: `input`과 같음.",
  "Most requests in flight. Default: the run's concurrency.":
    "동시에 진행되는 최대 요청 수. 기본: 실행의 동시 호출 수.",
  "Most requests that are begun in a minute. Default: no limit that is known.":
    "1분에 시작하는 최대 요청 수. 기본: 알려진 한도 없음.",
  "Most tokens of a minute, input and output. Default: no limit that is known.":
    "1분의 입력과 출력을 더한 최대 토큰 수. 기본: 알려진 한도 없음.",
  "Seconds until a request is given up. Default: 120.": "요청을 포기하기까지의 초. 기본: 120.",
  "How often a failed request is sent again. Default: 6.":
    "실패한 요청을 다시 보내는 횟수. 기본: 6.",
  "Ask by the provider's batches, at half of the price and within a day; `openai:` models only. Default: false.":
    "제공자의 배치로 묻습니다. 가격은 절반이고 하루 안에 답이 옵니다. `openai:` 모델만 됩니다. 기본: false.",
  "Most requests of one batch. Default: 50000.": "배치 하나의 최대 요청 수. 기본: 50000.",
  "Seconds without a new request after which a batch is sent. Default: 2.":
    "새 요청이 이만큼의 초 동안 없으면 배치를 보냅니다. 기본: 2.",
  "Longest pause between two looks at a batch. Default: 30.":
    "배치를 다시 확인하기까지의 최대 간격. 기본: 30.",
  "Servers that have the same model, in place of `baseUrl`: each request goes to the one that is least busy for its weight, and to another where it fails.":
    "`baseUrl` 대신, 같은 모델이 있는 여러 서버. 요청마다 가중치에 견주어 가장 한가한 서버로 가고, 실패하면 다른 서버로 갑니다.",
  "Base URL of a server that has the model.": "그 모델이 있는 서버의 기본 URL.",
  "Environment variable that holds its key. Default: as the model's.":
    "그 서버의 키를 담은 환경 변수. 기본: 모델과 같음.",
  "Share of the requests beside the other servers. Default: 1.":
    "다른 서버에 견준 요청의 비율. 기본: 1.",
  "Most requests in flight there. Default: as the model's.":
    "그 서버에서 동시에 진행되는 최대 요청 수. 기본: 모델과 같음.",
  "Most requests that are begun there in a minute. Default: as the model's.":
    "그 서버에서 1분에 시작하는 최대 요청 수. 기본: 모델과 같음.",
  "Most tokens of a minute there. Default: as the model's.":
    "그 서버의 1분 최대 토큰 수. 기본: 모델과 같음.",
  "Length of the vectors of an embedding model. Default: that of well-known models.":
    "임베딩 모델의 벡터 길이. 기본: 잘 알려진 모델이면 그 모델의 길이.",
  "Ask for log-probabilities of the answer's tokens. Default: false.":
    "답의 토큰마다 로그 확률을 요청합니다. 기본: false.",
  "Share of the orders beside the models of `also`. Default: 1.":
    "`also`의 모델들에 견준 주문의 비율. 기본: 1.",
  "Models that share the role with this one: each order is given to one of them by their weights, the same one for the same seed. Candidates of a preference and repeated judgements go through them in turn.":
    "이 모델과 역할을 나누는 모델들. 주문마다 가중치에 따라 하나가 맡으며, 시드가 같으면 맡는 모델도 같습니다. 선호의 후보와 되풀이하는 심사는 차례로 돌아갑니다.",
  "Finds attributes, topics and steps.": "속성, 주제, 단계를 찾습니다.",
  "Writes the samples.": "샘플을 씁니다.",
  "Judges the drafts.": "초안을 심사합니다.",
  "Labels texts, where the small model of `label.model` is a language model.":
    "`label.model`의 작은 모델이 언어 모델일 때 텍스트에 라벨을 붙입니다.",
  "Is asked by steps of the curation that ask one.":
    "모델에 묻는 큐레이션 단계가 이 모델에 묻습니다.",
  "Is asked by figures of the report that ask one.":
    "모델에 묻는 보고서 지표가 이 모델에 묻습니다.",
  "For a reviewer of your own; the built-in one asks none.":
    "직접 만든 검토자용. 내장 검토자는 모델에 묻지 않습니다.",
  "Plays the other side of a dialogue, and the tools that are only described. Default: the generator's model.":
    "대화의 상대와, 설명만 있는 도구를 맡습니다. 기본: 생성기의 모델.",
  "Turns texts into vectors: for similarity, copies and search. Default: embedded.":
    "텍스트를 벡터로 바꿉니다. 유사도, 복사본, 검색에 씁니다. 기본: embedded.",
  "Role -> path of a module whose default export replaces the built-in agent.":
    "역할 -> 모듈의 경로. 그 기본 내보내기가 내장 에이전트를 대신합니다.",
  "What is ordered, and in which rounds.": "무엇을 어느 라운드에 주문할지.",
  "How rounds are ordered: a plan strategy, or { name, ...settings }.":
    "라운드의 주문 방법: 계획 전략, 또는 { name, ...설정 }.",
  "By what cells lack, less what orders on their way will probably bring.":
    "셀의 부족분에서, 진행 중인 주문이 채울 몫을 뺀 만큼.",
  "By what cells lack, on a concept tree that grows while the run goes on (Explore-Instruct).":
    "셀의 부족분만큼. 실행하는 동안 자라는 개념 트리 위에서 (Explore-Instruct).",
  "Evenly over the cells that lack something.": "부족한 셀에 고르게.",
  "By the quotas alone.": "할당량대로만.",
  "Every row of the inputs gets as many orders as the others, for the label that it has.":
    "입력의 모든 행이 같은 수의 주문을, 자기 라벨로 받습니다.",
  "Levels of sub-tasks below the root, or below a label.":
    "뿌리 또는 라벨 아래 하위 작업의 단계 수.",
  "Sub-tasks that are asked for at once.": "한 번에 요청하는 하위 작업 수.",
  "Most sub-tasks in the tree.": "트리의 최대 하위 작업 수.",
  "Tokens that asking for sub-tasks may take in all; what was asked when they are used up is still taken in.":
    "하위 작업을 요청하는 데 쓰는 토큰의 합. 다 썼을 때 요청 중이던 것은 받아들입니다.",
  "A node grows only while this share of its latest drafts is new at least (Good-Turing).":
    "최근 초안 가운데 새로운 것이 적어도 이 비율일 때만 노드가 자랍니다 (Good-Turing).",
  "Which steps make one sample: a decomposition. auto: the spec's own `steps:`, else what the kind needs.":
    "샘플 하나를 만드는 단계: 분해 방식. auto: 과제의 `steps:`, 없으면 종류에 필요한 것.",
  "All fields at once.": "모든 필드를 한 번에.",
  "The task's own `steps`.": "과제에 적은 `steps`.",
  "The planner's model decides.": "플래너의 모델이 정합니다.",
  "The text without a label in mind, then its label.": "라벨을 정하지 않고 텍스트를 쓴 뒤 라벨.",
  "What is asked, then what answers it (Self-Instruct).": "물음을 먼저, 그다음 답 (Self-Instruct).",
  "What answers, then what is asked (Self-Instruct).": "답을 먼저, 그다음 물음 (Self-Instruct).",
  "Triples, spans, entities or an answer; then the text that states them (SynthIE).":
    "트리플, 구간, 개체 또는 답을 먼저, 그다음 그것을 말하는 텍스트 (SynthIE).",
  "An outline, then its parts one by one (Re3).": "개요, 그다음 부분을 하나씩 (Re3).",
  "Question, reasoning, answer; or of a label the reasoning, then the text (chain of thought, S3).":
    "질문, 풀이, 답. 라벨이면 풀이, 그다음 텍스트 (chain of thought, S3).",
  "Topic and complexity, chain, question; answered anew by majority (Synthetic Prompting).":
    "주제와 난이도, 단계, 질문. 다시 답해 다수결로 (Synthetic Prompting).",
  "Passage, question, answer, where it stands, why.": "문단, 질문, 답, 답의 위치, 이유.",
  "Facts, a question to each, one over all, answer, check (SP-CoT).":
    "사실, 사실마다의 질문, 전체에 대한 질문, 답, 검사 (SP-CoT).",
  "Turn by turn between two models (UltraChat).": "두 모델이 번갈아 한 차례씩 (UltraChat).",
  "A request, calls with results, an answer (ToolLLM).": "요청, 호출과 결과, 답 (ToolLLM).",
  "A prompt, then several rated answers (UltraFeedback).":
    "프롬프트, 그다음 평가한 답 여러 개 (UltraFeedback).",
  "Setting, seed, text for the label, self-correction (TarGEN).":
    "설정, 시드, 라벨에 맞는 텍스트, 스스로 고치기 (TarGEN).",
  "An explanation, then the label (AnnoLLM).": "설명, 그다음 라벨 (AnnoLLM).",
  "A section, an exercise, its solution (phi-1).": "단원, 연습 문제, 풀이 (phi-1).",
  "An instruction, then input and output, the output first for classifications (Self-Instruct).":
    "지시문, 그다음 입력과 출력. 분류라면 출력이 먼저 (Self-Instruct).",
  "Which existing rows a sample is made from: none, a seed selector, or { name, count, share, ...settings }.":
    "샘플의 바탕이 되는 기존 행: none, 시드 선택기, 또는 { name, count, share, ...설정 }.",
  "Real rows of the order's label.": "주문한 라벨의 실제 행.",
  "What the run accepted (Unnatural Instructions).": "실행이 채택한 것 (Unnatural Instructions).",
  "What the run accepted, and real rows (Evol-Instruct).":
    "실행이 채택한 것과 실제 행 (Evol-Instruct).",
  "The order's row of `inputs`, else rows of it in turns; rows of another dataset keep their own columns (DataTune).":
    "주문에 해당하는 `inputs`의 행, 없으면 그 행들을 차례로. 다른 데이터셋의 행은 자기 열을 그대로 둡니다 (DataTune).",
  "Real rows of any label (GPT3Mix).": "라벨과 무관한 실제 행 (GPT3Mix).",
  "Of each label the quarter of the real rows that a small model learns least steadily (WANLI).":
    "라벨마다 작은 모델이 가장 불안정하게 배우는 실제 행의 4분의 1 (WANLI).",
  "Of each cluster of real rows the one with the most steps (Synthetic Prompting).":
    "실제 행의 군집마다 단계가 가장 많은 행 (Synthetic Prompting).",
  "Validation rows that the small model gets wrong (S3).": "작은 모델이 틀리는 검증 행 (S3).",
  "Texts of the inputs, else of the knowledge, nearest to the words of the label and to what was accepted for it; none twice (ReGen).":
    "입력, 없으면 지식 출처에서 라벨의 낱말과 그 라벨로 채택된 것에 가장 가까운 텍스트. 두 번 쓰지 않습니다 (ReGen).",
  "Rows for each sample.": "샘플마다의 행 수.",
  "Share of the samples that are made from rows; the others are made from none.":
    "행에서 만드는 샘플의 비율. 나머지는 행 없이 만듭니다.",
  "Whether real rows are taken until samples are accepted. false: samples are made from no row until then.":
    "채택된 샘플이 생기기 전까지 실제 행을 쓸지. false: 그때까지는 행 없이 만듭니다.",
  "How many of the rows have the order's label; the others have any.":
    "주문한 라벨을 가진 행의 수. 나머지는 아무 라벨이나 됩니다.",
  "Orders of one round. Default: target / 8, at least 32, at most 512.":
    "한 라운드의 주문 수. 기본: 목표 / 8, 적어도 32, 많아야 512.",
};
