import type { ReportVerdict } from "../../../schema/report-verdict.js";
import { verdictOf } from "../../evaluation/verdict-of.js";
import { RUN_RULES, type RunFacts } from "./run-rules.js";

/** What the figures of a run mean, and what to do next. */
export function runVerdict(facts: RunFacts): ReportVerdict {
  return verdictOf(RUN_RULES.flatMap((rule) => rule.find(facts) ?? []));
}
