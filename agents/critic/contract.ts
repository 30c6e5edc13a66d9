import type { z } from "zod";
import type { Row } from "../../schema/sample.js";
import type { Task } from "../../schema/task.js";
import type { Verdict } from "../../schema/verdict.js";
import type { LabelConfusions } from "../../tools/learning/label-confusions.js";
import type { AgentContext } from "../contract.js";
import type { Draft } from "../draft.js";

/**
 * What a criterion wants to know from the judge model: properties of the one shared answer, and how
 * to fill them, in words.
 */
export interface JudgeQuestion {
  readonly text: string;
  /**
   * Name of a property in the judge's answer -> its schema. Make it once per task: its JSON Schema
   * is cached by object.
   */
  readonly answer: Readonly<Record<string, z.ZodType>>;
  /** Rows that show what the answers stand for, for this question alone. */
  readonly rows?: readonly Row[];
  /**
   * Shown to the judge beside the draft: the texts of the rows that it was made from, or the passages
   * of the task's knowledge that are nearest to it.
   */
  readonly shows?: "seeds" | "knowledge";
  /** False where the passages of the draft say nothing about the question. Default: true. */
  readonly needsSources?: boolean;
  /**
   * One answer of those that several judges gave to this question. Default: the mean of numbers, the
   * value that most gave, of lists what at least half gave.
   */
  combine?(
    answers: readonly Readonly<Record<string, unknown>>[],
  ): Readonly<Record<string, unknown>>;
  /** True where the answer itself says why: the judge's words on the whole draft are not added. */
  readonly saysWhy?: boolean;
}

/**
 * The judge model's answer to all questions about one draft. The judge is not told the label that
 * the draft was written for.
 */
export interface JudgeAnswer {
  readonly model: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** The judge's own words on the draft as a whole, in one bounded line; a model's text. */
  readonly reason?: string | null;
  /** The answers that it was made of, where several judges were asked. */
  readonly each?: readonly JudgeAnswer[];
}

/** What a criterion decides from, besides the draft itself. */
interface CriterionEvidence {
  /**
   * Null while only code has looked at the draft: a criterion that asks must then pass whatever
   * code alone cannot refuse.
   */
  readonly judge: JudgeAnswer | null;
}

/**
 * One thing that a draft is judged by.
 *
 *     const calm: Criterion = {
 *       name: "calm",
 *       question: () => ({ text: "shouting: 1 when the text shouts, else 0.", answer: { shouting: z.number().min(0).max(1) } }),
 *       decide: (draft, { judge }) => {
 *         const shouts = draft.text === draft.text.toUpperCase() || judge?.value.shouting === 1;
 *         return { judge: "critic", criterion: "calm", pass: !shouts, score: null, code: "custom", evidence: [],
 *           reason: shouts ? "The text shouts; write it in a calm voice." : "The text is calm." };
 *       },
 *     };
 */
export interface Criterion {
  /** Stands in verdicts and reports. */
  readonly name: string;
  /**
   * What the judge model is asked, as part of one call for all criteria of a draft; absent or null
   * when it is not asked. With a draft, the question may be narrowed to it (equal words, equal
   * question), and must not tell what it was ordered as; with many labels by what the run's small
   * model confuses.
   */
  question?(task: Task, draft?: Draft, confusions?: LabelConfusions): JudgeQuestion | null;
  /**
   * False for a draft that it has nothing to say about. The judge is asked where one question
   * applies, and then all of them: which are asked must not tell it what the draft was ordered as.
   * Absent: true for all.
   */
  applies?(draft: Draft, task: Task): boolean;
  /**
   * Decides on one version of a draft. Called once before the judge is asked and, where it asks,
   * once more with the answer.
   */
  decide(
    draft: Draft,
    evidence: CriterionEvidence,
    context: AgentContext,
  ): Verdict | Promise<Verdict>;
}
