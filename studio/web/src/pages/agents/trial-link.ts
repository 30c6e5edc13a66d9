import { ROLE_NAMES } from "../../../../../agents/role-names.js";
import type { SpanDetail } from "../../../../api/spans.js";
import { pathWith } from "../../server/ask.js";

/** Opens the playground with what the agent of a step was called with. */
export function trialLink(run: string, span: Pick<SpanDetail, "id" | "agent">): string {
  const role = ROLE_NAMES.find((one) => one === span.agent) ?? "stage";
  return pathWith(`/agents/${role}`, { run: decodeURIComponent(run), span: span.id });
}
