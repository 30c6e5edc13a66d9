import nlp from "compromise/two";

/** Verbs with their objects in instructions, as Self-Instruct (Wang et al. 2023) counts them. */
export interface VerbObjectPairs {
  /** Texts that were looked at. */
  readonly texts: number;
  /** Texts in which a verb with an object was found. */
  readonly found: number;
  /** Different pairs. */
  readonly different: number;
  /** The most frequent pairs with their counts, at most 20. */
  readonly top: readonly {
    readonly verb: string;
    readonly object: string;
    readonly count: number;
  }[];
}

const MOST_SHOWN = 20;
/** What an instruction asks for stands at its beginning. */
const MOST_CHARACTERS = 400;

/**
 * The first verb of each English text that has a noun behind it in the same clause, with that noun:
 * "Write a short poem about rain" is (write, poem). Words are tagged by the compromise library;
 * verbs are counted in their infinitive, nouns in the singular.
 */
export function verbObjectPairs(texts: readonly string[]): VerbObjectPairs {
  const counts = new Map<string, number>();
  let found = 0;
  for (const text of texts) {
    const pair = pairOf(text.slice(0, MOST_CHARACTERS));
    if (pair === null) continue;
    found++;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  const top = [...counts]
    .sort(([a, first], [b, second]) => second - first || (a < b ? -1 : 1))
    .slice(0, MOST_SHOWN)
    .map(([pair, count]) => {
      const [verb = "", object = ""] = pair.split(" ");
      return { verb, object, count };
    });
  return { texts: texts.length, found, different: counts.size, top };
}

interface TaggedTerm {
  readonly normal: string;
  readonly root?: string;
  readonly post: string;
  readonly tags: readonly string[];
}

function pairOf(text: string): string | null {
  // The types of the library leave out the roots of words.
  const terms: object = { tags: true, normal: true, root: true, post: true };
  const sentences = nlp(text).compute("root").json({ terms }) as {
    readonly terms: readonly TaggedTerm[];
  }[];
  // An order is an infinitive; where none has an object, any verb will do.
  for (const wanted of ["Infinitive", "Verb"])
    for (const { terms: words } of sentences)
      for (const [at, term] of words.entries()) {
        if (!term.tags.includes(wanted) || isHelping(term)) continue;
        const object = objectBehind(words, at);
        if (object !== null) return `${rootOf(term)} ${rootOf(object)}`;
      }
  return null;
}

const isHelping = ({ tags }: TaggedTerm): boolean =>
  tags.includes("Auxiliary") || tags.includes("Modal") || tags.includes("Copula");
const rootOf = ({ root, normal }: TaggedTerm): string => (root ?? normal).replaceAll(" ", "-");
/** What may stand between a verb and its object. */
const BETWEEN = ["Determiner", "Adjective", "Value", "Adverb", "Possessive", "Pronoun", "Negative"];

/** The last of the nouns behind the verb, before a preposition, a verb or a comma. */
function objectBehind(terms: readonly TaggedTerm[], verb: number): TaggedTerm | null {
  let object: TaggedTerm | null = null;
  for (let at = verb + 1; at < terms.length; at++) {
    if (/[,;:.!?]/u.test(terms[at - 1]!.post)) break;
    const { tags } = terms[at]!;
    const isNoun = tags.includes("Noun") && !tags.includes("Pronoun");
    if (isNoun) object = terms[at]!;
    else if (object !== null || !BETWEEN.some((tag) => tags.includes(tag))) break;
  }
  return object;
}
