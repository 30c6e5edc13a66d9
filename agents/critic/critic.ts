import { isDatawrightError } from "../../base/errors.js";
import { threadSlices } from "../../base/workers/time-slices.js";
import type { ReasonCode } from "../../schema/reasons.js";
import type { Verdict } from "../../schema/verdict.js";
import type { Agent, AgentContext } from "../contract.js";
import { defineAgent } from "../define-agent.js";
import type { Draft } from "../draft.js";
import type { Criterion, JudgeAnswer } from "./contract.js";
import { Judge } from "./judge.js";
import { withSharedWords } from "./judge-words.js";

/**
 * No answer of a judge can save a draft that code refused for one of these; the most telling cause
 * first.
 */
const FINAL: readonly ReasonCode[] = [
  "format",
  "echo",
  "unsuitable",
  "meaning-lost",
  "copy-of-support",
  "near-duplicate",
  "checker",
  "ungrounded",
  "coherence",
];
/**
 * Causes that a judge finds. Text about something else looks less fluent and of no label too, so
 * that cause goes first.
 */
const JUDGED: readonly ReasonCode[] = [
  "off-task",
  "unfaithful",
  "meaning-lost",
  "coherence",
  "label",
];

export interface CriticOptions {
  /** In the order in which the verdicts of a draft that passes are listed. */
  readonly criteria: readonly Criterion[];
  /**
   * Ask the judge model also about drafts that code refused already. Default: false, which saves
   * the call.
   */
  readonly askAlways?: boolean;
}

/**
 * The built-in critic: one verdict per criterion. Code looks first; the judge model is asked once
 * per draft, for all criteria that ask, and not at all when code alone refused the draft. The
 * verdict that names the cause of a refusal best stands first.
 */
export function createCritic({ criteria, askAlways = false }: CriticOptions): Agent {
  const judge = new Judge(criteria);
  return defineAgent({
    name: "critic",
    role: "critic",
    run: async ({ draft }, context) => {
      const verdicts = await Promise.all(
        criteria.map((criterion) => decide(criterion, draft, null, context)),
      );
      const settled = verdicts.some(
        (verdict) => !verdict.pass && FINAL.includes(verdict.code as ReasonCode),
      );
      if (!judge.asks(draft, context.task) || (settled && !askAlways))
        return { verdicts: causesFirst(verdicts) };
      const answer = await judge.ask(draft, context);
      const judged = new Set<Verdict>();
      const decided = [...verdicts];
      await Promise.all(
        criteria.flatMap((criterion, index) => {
          const question = criterion.question?.(context.task, draft);
          // What code refused stays refused: its reason is more exact than a rating.
          if (!verdicts[index]!.pass || !question) return [];
          return decide(criterion, draft, answer, context).then((verdict) => {
            decided[index] = verdict;
            if (!question.saysWhy) judged.add(verdict);
          });
        }),
      );
      return { verdicts: causesFirst(withSharedWords(decided, answer.reason ?? null, judged)) };
    },
  });
}

async function decide(
  criterion: Criterion,
  draft: Draft,
  judge: JudgeAnswer | null,
  context: AgentContext,
): Promise<Verdict> {
  // A criterion's look at a long text takes a while: between two of them signals are heard.
  if (threadSlices.over) await threadSlices.turn();
  try {
    return await criterion.decide(draft, { judge }, context);
  } catch (error) {
    if (isDatawrightError(error)) throw error;
    throw new Error(`the criterion ${JSON.stringify(criterion.name)} failed`, { cause: error });
  }
}

/**
 * Refusals before passes; what code found before what a judge rated; within that, the most telling
 * cause first.
 */
function causesFirst(verdicts: readonly Verdict[]): Verdict[] {
  const rank = (verdict: Verdict): number => {
    if (verdict.pass) return 100;
    const byCode = verdict.judge === "critic";
    const place = (byCode ? FINAL : JUDGED).indexOf(verdict.code as ReasonCode);
    return (byCode ? 0 : 20) + (place < 0 ? 10 : place);
  };
  return [...verdicts].sort((left, right) => rank(left) - rank(right));
}
