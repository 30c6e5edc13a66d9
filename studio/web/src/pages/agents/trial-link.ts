import type { SpanDetail } from "../../../../api/spans.js";
import { pathWith } from "../../server/ask.js";

const ROLES = [
  "planner",
  "generator",
  "critic",
  "labeler",
  "curator",
  "evaluator",
  "reviewer",
] as const;

/** Opens the playground with what the agent of a step was called with. */
export function trialLink(run: string, span: Pick<SpanDetail, "id" | "agent">): string {
  const role = ROLES.find((one) => one === span.agent) ?? "stage";
  return pathWith(`/agents/${role}`, { run: decodeURIComponent(run), span: span.id });
}
