import type { Random } from "../../base/statistics/random.js";
import type { PromptSection } from "../../schema/prompt.js";
import type { Row } from "../../schema/sample.js";
import type { AgentContext } from "../contract.js";

const SHOWN = 8;
const SHOWN_LARGE = 64;

/** Real rows to be shown: of the label where it has any; many to a model that reads much for nothing. */
export function realRows(
  ofLabel: readonly Row[],
  { task, model: { info } }: AgentContext,
  random: Random,
): readonly Row[] {
  const free = info.contextTokens >= 100_000 && info.price?.input === 0 && info.price.output === 0;
  return random.sample(ofLabel.length > 0 ? ofLabel : task.support, free ? SHOWN_LARGE : SHOWN);
}

/** Real rows as a section of a question; none where there are none. */
export function realRowsSection(rows: readonly Row[]): PromptSection[] {
  if (rows.length === 0) return [];
  return [
    {
      kind: "demonstrations",
      text: "Real samples, to see what occurs.",
      items: rows.map(({ fields, label }) => ({ ...fields, ...(label === null ? {} : { label }) })),
    },
  ];
}
