import { KOREAN_COMPARISONS } from "./korean-comparisons.js";
import { KOREAN_CRITERIA } from "./korean-criteria.js";
import { KOREAN_FINDINGS } from "./korean-findings.js";
import { KOREAN_STUDIO } from "./korean-studio.js";
import { KOREAN_VERDICT } from "./korean-verdict.js";
import type { SentencePair } from "./translate.js";

/**
 * Sentences from deeper inside that people meet most, and what they are in Korean: hints and
 * messages of errors, why a run stopped, notes of the report. Others are shown in English.
 */
export const KOREAN_SENTENCES: readonly SentencePair[] = Object.entries({
  // Why a run stopped.
  "{0} of {1} accepted": "{1}개 중 {0}개 채택",
  "{0} of {1} accepted, to be curated for a target of {2}":
    "{1}개 중 {0}개 채택, 큐레이션을 거쳐 {2}개로 줄입니다",
  "unseen mass under {0} in every open cell over its last {1} drafts: what the model still writes repeats what is there":
    "열린 셀마다 최근 초안 {1}개의 미관측 비율이 {0} 미만입니다. 모델이 이미 있는 것을 되풀이하고 있습니다",
  'sub-task "{0}" failed for {1} drafts of a round after {2} new plans: {3}':
    '계획을 {2}번 다시 세운 뒤에도 한 라운드의 초안 {1}개에서 하위 작업 "{0}"에 실패했습니다: {3}',
  "all {0} input rows were used": "입력 {0}행을 모두 썼습니다",
  "the planner has no open cell left to order from":
    "샘플을 주문할 수 있는 열린 셀이 남아 있지 않습니다",
  "{0} of {1} left after {2}, and {3} top-ups did not make up for it":
    "{2} 뒤에 {1}개 중 {0}개가 남았고, {3}번 더 만들어도 채우지 못했습니다",
  "The budget of {0} {1} is used up: {2} spent, {3} in flight, {4} asked for.":
    "예산을 모두 썼습니다 (한도 {0} {1}): 사용 {2}, 진행 중 {3}, 요청 {4}.",
  calls: "호출",
  tokens: "토큰",
  "{0} failed {1} times in a row; the last error: {2}":
    "{0|이/가} {1}번 연달아 실패했습니다. 마지막 오류: {2}",
  "prompts of {0} drafts, scaled to {1} orders for a target of {2}":
    "초안 {0}개의 프롬프트를 목표 {2}개에 필요한 주문 {1}개로 늘려 잡았습니다",
  "the run was interrupted; its state is saved": "실행이 중단되었습니다. 상태는 저장되어 있습니다",
  "the run {0} was interrupted; its state is saved":
    "실행 {0|이/가} 중단되었습니다. 상태는 저장되어 있습니다",
  "the run stopped before it was finished": "실행이 끝나기 전에 멈췄습니다",
  "the run ended on an unexpected error: {0}": "예상하지 못한 오류로 실행이 끝났습니다: {0}",
  "the run's trace does not reach {0}: {1}; the run goes on without":
    "실행의 추적이 {0}에 닿지 않습니다: {1}. 실행은 추적을 보내지 않고 계속됩니다",
  "{0} of {1} steps of the run's trace did not reach {2}: more came than it took":
    "실행의 추적 {1}단계 중 {0}단계가 {2}에 닿지 않았습니다. 받는 것보다 많이 보냈습니다",
  "the run's trace is not sent by OTLP: {0}": "실행의 추적을 OTLP로 보내지 않습니다: {0}",
  "measured on {0} of {1} samples, drawn at random; copies and leaked rows are counted in all of them":
    "샘플 {1}개 중 무작위로 뽑은 {0}개를 쟀습니다. 복사본과 누출된 행은 전체에서 셌습니다",
  "curated in {0} parts of about {1} samples, drawn at random; near copies over all":
    "무작위로 나눈 약 {1}개씩의 부분 {0}개로 큐레이션했습니다. 비슷한 샘플은 전체에서 찾았습니다",
  ...KOREAN_FINDINGS,
  ...KOREAN_COMPARISONS,
  ...KOREAN_VERDICT,
  ...KOREAN_STUDIO,
  ...KOREAN_CRITERIA,
  // What the gate of a curation step said.
  accuracy: "정확도",
  "{0}: expected gain {1} points of {2}, {3} of squared error, on {4} held-out rows: applied, {5} % of the rows touched":
    "{0}: 따로 떼어 둔 {4}행에서 기대되는 이득은 {2} {1}점, 제곱 오차 {3}점입니다. 적용했습니다 (바뀐 행 {5} %)",
  "{0}: expected gain {1} points of {2}, {3} of squared error, on {4} held-out rows: not applied, {5} % of the rows were in question":
    "{0}: 따로 떼어 둔 {4}행에서 기대되는 이득은 {2} {1}점, 제곱 오차 {3}점입니다. 적용하지 않았습니다 (대상이던 행 {5} %)",
  "{0}: expected gain {1} points of {2}, {3} of squared error, on {4} held-out rows, but {5} points with a cost that is chosen on the rows: not applied, {6} % of the rows were in question":
    "{0}: 따로 떼어 둔 {4}행에서 기대되는 이득은 {2} {1}점, 제곱 오차 {3}점이지만, 행에 맞게 고른 비용에서는 {5}점입니다. 적용하지 않았습니다 (대상이던 행 {6} %)",
  "{0}: nothing to do on {1} rows that it was tried on: not applied":
    "{0}: 시험해 본 {1}행에서 할 일이 없어 적용하지 않았습니다",
  "{0}: too few labelled rows to show that it helps: not applied, {1} % of the rows were in question":
    "{0}: 라벨이 있는 행이 너무 적어 도움이 되는지 보일 수 없으므로 적용하지 않았습니다 (대상이던 행 {1} %)",
  "{0}: no labels to show on that it helps: not applied, {1} % of the rows were in question":
    "{0}: 도움이 되는지 보일 라벨이 없어 적용하지 않았습니다 (대상이던 행 {1} %)",
  "{0}: whether it helps cannot be shown ({1}): not applied":
    "{0}: 도움이 되는지 보일 수 없어({1}) 적용하지 않았습니다",
  "{0}: it would leave no row of {1}: not applied":
    "{0}: {1} 행이 하나도 남지 않게 되므로 적용하지 않았습니다",
  "{0}: forced, {1} % of the rows touched, whether it helps was not looked at":
    "{0}: 강제로 적용했습니다 (바뀐 행 {1} %). 도움이 되는지는 보지 않았습니다",
  "{0}: forced, {1} % of the rows touched, no row is left of {2}":
    "{0}: 강제로 적용했습니다 (바뀐 행 {1} %). {2} 행이 하나도 남지 않았습니다",
  // Notes of plans and reports.
  "the model gave no plan that can be run: each sample is written in one step":
    "모델이 실행할 수 있는 계획을 내놓지 않아 샘플마다 한 단계로 씁니다",
  "the inputs have {0} rows: no more samples than that are planned":
    "입력이 {0}행이므로 그보다 많은 샘플은 계획하지 않습니다",
  "{0} of {1} cells have no quota: the target of {2} is too small for all of them, or their weight is 0":
    "셀 {1}개 중 {0}개에는 할당량이 없습니다. 목표 {2}개가 모든 셀을 채우기에 적거나, 가중치가 0입니다",
  "drawn for each sample, without quotas of their own: {0}":
    "할당량 없이 샘플마다 추출하는 속성: {0}",
  "the embedded model cannot answer questions of one's own: its ratings of {0} mean nothing":
    "내장 모델은 사용자가 정한 질문에 답하지 못하므로 {0}의 평점에는 의미가 없습니다",
  "the embedded model does not follow conditions such as {0} and {1}: coverage counts the cells that samples were ordered for, not what their texts show":
    "내장 모델은 {0}, {1} 같은 조건을 따르지 않습니다. 커버리지는 텍스트의 내용이 아니라 주문한 셀을 셉니다",
  "the embedded model does not follow conditions such as {0}: coverage counts the cells that samples were ordered for, not what their texts show":
    "내장 모델은 {0} 같은 조건을 따르지 않습니다. 커버리지는 텍스트의 내용이 아니라 주문한 셀을 셉니다",
  "the embedded model recombines the support rows that the small models learn from too: agreement and downstream accuracy say less here than with a language model":
    "내장 모델은 작은 모델들이 학습하는 예시 행을 다시 조합합니다. 그래서 일치도와 하위 과제 정확도는 언어 모델을 쓸 때보다 의미가 적습니다",
  "the task has no labels to test": "평가할 라벨이 과제에 없습니다",
  "no held-out real rows to test on": "평가용으로 떼어 둔 실제 행이 없습니다",
  "{0} rows to train on, at least {1} are needed":
    "학습할 행이 {0}개뿐입니다. {1}개 이상 필요합니다",
  "the task has no labels": "과제에 라벨이 없습니다",
  "warning: {0}": "경고: {0}",
  "not used: {0}": "쓰지 않음: {0}",
  // The command line.
  "{0} exists already": "이미 있습니다: {0}",
  "Choose another --out, or give --force to overwrite it.":
    "--out에 다른 이름을 주거나, 덮어쓰려면 --force를 주십시오.",
  "init asks on a terminal, and this is none":
    "init은 터미널에서 질문하는데, 지금은 터미널이 아닙니다",
  "Give it a data file: datawright init support.csv":
    "데이터 파일을 주십시오: datawright init support.csv",
  "review asks on a terminal, and this is none":
    "review는 터미널에서 질문하는데, 지금은 터미널이 아닙니다",
  "Give --answers FILE (JSON lines), or --list to see the queue.":
    "--answers FILE(JSON 줄 형식)을 주거나, --list로 목록을 보십시오.",
  "nothing was written to {0}; answered so far:": "{0}에 쓰지 않았습니다. 지금까지의 답:",
  "{0} cannot be a name: letters, digits, space, dot, dash or underscore":
    "이름으로 쓸 수 없습니다: {0}. 글자, 숫자, 빈칸, 점, 붙임표, 밑줄만 쓸 수 있습니다",
  "the label {0} is there twice": "라벨이 두 번 나옵니다: {0}",
  "one label is told from nothing: give two or more, or none at all":
    "라벨이 하나면 구별할 것이 없습니다. 두 개 이상 쓰거나 비워 두십시오",
  "{0} is not a whole number of at least 1": "1 이상의 정수가 아닙니다: {0}",
  "deleting {0} needs --yes where nobody can be asked":
    "물어볼 수 없는 환경에서 {0|을/를} 삭제하려면 --yes가 필요합니다",
  "there is no status {0}": "그런 상태는 없습니다: {0}",
  "Statuses: {0}.": "상태: {0}.",
  "no sample has the reason {0}": "그런 사유를 가진 샘플이 없습니다: {0}",
  "Reasons in this run: {0}.": "이 실행의 사유: {0}.",
  "run {0} has no sample {1}": "실행 {0}에 그런 샘플이 없습니다: {1}",
  "`datawright samples {0}` lists them.": "`datawright samples {0}`에서 볼 수 있습니다.",
  "In this run: {0}.": "이 실행에 있는 것: {0}.",
  "there is no slot {0}": "그런 슬롯은 없습니다: {0}",
  "Slots: {0}.": "슬롯: {0}.",
  "cache prune needs to be told what to remove": "cache prune에 무엇을 지울지 알려 주십시오",
  "Give --older-than DAYS, --max-bytes N, or both.":
    "--older-than DAYS나 --max-bytes N을 (또는 둘 다) 주십시오.",
  "--bom and --escape-formulas are for CSV, not for {0}":
    "--bom과 --escape-formulas는 CSV에만 씁니다 (지금 형식: {0})",
  "Leave them out, or take --format csv.": "빼거나 --format csv를 쓰십시오.",
  "answers file {0} cannot be read": "답 파일을 읽을 수 없습니다: {0}",
  "{0}, line {1}: not JSON": "{0} {1}행: JSON이 아닙니다",
  "{0}: this may cost money, and nobody can be asked here":
    "{0}: 비용이 들 수 있는데, 여기서는 물어볼 수 없습니다",
  "Give --yes to start (--budget, --max-calls and --max-tokens limit it). A server of your own that costs nothing: `price: { input: 0, output: 0 }` beside its `model`.":
    "시작하려면 --yes를 주십시오 (--budget, --max-calls, --max-tokens로 한도를 정합니다). 비용이 들지 않는 자체 서버라면 `model` 옆에 `price: { input: 0, output: 0 }`을 적으십시오.",
  "--set {0}: expected PATH=VALUE": "--set {0}: PATH=VALUE 꼴이어야 합니다",
  "for example --set target=300 or --set support.path=rows.csv":
    "예: --set target=300 또는 --set support.path=rows.csv",
  // Runs.
  'There is no run "{0}": neither in {1} nor as a folder.':
    '그런 실행이 없습니다: "{0}". {1}에도 없고, 그런 폴더도 없습니다.',
  "The command `runs` lists those that there are.":
    "`datawright runs` 명령으로 있는 실행을 볼 수 있습니다.",
  "The run in {0} is being worked on already.": "{0}의 실행은 이미 작업 중입니다.",
  "Wait until that ends, or end it, then try again.": "끝나기를 기다리거나 끝낸 뒤 다시 하십시오.",
  "{0} holds a run already": "{0}에 이미 실행이 있습니다",
  "Go on with `datawright resume {0}`, remove it with `datawright rm`, or choose another folder.":
    "`datawright resume {0}`으로 이어서 실행하거나, `datawright rm`으로 지우거나, 다른 폴더를 고르십시오.",
  "What was accepted is kept. Resume the run with a larger budget to go on.":
    "채택된 샘플은 남아 있습니다. 예산을 늘려 resume하면 이어서 진행합니다.",
  "What was accepted is saved. Check the provider, then resume the run.":
    "채택된 샘플은 저장되어 있습니다. 모델 제공자를 확인한 뒤 resume하십시오.",
  "Free some space, then resume the run.": "공간을 확보한 뒤 resume하십시오.",
  "No space left while writing {0}. What was accepted before is kept.":
    "{0|을/를} 쓰는 동안 공간이 모자랐습니다. 그 전에 채택된 샘플은 남아 있습니다.",
  "Give --target a number above {0}.": "--target에 {0}보다 큰 수를 주십시오.",
  "the target of {0} is {1}; extending it to {2} asks for nothing":
    "{0}의 목표는 {1}개이므로 {2}개로 늘려도 더 만들 것이 없습니다",
  "Open it with a newer datawright.": "더 새로운 datawright로 여십시오.",
  "Restore it from a copy, or start the run anew.":
    "사본에서 되살리거나 실행을 처음부터 다시 하십시오.",
  // Models.
  "Set the environment variable that holds the key (apiKeyEnv, by default OPENAI_API_KEY) and check what the key may use.":
    "키를 담은 환경 변수(apiKeyEnv, 기본값 OPENAI_API_KEY)를 설정하고, 그 키로 무엇을 쓸 수 있는지 확인하십시오.",
  "Check the model's name and settings; the provider's own words are in the message.":
    "모델 이름과 설정을 확인하십시오. 제공자가 보낸 말이 오류에 들어 있습니다.",
  "Check that the server runs and that the base URL is right.":
    "서버가 떠 있는지, 기본 URL이 맞는지 확인하십시오.",
  "The account has no credit left; waiting does not help. Add credit or raise its limit at the provider, then resume the run.":
    "계정에 남은 크레딧이 없어 기다려도 소용이 없습니다. 제공자에서 크레딧을 채우거나 한도를 올린 뒤 resume하십시오.",
  "{0}: nothing answers at {1} ({2})": "{0}: {1}에서 응답하는 서버가 없습니다 ({2})",
  "the knowledge source {0} needs a key, and the environment variable {1} holds fewer than four characters, which could not be kept secret":
    "지식 소스 {0|은/는} 키가 필요한데, 환경 변수 {1}의 값이 네 글자보다 짧아 비밀로 지킬 수 없습니다",
  "the knowledge source {0} needs a key, and the environment variable {1} is not set":
    "지식 소스 {0|은/는} 키가 필요한데, 환경 변수 {1|이/가} 설정되어 있지 않습니다",
  "{0} needs a key, and the value of {1} is too short for one: fewer than four characters":
    "{0}에는 키가 필요한데, 환경 변수 {1}의 값은 네 글자가 되지 않아 키로 쓸 수 없습니다",
  "{0} needs a key, and the environment variable {1} is not set":
    "{0}에는 키가 필요한데, 환경 변수 {1|이/가} 설정되어 있지 않습니다",
  "Set {0}, or name another variable with apiKeyEnv. Servers on this machine (a baseUrl such as http://localhost:11434/v1) need none.":
    "{0|을/를} 설정하거나 apiKeyEnv로 다른 변수를 지정하십시오. 이 컴퓨터의 서버(예: baseUrl http://localhost:11434/v1)에는 키가 필요 없습니다.",
  "Check that the base URL points at an OpenAI-compatible API (it usually ends in /v1).":
    "base URL이 OpenAI 호환 API를 가리키는지 확인하십시오 (보통 /v1로 끝납니다).",
  "Check the server and the model's name: `datawright validate TASK --online` asks them.":
    "서버와 모델 이름을 확인하십시오. `datawright validate TASK --online`으로 물어볼 수 있습니다.",
  "{0} did not answer within {1} seconds": "{0|이/가} {1}초 안에 답하지 않았습니다",
  "Raise timeoutSeconds for this model, or lower its concurrency.":
    "이 모델의 timeoutSeconds를 늘리거나 concurrency를 줄이십시오.",
  "baseUrl {0} is not a URL": "baseUrl이 URL이 아닙니다: {0}",
  "For example http://localhost:11434/v1.": "예: http://localhost:11434/v1",
  "Give the model a `price`, or limit calls or tokens in place of money.":
    "모델에 `price`를 적거나, 금액 대신 호출이나 토큰을 제한하십시오.",
  "budget.usd is set, but the price of {0} (models.{1}) is not known":
    "budget.usd를 정했지만 {0}의 가격을 모릅니다 (models.{1})",
  // Task files and data.
  "Paths are relative to the task file; on the command line to the current folder.":
    "경로는 과제 파일을 기준으로 합니다. 명령줄에서는 현재 폴더가 기준입니다.",
  "Mend what stands on or before that line.": "그 줄이나 바로 앞을 고치십시오.",
  "Mend the line, or set `format` if the file is of another one.":
    "그 줄을 고치거나, 파일의 형식이 다르면 `format`을 적으십시오.",
  "Name the encoding that the file has under `encoding:` of the data source, or repair this line.":
    "데이터 소스의 `encoding:`에 파일의 인코딩을 적거나 이 줄을 고치십시오.",
  "add it under `labels:`, or say with `labelMap:` which label it stands for":
    "`labels:`에 추가하거나, 어느 라벨을 뜻하는지 `labelMap:`에 적으십시오",
  "Change it; nothing was run.": "고치십시오. 실행한 것은 없습니다.",
  "change this field of the task; nothing was run":
    "과제의 이 필드를 고치십시오. 실행한 것은 없습니다",
  "{0} fields of the task need a change; nothing was run":
    "과제의 필드 {0}개를 고쳐야 합니다. 실행한 것은 없습니다",
  "missing; give the dataset a short name, for example `name: support-tickets`":
    "없습니다. 데이터셋에 짧은 이름을 붙이십시오. 예: `name: support-tickets`",
  "missing; say what one sample is, for example `kind: classification`":
    "없습니다. 샘플의 종류를 적으십시오. 예: `kind: classification`",
  "missing; say in one or two sentences what the dataset is about":
    "없습니다. 무엇에 관한 데이터셋인지 한두 문장으로 적으십시오",
  "missing; write how many accepted samples you want, for example `target: 200`":
    "없습니다. 채택할 샘플 수를 적으십시오. 예: `target: 200`",
  "missing; expected {0}": "없습니다. 필요한 값: {0}",
  "unknown field; did you mean {0}?": "알 수 없는 필드입니다. 비슷한 이름: {0}",
  "unknown field; known here: {0}": "알 수 없는 필드입니다. 쓸 수 있는 이름: {0}",
  "unknown field": "알 수 없는 필드입니다",
  "must not be empty": "비어 있으면 안 됩니다",
  "the number {0} must be at least {1}": "{0}: {1} 이상이어야 합니다",
  "the number {0} must be at most {1}": "{0}: {1} 이하여야 합니다",
  "{0} is not one of {1}; did you mean {2}?":
    "{0}: 쓸 수 있는 값이 아닙니다 ({1}). 비슷한 이름: {2}",
  "{0} is not one of {1}": "{0}: 쓸 수 있는 값이 아닙니다 ({1})",
  "expected {0}, got {1}": "필요한 값: {0}, 적힌 값: {1}",
  "a map of names to values": "이름과 값의 목록(map)",
  "a whole number": "정수",
  "a number": "수",
  "true or false": "true 또는 false",
  "a list": "목록",
  "a map": "map",
  text: "텍스트",
  "{0} does not exist": "없습니다: {0}",
  "the folder {0} does not exist either": "폴더도 없습니다: {0}",
  "did you mean {0}?": "비슷한 이름: {0}",
  "Did you mean {0}?": "비슷한 이름: {0}",
  "give the path of a file; its folder holds {0}": "파일의 경로를 주십시오. 그 폴더에 있는 것: {0}",
  "give the path of a file; its folder is empty": "파일의 경로를 주십시오. 그 폴더는 비어 있습니다",
  "Valid names: {0}.": "쓸 수 있는 이름: {0}.",
  "no model is called {0}; did you mean {1}?": "그런 모델은 없습니다: {0}. 비슷한 이름: {1}",
  "there is no exporter {0}": "그런 내보내기 형식은 없습니다: {0}",
  "{0} holds no usable row": "쓸 수 있는 행이 없습니다: {0}",
  "{0} holds no rows": "행이 없습니다: {0}",
  "{0} holds a header but no rows": "머리글만 있고 행이 없습니다: {0}",
  ...KOREAN_FINDINGS,
});
