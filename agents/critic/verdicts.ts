import type { ReasonCode } from "../../schema/reasons.js";
import type { Verdict } from "../../schema/verdict.js";
import type { JudgeAnswer } from "./contract.js";

/**
 * What a verdict says beside its criterion; `judge` is the model's answer where it took part in the
 * decision.
 */
export interface VerdictDetails {
  /** Why, in words that a revision can act on. */
  readonly reason: string;
  /** Default: "custom". */
  readonly code?: ReasonCode;
  /** The judge model's answer that it rests on, where one was asked. */
  readonly judge?: JudgeAnswer | null;
  /** 0 (worst) to 1 (best). Default: null. */
  readonly score?: number | null;
  /** Words that decide. Default: none. */
  readonly evidence?: Verdict["evidence"];
  /** Claims of the text, and whether they are supported. */
  readonly claims?: Verdict["claims"];
}

/** A verdict that lets the draft pass. */
export function passes(criterion: string, details: VerdictDetails): Verdict {
  return verdict(criterion, true, details);
}

/** A verdict that refuses the draft; its reason must say what to change. */
export function refuses(criterion: string, details: VerdictDetails): Verdict {
  return verdict(criterion, false, details);
}

function verdict(criterion: string, pass: boolean, details: VerdictDetails): Verdict {
  return {
    judge: details.judge ? `critic (${details.judge.model})` : "critic",
    criterion,
    pass,
    code: details.code ?? "custom",
    reason: details.reason,
    score: details.score ?? null,
    evidence: details.evidence ?? [],
    claims: details.claims,
  };
}
