/** What criteria say of a draft: why it passes, and what the generator is to change. */
export const KOREAN_CRITERIA: Readonly<Record<string, string>> = {
  '{0} The judge: "{1}"': '{0} 심사 모델: "{1}"',
  // Form.
  "All fields are there and of the right form.": "모든 필드가 있고 형식이 맞습니다.",
  "The text has {0} words; write at most {1}.":
    "텍스트가 {0}단어입니다. {1}단어 이하로 써야 합니다.",
  "The text has {0} words; write at least {1}.":
    "텍스트가 {0}단어입니다. {1}단어 이상 써야 합니다.",
  "The text has {0} characters; write at most {1}.":
    "텍스트가 {0}자입니다. {1}자 이하로 써야 합니다.",
  "The text has {0} characters; write at least {1}.":
    "텍스트가 {0}자입니다. {1}자 이상 써야 합니다.",
  "The sample has no label.": "샘플에 라벨이 없습니다.",
  "The sample has a list of labels, but the task allows one.":
    "샘플에 라벨이 여러 개 있지만, 과제는 하나만 허용합니다.",
  '"{0}" and "{1}" say the same; they must differ.':
    '두 내용이 같습니다. 서로 달라야 합니다: "{0}", "{1}"',
  'The label "{0}" is there twice.': '두 번 있는 라벨: "{0}"',
  'The span "{0}" is not the answer "{1}".': '구간 "{0}" 대신 답 "{1}"의 구간이어야 합니다.',
  'The span "{0}" does not stand in the context at characters {1} to {2}.':
    '문맥의 {1}~{2}번째 글자에 없는 구간: "{0}"',
  'The {0} "{1}" does not stand in the text.': '텍스트에 없는 {0}: "{1}"',
  // Fluency.
  "No sign of broken text.": "망가진 곳이 보이지 않습니다.",
  "The text is broken: {0}. Write it anew.": "텍스트가 망가졌습니다: {0}. 새로 써야 합니다.",
  "it holds characters that stand for lost ones": "사라진 글자를 대신하는 문자가 있음",
  "letters are in the wrong encoding": "글자의 인코딩이 잘못됨",
  "a placeholder was left in": "채우지 않은 자리가 남음",
  "markup was left in": "마크업이 남음",
  "a piece of JSON was left in": "JSON 조각이 남음",
  "it refuses instead of writing the sample": "샘플을 쓰지 않고 거절함",
  "it begins with words about the sample instead of the sample":
    "샘플이 아니라 샘플에 대한 말로 시작함",
  '"{0}" follows itself {1} times': '잇달아 {1}번 나옴: "{0}"',
  "{0} % of its phrases repeat earlier ones": "어구의 {0} %가 앞의 것을 되풀이함",
  "it reads as {0}, but the task wants {1}": "과제의 언어는 {1}인데 {0|으로/로} 읽힘",
  'it is cut inside its last word "{0}" ("{1}"?)': '마지막 낱말 "{0}"에서 잘림("{1}"인 듯함)',
  'it stops after "{0}" without an end': '"{0}" 뒤에서 끝맺지 않고 멈춤',
  'its words are out of order, as in "{0}"': '"{0}"처럼 낱말의 차례가 뒤섞임',
  'it has words of no language, such as "{0}"': '"{0}"처럼 어느 언어에도 없는 낱말이 있음',
  "The text is not fluent (rated {0} of 5, at least {1}): write whole sentences that make sense together.":
    "글이 매끄럽지 않습니다(평점 {0}/5, 최소 {1}). 서로 이어지는 온전한 문장으로 써야 합니다.",
  "Rated {0} of {1}.": "평점 {0}/{1}입니다.",
  // The task and its label.
  "No judge was asked.": "심사 모델에 묻지 않았습니다.",
  "It is not about this draft.": "이 초안에는 해당하지 않습니다.",
  "The text is given, not written.": "새로 쓴 것이 아니라 주어진 텍스트입니다.",
  "The text is not what the task asks for (rated {0} of 5, at least {1}): write {2}. {3}":
    "과제가 요청한 텍스트가 아닙니다(평점 {0}/5, 최소 {1}). 쓸 것: {2}. {3}",
  'Texts of the label "{0}" belong to no topic of the task.':
    '라벨 "{0}"의 텍스트는 과제의 어느 주제에도 속하지 않습니다.',
  "The sample has no label to check.": "검사할 라벨이 없는 샘플입니다.",
  "The sample has no single label to check.": "검사할 단일 라벨이 없는 샘플입니다.",
  "No judge was asked about the label.": "라벨을 심사 모델에 묻지 않았습니다.",
  'The label may stand: {0} reads "{1}" ({2}), a small model of the examples "{3}" ({4}).':
    '라벨이 맞을 수 있습니다. {0}의 판단은 "{1}"({2}), 예시로 배운 작은 모델의 판단은 "{3}"({4})입니다.',
  'The label may stand: {0} reads "{1}" ({2}).':
    '라벨이 맞을 수 있습니다. {0}의 판단은 "{1}"({2})입니다.',
  'The text does not fit its label "{0}": {1} reads "{2}" ({3}), a small model of the examples "{4}" ({5}). Write about "{6}, and leave out what speaks for "{7}".':
    '텍스트가 라벨 "{0}"에 맞지 않습니다. {1}의 판단은 "{2}"({3}), 예시로 배운 작은 모델의 판단은 "{4}"({5})입니다. "{6}에 대해 쓰고 "{7}"로 보이게 하는 것은 빼야 합니다.',
  'The text does not fit its label "{0}": {1} reads "{2}" ({3}). Write about "{4}, and leave out what speaks for "{5}".':
    '텍스트가 라벨 "{0}"에 맞지 않습니다. {1}의 판단은 "{2}"({3})입니다. "{4}에 대해 쓰고 "{5}"로 보이게 하는 것은 빼야 합니다.',
  "No judge was asked about the conditions.": "조건을 심사 모델에 묻지 않았습니다.",
  "The text has the conditions that it was written for.": "주문한 조건대로 쓴 텍스트입니다.",
  "Not as ordered: {0}.": "주문과 다릅니다: {0}.",
  // Copies and sources.
  "No example is repeated.": "예시를 되풀이하지 않았습니다.",
  "The text repeats the example {0}; write a new one about something else.":
    "예시 {0|을/를} 그대로 되풀이한 텍스트입니다. 다른 내용으로 새로 써야 합니다.",
  "The text takes a run of {0} words ({1} % of the draft) from the example {2}; write a new one about something else.":
    "예시 {2}에서 {0}단어를 잇달아 옮긴 텍스트입니다(초안의 {1} %). 다른 내용으로 새로 써야 합니다.",
  "The text is the example {0} with small changes (ROUGE-L {1}); write a new one about something else.":
    "예시 {0|을/를} 조금만 바꾼 텍스트입니다(ROUGE-L {1}). 다른 내용으로 새로 써야 합니다.",
  "Nothing so far is as close.": "지금까지 이만큼 비슷한 것이 없습니다.",
  "The text is too close to {0} (ROUGE-L {1}, at most {2}); change what it says, not only its words.":
    "{0}에 너무 가까운 텍스트입니다(ROUGE-L {1}, 최대 {2}). 낱말만이 아니라 내용을 바꿔야 합니다.",
  "The text means nearly the same as {0} (cosine distance {1}, at least {2}); change what it says.":
    "{0|과/와} 뜻이 거의 같은 텍스트입니다(코사인 거리 {1}, 최소 {2}). 내용을 바꿔야 합니다.",
  "Nothing is merely repeated.": "그대로 되풀이한 것이 없습니다.",
  '"{0}" repeats "{1}"; it must say something else.':
    '"{1}"의 내용을 되풀이합니다. 다른 것을 말해야 합니다: "{0}"',
  "The text is that of {0}; write another one.": "{0}의 텍스트입니다. 다른 것을 써야 합니다.",
  "The input is that of {0}; write another one.": "{0}의 입력입니다. 다른 것을 써야 합니다.",
  "The draft has no source to keep to.": "따라야 할 출처가 없는 초안입니다.",
  "The draft has no source to be faithful to.": "충실해야 할 출처가 없는 초안입니다.",
  "Every figure, name and date stands in the sources.": "모든 숫자, 이름, 날짜가 출처에 있습니다.",
  "The sources do not have {0}; state only what they state, or leave it out.":
    "출처에 없습니다: {0}. 출처에 있는 것만 말하거나 빼야 합니다.",
  "{0} of {1} claims are supported.": "주장 {1}개 중 {0}개가 뒷받침됩니다.",
  "The sources have its words by {0}.": "출처가 낱말을 뒷받침하는 정도: {0}.",
  "{0} of {1} claims are contradicted.": "주장 {1}개 중 {0}개가 알려진 것과 어긋납니다.",
  "Nothing is known to compare with.": "견주어 볼 지식이 없습니다.",
  // Rewrites, people and code.
  "The draft was made from no row.": "행에서 만든 초안이 아닙니다.",
  "Figures, names and negation are kept.": "숫자, 이름, 부정이 그대로입니다.",
  "The draft does not say what its row says (rated {0} of 5, at least {1}): keep everything that matters, and add nothing.":
    "행이 말하는 것과 다릅니다(평점 {0}/5, 최소 {1}). 중요한 것은 모두 남기고 아무것도 더하지 않아야 합니다.",
  "A small model of {0} verdicts of people finds it good with a probability of {1}; at least {2} is wanted.":
    "사람의 판정 {0}개로 배운 작은 모델이 보기에 좋을 확률은 {1}입니다. 최소 {2}이어야 합니다.",
  "A small model of {0} verdicts of people finds it good with a probability of {1}.":
    "사람의 판정 {0}개로 배운 작은 모델이 보기에 좋을 확률은 {1}입니다.",
  "The instruction is one that a text model can carry out.":
    "텍스트 모델이 할 수 있는 지시문입니다.",
  "The instruction has {0} words; write {1} to {2}.":
    "지시문이 {0}단어입니다. {1}~{2}단어로 써야 합니다.",
  "The checker lets it pass.": "검사 코드를 통과합니다.",
  "The checker does not let it pass.": "검사 코드를 통과하지 못합니다.",
};
