/** What a phrase gives away. */
export type PhraseKind = "refusal" | "self-reference" | "preamble" | "placeholder";

export interface Phrase {
  readonly language: string;
  readonly kind: PhraseKind;
  /** Matched against the case-folded text with straight apostrophes and single spaces. */
  readonly pattern: RegExp;
}

/**
 * Phrases with which a model speaks about its answer instead of giving it, in ten languages.
 *
 * Each is long or fixed enough that people do not write it by chance: "I'm sorry, but I can't find
 * my card" is a customer's sentence, "I'm sorry, but I can't assist with that" is not. Preambles
 * count at the beginning only.
 */
const SOURCES: Readonly<Record<string, Readonly<Partial<Record<PhraseKind, readonly string[]>>>>> =
  {
    en: {
      refusal: [
        "\\bi(?:'m| am) (?:sorry|afraid)[,.]? (?:but )?(?:i )?(?:can't|cannot|can not|am " +
          "unable to|'m unable to|won't) (?:assist|help you with|help with " +
          "(?:that|this)|fulfill|fulfil|comply|provide|generate|create|engage|continue with " +
          "(?:this|that)|write (?:that|this))\\b",
        "\\bi (?:can't|cannot|can not|am unable to|'m unable to) (?:assist|help) with " +
          "(?:that|this)\\b",
        "\\bi (?:can't|cannot|am unable to) (?:fulfill|fulfil|comply with) " +
          "(?:your|this|that|the)\\b",
        "\\bit(?:'s| is) (?:not appropriate|against my (?:guidelines|programming|policy))\\b",
        "\\bi must (?:decline|refuse) (?:to|this)\\b",
      ],
      "self-reference": [
        "\\bas an? (?:ai|artificial intelligence|large language model|language model)\\b",
        "\\bi(?:'m| am) (?:just |only )?an? (?:ai|large|language) (?:language " +
          ")?(?:model|assistant)\\b",
        "\\b(?:my (?:knowledge|training data) (?:cutoff|cut-off|ends))\\b",
      ],
      preamble: [
        "^(?:sure|certainly|of course|absolutely|okay|great)[,!.:]* (?:here(?:'s| is| " +
          "are)|i(?:'ll| can| will| would be happy))\\b",
        "^here (?:is|are|'s) (?:an?|the|some|\\d+|your) (?:\\p{L}+ " +
          "){0,4}(?:examples?|samples?|reviews?|texts?|sentences?|rewritten|versions?)\\b[^.!?]{0,80}:",
        "^(?:rewritten|revised|generated) (?:text|sentence|version|review)s? ?:",
        "\\bi hope this meets your (?:needs|requirements|expectations)\\b.{0,80}$",
      ],
      placeholder: [
        "\\[(?:insert|enter|your) [^\\]]{1,40}\\]",
        "\\[(?:company|customer|client|product|recipient|sender|first|last|full)(?:'s)? name\\]",
        "\\blorem ipsum\\b",
        "\\{\\{ ?[\\p{L}_. ]{1,40} ?\\}\\}",
      ],
    },
    ko: {
      refusal: [
        "(?:죄송|미안)(?:합니다|하지만|해요|합니다만)[,.]? ?.{0,30}(?:도와드릴|제공할|제공해 ?드릴|작성할|생성할|답변(?:을 " +
          ")?(?:드릴|할)|응할|수행할) 수 (?:없습니다|없어요)",
        "요청(?:하신|에) ?.{0,20}(?:응할|도와드릴|제공할|수행할|따를) 수 없습니다",
      ],
      "self-reference": [
        "(?:ai|인공지능|언어) ?(?:언어 ?)?모델(?:로서|이기 때문에|이므로|로써)",
        "저는 (?:단지 )?(?:ai|인공지능|언어 ?모델)",
      ],
      preamble: [
        "^(?:네|물론|알겠습니다|좋습니다|물론입니다|물론이죠)[,!.]* ?(?:여기|다음은|아래는|아래에|요청하신)",
        "^(?:다음은|아래는) [^.!?]{0,60}(?:예시|예문|문장|리뷰|텍스트|샘플)[^.!?]{0,20}(?:입니다|이에요|예요)",
        "(?:추가로 )?(?:필요하신|궁금하신|도움이 필요하)[^.!?]{0,20}(?:말씀해 ?주세요|알려 ?주세요)[.!]*$",
      ],
    },
    ja: {
      refusal: [
        "(?:申し訳(?:ありません|ございません)|すみません)が?、?[^。]{0,40}(?:お手伝い|お答え|提供|対応|作成)(?:する(?:こと)?|できません|いたしかね|は?でき)[^。]{0,10}",
      ],
      "self-reference": [
        "(?:ai|人工知能|言語モデル)(?:言語モデル|アシスタント)?として",
        "私は(?:ai|人工知能|言語モデル)",
      ],
      preamble: ["^(?:はい|もちろん|承知(?:しました|いたしました))[、。!！]*(?:以下|こちら)"],
    },
    zh: {
      refusal: [
        "(?:很抱歉|抱歉|对不起|對不起)[,，。]?[^。]{0,20}(?:无法|不能|無法)(?:提供|协助|協助|完成|满足|回答|生成|帮助|幫助)",
      ],
      "self-reference": [
        "作为(?:一个|一名)?(?:ai|人工智能|语言模型|大型语言模型)",
        "作為(?:一個)?(?:ai|人工智慧|語言模型)",
        "我(?:是|只是)(?:一个|一個)?(?:ai|人工智能|语言模型)",
      ],
      preamble: ["^(?:当然|好的|當然)[,，!！。]*(?:以下|这里|這裡|这是)"],
    },
    de: {
      refusal: [
        "\\b(?:es tut mir leid|tut mir leid|entschuldigung)[,.]? (?:aber " +
          ")?.{0,20}(?:kann|darf) (?:ich )?.{0,40}(?:nicht " +
          "(?:helfen|erfüllen|bereitstellen|beantworten)|keine " +
          ".{0,30}(?:bereitstellen|erstellen|generieren))",
        "\\bdabei kann ich (?:ihnen |dir )?nicht (?:helfen|weiterhelfen)\\b",
      ],
      "self-reference": [
        "\\bals (?:eine? )?(?:ki|künstliche " +
          "intelligenz|sprachmodell|ki-sprachmodell|ki-modell|ki-assistent)\\b",
      ],
      preamble: ["^(?:natürlich|gerne|klar|selbstverständlich)[,!.:]* hier (?:ist|sind)\\b"],
    },
    fr: {
      refusal: [
        "\\b(?:je suis désolée?|désolée?)[,.]? (?:mais )?je ne (?:peux|suis) pas (?:vous " +
          "aider|t'aider|fournir|répondre|générer|en mesure)",
      ],
      "self-reference": [
        "\\ben tant qu(?:'|e )(?:ia|intelligence artificielle|modèle de langage|modèle " +
          "linguistique|assistant ia)\\b",
      ],
      preamble: ["^(?:bien sûr|certainement|d'accord|avec plaisir)[,! .:]* ?voici\\b"],
    },
    es: {
      refusal: [
        "\\b(?:lo siento|lo lamento)[,.]? (?:pero )?no puedo " +
          "(?:ayudar(?:te|le|lo)?|proporcionar|cumplir|generar|responder|asistir)",
      ],
      "self-reference": [
        "\\bcomo (?:una? )?(?:ia|inteligencia artificial|modelo de lenguaje|modelo de ia)\\b",
      ],
      preamble: [
        "^(?:claro|por supuesto|desde luego|con gusto)[,! .:]* ?aquí " +
          "(?:tienes|tiene|está|están|hay)\\b",
      ],
    },
    pt: {
      refusal: [
        "\\b(?:desculpe|sinto muito|lamento)[,.]? (?:mas )?(?:eu )?não (?:posso|consigo) " +
          "(?:ajudar|fornecer|gerar|responder|atender|cumprir)",
      ],
      "self-reference": ["\\bcomo (?:uma? )?(?:ia|inteligência artificial|modelo de linguagem)\\b"],
      preamble: ["^(?:claro|com certeza|certamente)[,! .:]* ?aqui (?:está|estão|vai|vão)\\b"],
    },
    it: {
      refusal: [
        "\\b(?:mi dispiace|spiacente)[,.]? (?:ma )?non posso " +
          "(?:aiutar(?:ti|la|vi)|fornire|generare|rispondere|soddisfare)",
      ],
      "self-reference": [
        "\\b(?:come|in quanto) (?:un'?)? ?(?:ia|intelligenza artificiale|modello " +
          "linguistico|modello di linguaggio)\\b",
      ],
      preamble: ["^(?:certo|certamente|ecco a te)[,! .:]* ?ecco\\b"],
    },
    ru: {
      refusal: [
        "(?:извините|простите|к сожалению|мне жаль)[,.]? (?:но )?я не могу " +
          "(?:помочь|предоставить|выполнить|ответить|сгенерировать)",
      ],
      "self-reference": ["(?:как|я) (?:искусственный интеллект|языковая модель|ии-модель)"],
      preamble: ["^(?:конечно|разумеется|хорошо)[,! .:]* ?вот(?![\\p{L}])"],
    },
  };

export const BOILERPLATE_PHRASES: readonly Phrase[] = Object.entries(SOURCES).flatMap(
  ([language, kinds]) =>
    Object.entries(kinds).flatMap(([kind, sources]) =>
      sources.map((source): Phrase => ({
        language,
        kind: kind as PhraseKind,
        pattern: new RegExp(source, "u"),
      })),
    ),
);
