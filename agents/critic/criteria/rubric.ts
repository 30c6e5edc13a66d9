import { z } from "zod";
import {
  appliesTo,
  RUBRIC_KEY,
  rubricSettingsSchema,
  scaleEnds,
  type RubricSettings,
} from "../../../schema/task-file/rubric.js";
import type { InPlace } from "../../../base/slots/slot.js";
import type { Verdict } from "../../../schema/verdict.js";
import type { Draft } from "../../draft.js";
import type { Criterion } from "../contract.js";
import { judgeWords, withWords } from "../judge-words.js";
import { passes, refuses } from "../verdicts.js";

/** A criterion that a task defines where it lists it: a question with a scale. */
export const RUBRIC: InPlace<Criterion, typeof rubricSettingsSchema> = {
  key: RUBRIC_KEY,
  about:
    "A criterion of the task's own: a question that the judge model answers on a scale, with what " +
    "in the draft decides it and why.",
  settings: rubricSettingsSchema,
  make: rubricCriterion,
};

/**
 * A question of the task's own, rated by the judge model in the one call of all criteria. It first
 * quotes what decides and says why: a rating that is reasoned for agrees better with people's
 * (G-Eval, Liu et al. 2023).
 */
export function rubricCriterion(settings: RubricSettings, name: string): Criterion {
  const { question, scale, appliesTo: only, advice } = settings;
  const { lowest, highest } = scaleEnds(scale);
  const atLeast = settings.atLeast ?? (lowest + highest) / 2;
  const meanings = Object.entries(scale)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([number, meaning]) => `${number}: ${meaning}`);
  const answerSchema = z.object({
    evidence: z
      .string()
      .describe("the words of the draft that decide it, quoted; empty where there are none"),
    because: z.string().describe("one sentence: why, and what would make it better"),
    rating: z.number().min(lowest).max(highest).describe(meanings.join("; ")),
  });
  const asked = {
    text:
      `${name}: ${question} ${howToJudge(settings, highest)}Answer with evidence (the words of the draft that decide it, quoted), ` +
      "because (one sentence: why, and what would make it better) and rating, from " +
      `${lowest} to ${highest} (${meanings.join("; ")}).`,
    answer: { [name]: answerSchema },
    saysWhy: true,
  } as const;
  const applies = (draft: Draft): boolean => only === undefined || appliesTo(only, draft);
  return {
    name,
    question: () => asked,
    applies,
    decide(draft, { judge }) {
      if (!applies(draft))
        return passes(name, { code: "rubric", reason: "It is not about this draft." });
      const given = judge === null ? null : answerSchema.safeParse(judge.value[name]);
      if (!given?.success) return passes(name, { code: "rubric", reason: "No judge was asked." });
      const { evidence, because, rating } = given.data;
      const words = judgeWords(because, judge!.model);
      const details = {
        code: "rubric" as const,
        judge,
        score: (rating - lowest) / (highest - lowest),
        evidence: quotedIn(draft, evidence),
      };
      if (rating >= atLeast)
        return passes(name, {
          ...details,
          reason: withWords(`Rated ${shown(rating)} of ${highest}.`, words),
        });
      const reason = withWords(
        `${JSON.stringify(question)} is rated ${shown(rating)} on the scale ${meanings.join("; ")}; ` +
          `at least ${atLeast} is wanted.`,
        words,
      );
      return refuses(name, {
        ...details,
        reason: advice === undefined ? reason : `${reason} ${advice}`,
      });
    },
  };
}

/** The steps of a criterion, and what it compares with. */
function howToJudge({ steps, reference }: RubricSettings, highest: number): string {
  const first = (steps ?? []).map((step, at) => `${at + 1}. ${step.replace(/[.\s]+$/u, "")}.`);
  return [
    ...(first.length === 0 ? [] : [`Go step by step: ${first.join(" ")} `]),
    ...(reference === undefined
      ? []
      : [
          `The draft's field ${JSON.stringify(reference)} is no part of what is judged: it is an ` +
            `answer that would be rated ${highest}. `,
        ]),
  ].join("");
}

function shown(rating: number): string {
  return Number.isInteger(rating) ? String(rating) : rating.toFixed(1);
}

/** The quoted words where the draft has them; what it does not have is no evidence. */
function quotedIn(draft: Draft, quote: string): Verdict["evidence"] {
  const words = quote.trim().replace(/^["'“”‘’«»]+|["'“”‘’«»]+$/gu, "");
  if (words === "") return [];
  const start = draft.text.indexOf(words);
  if (start >= 0) return [{ text: words, start, end: start + words.length }];
  const field = Object.entries(draft.fields).find(
    ([, value]) => typeof value === "string" && value.includes(words),
  );
  return field ? [{ field: field[0], text: words }] : [];
}
