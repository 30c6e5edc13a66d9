import type { Task } from "../../../schema/task.js";
import { detectLanguage } from "../../../base/text/language.js";
import { repetition } from "../../../tools/text/repetition.js";
import { words } from "../../../base/text/words.js";
import { isEnded, supportHabitsOf, type SupportHabits } from "./support-habits.js";

/** One sign that a text is broken, with where it stands. */
export interface Breakage {
  readonly reason: string;
  readonly start?: number;
  readonly end?: number;
  readonly text?: string;
}

/** A text in another language has hardly a word that real rows have. */
const KNOWN_WORDS = 0.3;
/** So few words say nothing about the language without real rows to compare with. */
const FEW_WORDS = 12;
/** Above this share of real rows that end a sentence, a text that does not is cut. */
const ALWAYS_ENDED = 0.95;

/** Share of the oddness of the same words in random order above which their order says nothing. */
const NEARLY_RANDOM = 0.5;

const PATTERNS: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
  {
    pattern:
      /[\ufffd\u0000-\u0008\u000e-\u001f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/,
    reason: "it holds characters that stand for lost ones",
  },
  {
    pattern:
      /[ÃÂ][\u0080-\u00bf]|â€[\u0080-\u00bf™œ“”˜¦]?|ï»¿|ï¿½|(?:[ìíëêåäæç][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]{1,2}){2,}/,
    reason: "letters are in the wrong encoding",
  },
  {
    pattern:
      /\{\{[^{}]*\}\}|\{[a-z][\w -]{0,40}\}|\[(?:[A-Z][A-Z _-]{2,}|(?:your|insert|name|company|product|customer|date|order|amount|email)\b[^\]]{0,40})\]|<(?:name|date|product|order|company|your|insert)\b[^<>]{0,40}>|\blorem ipsum\b|\bX{3,}\b|_{4,}/i,
    reason: "a placeholder was left in",
  },
  {
    pattern:
      /<\/?(?:a|b|body|br|code|div|em|h[1-6]|head|html|i|img|li|ol|p|pre|script|span|strong|style|table|td|tr|ul)\b[^<>]*>|&(?:nbsp|amp|lt|gt|quot|#\d+);|```|<\/?(?:task|conditions|demonstrations|sources|draft|criteria|feedback|output)>|<\|[a-z_]+\|>|\[\/?INST\]/i,
    reason: "markup was left in",
  },
  {
    pattern: /^\s*[{[]\s*"[^"]*"\s*[:,\]]|\\u[0-9a-fA-F]{4}|\\n|"\s*[}\]]\s*$/,
    reason: "a piece of JSON was left in",
  },
  {
    pattern:
      /\bas an? (?:ai|artificial intelligence|large language model|language model)\b|\b(?:i'm|i am) (?:just )?an? (?:ai|language model)\b|\bi(?:'m| am) (?:sorry|unable)[^.]{0,40}\b(?:can(?:'|no)t|unable to|not able to) (?:help|assist|fulfil|fulfill|comply|write|generate|create|provide that)\b|\bi (?:cannot|can't) (?:fulfil|fulfill|comply with|generate|create) (?:this|that|your|the)\b|인공지능 언어 모델/i,
    reason: "it refuses instead of writing the sample",
  },
  {
    pattern:
      /^\s*(?:sure|certainly|of course)[,!.]? (?:here|i)\b|^\s*here(?:'s| is| are) (?:a|an|the|your|some|another)\b[^.]{0,60}:|^\s*(?:text|output|answer|sample|label|example|message|draft)\s*:\s|^\s*(?:#{1,4}|\*\*)\s*\w/i,
    reason: "it begins with words about the sample instead of the sample",
  },
];

/** Signs of broken text that code can see, most telling first; none for a text that is whole. */
export function breakagesOf(text: string, task: Task): Breakage[] {
  const habits = supportHabitsOf(task);
  const found: Breakage[] = [];
  for (const { pattern, reason } of PATTERNS) {
    const match = pattern.exec(text);
    if (match && (habits?.shareWith(pattern) ?? 0) === 0)
      found.push({
        reason,
        start: match.index,
        end: match.index + match[0].length,
        text: match[0],
      });
  }
  found.push(...repeated(text, habits), ...inAnotherLanguage(text, task, habits));
  if (habits) found.push(...cut(text, habits), ...disordered(text, habits));
  return found;
}

function repeated(text: string, habits: SupportHabits | null): Breakage[] {
  const { longestRun, repeatedShare, phrase } = repetition(text);
  const mostRun = Math.max(phrase.includes(" ") ? 2 : 3, habits?.mostRepeated.run ?? 0);
  if (longestRun > mostRun)
    return [{ reason: `"${phrase}" follows itself ${longestRun} times`, text: phrase }];
  return repeatedShare > Math.max(0.3, habits?.mostRepeated.share ?? 0)
    ? [{ reason: `${Math.round(repeatedShare * 100)} % of its phrases repeat earlier ones` }]
    : [];
}

function inAnotherLanguage(text: string, task: Task, habits: SupportHabits | null): Breakage[] {
  const wanted = task.spec.language.split("-")[0]!.toLowerCase();
  const read = detectLanguage(text);
  if (read === "und" || read === wanted || (habits?.shareIn(read) ?? 0) > 0) return [];
  const spoken = words(text);
  const known = habits
    ? spoken.filter((word) => habits.letterOrder.knows(word)).length / spoken.length
    : 0;
  if (habits ? known > KNOWN_WORDS : spoken.length < FEW_WORDS) return [];
  return [{ reason: `it reads as ${read}, but the task wants ${wanted}` }];
}

function cut(text: string, habits: SupportHabits): Breakage[] {
  const last = words(text).at(-1);
  if (last === undefined || isEnded(text) || habits.ended < ALWAYS_ENDED) return [];
  const whole = habits.letterOrder.knows(last) ? null : habits.letterOrder.completionOf(last);
  return [
    {
      reason: whole
        ? `it is cut inside its last word "${last}" ("${whole}"?)`
        : `it stops after "${last}" without an end`,
      start: text.trimEnd().length - last.length,
      end: text.trimEnd().length,
      text: last,
    },
  ];
}

/** A text is out of order when it is clearly odder than the oddest of the real rows. */
function disordered(text: string, { wordOrder, letterOrder }: SupportHabits): Breakage[] {
  const found: Breakage[] = [];
  const odd = wordOrder.oddness(text);
  if (odd.value > limitOf(wordOrder.ofRows, 1) && odd.ofRandom > NEARLY_RANDOM)
    found.push({ reason: `its words are out of order, as in "${odd.pair}"`, text: odd.pair });
  const strange = letterOrder.strangeWords(text);
  // Text about something else has unknown words too, but hardly so many without a familiar run of
  // letters.
  if (strange.found.length >= 3 && strange.share > limitOf(letterOrder.ofRows, 0.15))
    found.push({
      reason: `it has words of no language, such as "${strange.found[0]!}"`,
      text: strange.found[0]!,
    });
  return found;
}

/** The largest value of the real rows and some room above it. */
function limitOf(ofRows: Float64Array, room: number): number {
  return (ofRows.at(-1) ?? 0) + room;
}
