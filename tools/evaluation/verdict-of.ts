import type { ReportVerdict } from "../../schema/report-verdict.js";
import { FINDING_LEVELS, type Finding } from "./contract.js";

/** Things to do that are named first. */
const MOST_NEXT = 5;

/** Findings, worst first; those of one level stay in their order. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) => FINDING_LEVELS.indexOf(a.level) - FINDING_LEVELS.indexOf(b.level),
  );
}

/** The verdict of findings: the worst level of them, and what they advise. Without any: doubt. */
export function verdictOf(findings: readonly Finding[]): ReportVerdict {
  const sorted = worstFirst(findings);
  const level = sorted[0]?.level ?? "doubt";
  const count = (of: Finding["level"]): number =>
    sorted.filter((finding) => finding.level === of).length;
  return {
    level,
    text: {
      bad: `do not use the dataset as it is (serious findings: ${count("bad")}, doubts: ${count("doubt")})`,
      doubt: `the dataset can be used with care (doubts: ${count("doubt")})`,
      good: "nothing that was measured speaks against the dataset",
    }[level],
    findings: sorted,
    next: [...new Set(sorted.flatMap(({ next }) => (next === undefined ? [] : [next])))].slice(
      0,
      MOST_NEXT,
    ),
  };
}
