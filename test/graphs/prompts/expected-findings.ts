import type { PromptFindingCode } from "../../../graphs/prompts/prompt-finding.js";

/** What is known to be wrong with prompts still, by recipe or `kind:` example. */
export const EXPECTED_FINDINGS: Readonly<Record<string, readonly PromptFindingCode[]>> = {
  ultrachat: ["equal-prompt"],
  wanli: ["equal-prompt"],
  "self-prompting": ["equal-prompt"],
  synthie: ["rewritten-row-shown"],
  "synthetic-prompting": ["contradiction"],
  genie: ["equal-prompt"],
  "oss-instruct": ["equal-prompt"],
  "kind:dialogue": ["equal-prompt"],
};
