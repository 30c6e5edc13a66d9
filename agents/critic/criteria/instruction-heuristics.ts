import { z } from "zod";
import type { Task } from "../../../schema/task.js";
import { words } from "../../../base/text/words.js";
import type { Draft } from "../../draft.js";
import type { Criterion } from "../contract.js";
import { configurable } from "../../../base/slots/configurable.js";
import { passes, refuses } from "../verdicts.js";

const NAME = "instruction-heuristics";
const settingsSchema = z.strictObject({
  minWords: z.number().int().min(1).default(4).describe("Fewest words of an instruction."),
  maxWords: z.number().int().min(1).default(150).describe("Most words of an instruction."),
  blacklist: z
    .array(z.string().min(1))
    .default([])
    .describe(
      "More words of things that a text model cannot do, beside those of Self-Instruct. " +
        "Alpaca adds video, audio, music, flowchart and diagram.",
    ),
  programs: z
    .boolean()
    .default(false)
    .describe('true: instructions may begin with "Write a program".'),
});

/** What a model that reads and writes text alone cannot do. */
const BLACKLIST = [
  "image",
  "images",
  "graph",
  "graphs",
  "picture",
  "pictures",
  "file",
  "files",
  "map",
  "maps",
  "draw",
  "plot",
  "go to",
];
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/**
 * The filters of Self-Instruct (Wang et al. 2023) on an instruction, in their order: at most 3 or
 * more than 150 words; a word of the blacklist; "Write a program"; a first character that is
 * punctuation, or no letter of the language's script where that is Latin.
 */
export const instructionHeuristicsCriterion = configurable({
  settings: settingsSchema,
  make: (settings): Criterion => ({
    name: NAME,
    decide(draft, _evidence, { task }) {
      const problem = problemOf(instructionOf(draft, task), settings, task.spec.language);
      return problem === null
        ? passes(NAME, {
            code: "unsuitable",
            score: 1,
            reason: "The instruction is one that a text model can carry out.",
          })
        : refuses(NAME, { code: "unsuitable", score: 0, reason: problem });
    },
  }),
});

function problemOf(
  text: string,
  { minWords, maxWords, blacklist, programs }: z.output<typeof settingsSchema>,
  language: string,
): string | null {
  const count = UNSPACED.test(text)
    ? words(text).length
    : text.split(/\s+/u).filter((word) => word !== "").length;
  if (count < minWords || count > maxWords)
    return `The instruction has ${count} words; write ${minWords} to ${maxWords}.`;
  const forbidden = [...BLACKLIST, ...blacklist].find((word) =>
    new RegExp(`(?<![\\p{L}\\p{N}_])${escaped(word)}(?![\\p{L}\\p{N}_])`, "iu").test(text),
  );
  if (forbidden !== undefined)
    return (
      `The instruction speaks of "${forbidden}", which a text model cannot work with; ask for ` +
      "something that text alone can answer."
    );
  if (!programs && /^write a program/iu.test(text))
    return 'The instruction begins with "Write a program": say what is to be done instead.';
  if (/^[\p{P}\p{S}]/u.test(text))
    return `The instruction begins with "${[...text][0]!}"; begin with a word.`;
  if (isLatin(language) && !startsLatin(text, language))
    return `The instruction begins with "${[...text][0]!}", which is no letter of its language.`;
  return null;
}

/**
 * English words begin with ASCII letters; other languages in Latin script with accented ones as
 * well.
 */
function startsLatin(text: string, language: string): boolean {
  return /^en\b/iu.test(language)
    ? /^[\x00-\x7f]/u.test(text)
    : /^(?:[\x00-\x7f]|\p{Script=Latin})/u.test(text);
}

function isLatin(language: string): boolean {
  try {
    return new Intl.Locale(language).maximize().script === "Latn";
  } catch {
    return false;
  }
}

function instructionOf({ fields, text }: Draft, { textFields }: Task): string {
  const value = fields[textFields[0] ?? ""];
  return (typeof value === "string" ? value : text).trim();
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&").replace(/\s+/gu, "\\s+");
}
