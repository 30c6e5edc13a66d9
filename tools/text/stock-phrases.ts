import { caseFold } from "../../base/text/case-fold.js";
import { sentences } from "../../base/text/sentences.js";

/**
 * Whole sentences that say nothing but that somebody is polite. English; other languages are given
 * by the task.
 */
const POLITE: readonly RegExp[] = [
  /^(?:you['’]re|you are) (?:very |most |so )?welcome\b.{0,40}$/u,
  /^(?:is there|if there['’]s|if there is|was there) anything else\b/u,
  /^(?:please )?(?:feel free|don['’]t hesitate|do not hesitate) to (?:ask|reach out|let me know|contact|get in touch)\b/u,
  /^(?:please )?let me know if (?:you|there|i|this|that)\b/u,
  /^if you (?:have|need) (?:any )?(?:other|more|further|additional|any)\b.{0,80}$/u,
  /^i hope (?:this|that|it) (?:helps|helped|answers)\b/u,
  /^hope (?:this|that|it) helps\b/u,
  /^(?:i['’]m|i am) (?:always |so |very )?(?:happy|glad|here|pleased) to (?:help|assist)\b.{0,60}$/u,
  /^(?:i['’]m )?(?:glad|happy|pleased) (?:to hear|i could|i was able|to be of)\b.{0,60}$/u,
  /^(?:many |ok(?:ay)?,? |great,? |perfect,? |alright,? )?thank(?:s| you)\b.{0,60}$/u,
  /^(?:that['’]s|that is|this is) (?:all|everything|very helpful|really helpful|great|perfect)\b.{0,50}$/u,
  /^have an? (?:great|nice|good|wonderful|lovely) (?:day|evening|week|weekend|time|one)\b/u,
  /^(?:good ?bye|bye|take care|see you)\b.{0,30}$/u,
  /^(?:sure|certainly|of course|absolutely)[,!.]*$/u,
];
const MACHINE =
  /\bas an? (?:ai|a\.i\.|artificial intelligence|large language|language) ?(?:model|assistant)?\b|\bi(?:['’]m| am) (?:just |only )?an? (?:ai|artificial intelligence|(?:large )?language model)\b/u;

/**
 * A message without the polite sentences around what it says; empty where it says nothing else.
 * Sentences in its midst stay.
 *
 * @param more beginnings of further sentences that are to go, in any case
 */
export function withoutStockPhrases(message: string, more: readonly string[] = []): string {
  const beginnings = more
    .map((phrase) => caseFold(phrase.trim()))
    .filter((phrase) => phrase !== "");
  const isStock = (sentence: string): boolean => {
    const folded = caseFold(sentence);
    return (
      POLITE.some((pattern) => pattern.test(folded)) ||
      beginnings.some((beginning) => folded.startsWith(beginning))
    );
  };
  let rest = message.trim();
  const all = sentences(rest);
  for (let first = all.shift(); first !== undefined && isStock(first); first = all.shift())
    rest = rest.slice(first.length).trimStart();
  if (rest === "") return "";
  const left = sentences(rest);
  for (let last = left.pop(); last !== undefined && isStock(last); last = left.pop())
    rest = rest.slice(0, rest.lastIndexOf(last)).trimEnd();
  return rest;
}

/** True where a text speaks of its writer as a language model. */
export function namesItselfMachine(text: string): boolean {
  return MACHINE.test(caseFold(text));
}
