import { findingOf, type CheckedRequest, type PromptCheck } from "../prompt-finding.js";

/** Two things that a question cannot want at once, each by the words that want it. */
const PAIRS: readonly (readonly [what: string, one: RegExp, other: RegExp])[] = [
  [
    "one sample and a list of them",
    /\bWrite one sample\b/iu,
    /\b[Ww]rite (?:entries \d+ to \d+|(?:a list of )?\d+ (?:different )?samples)/u,
  ],
  [
    "the style of short rows and an explanation",
    /\bmatch their style and level of detail\b/iu,
    /\bstep by step\b|\bexplain (?:every|each|your)\b|\bjustify\b|\bthink out loud\b/iu,
  ],
  [
    "a sample to be written and only its label",
    /\bWrite one sample\b/iu,
    /\bGive (?:the|its) label\b|\bonly (?:the |its )?label\b|\brelabel\b/iu,
  ],
  [
    "a short answer and a long one",
    /\bas short as (?:it|they) can be\b/iu,
    /\blong-form\b|\bin detail\b|\bat length\b|\bwhole paragraphs?\b/iu,
  ],
  [
    "a judgement and a new text",
    /\b(?:compare|judge|rate|classify) (?:the|both|each)\b/iu,
    /\bWrite one sample\b/iu,
  ],
];

/** Two instructions of the harness that exclude each other. Each step and pair once. */
export const checkContradictions: PromptCheck = (requests) => {
  const seen = new Set<string>();
  return requests.flatMap((one) => {
    const words = instructionsOf(one);
    return PAIRS.flatMap(([what, left, right]) => {
      const found = [left.exec(words)?.[0], right.exec(words)?.[0]];
      const key = `${one.role} ${one.request.origin.step.replaceAll(/\d+/gu, "0")} ${what}`;
      if (found.some((part) => part === undefined) || seen.has(key)) return [];
      seen.add(key);
      return [findingOf("contradiction", one, `${what}: "${found[0]!}" and "${found[1]!}"`)];
    });
  });
};

/** The sections' own words, without rows and documents. */
function instructionsOf({ sections }: CheckedRequest): string {
  return sections.map(({ text }) => text).join("\n");
}
