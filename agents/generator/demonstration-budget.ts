import type { Row } from "../../schema/sample.js";
import { estimateTokens } from "../../tools/models/count-tokens.js";
import type { ModelInfo } from "../../tools/models/contract.js";

const FEW = 8;
/** For models that are free and read a lot: the embedded one learns from what it is shown. */
const MANY = 64;
const LARGE_CONTEXT = 100_000;
/** Share of the context that demonstrations may take. */
const SHARE = 0.25;

/** How many demonstrations a prompt has: as the task says, else 64 for a free model with a large context and 8 for others. */
export function demonstrationCount(setting: number | undefined, info: ModelInfo): number {
  if (setting !== undefined) return setting;
  const free = info.price !== null && info.price.input === 0 && info.price.output === 0;
  return free && info.contextTokens >= LARGE_CONTEXT ? MANY : FEW;
}

/** The rows that fit into a quarter of the model's context; a row that does not fit makes room for shorter ones after it. */
export function withinTokenBudget<R extends Row>(rows: readonly R[], info: ModelInfo): { shown: R[]; left: number } {
  let rest = info.contextTokens * SHARE;
  const shown = rows.filter((row) => {
    const tokens = estimateTokens(JSON.stringify(row.fields)) + estimateTokens(JSON.stringify(row.label));
    if (tokens > rest) return false;
    rest -= tokens;
    return true;
  });
  return { shown, left: rows.length - shown.length };
}
