import { setImmediate as nextTurn } from "node:timers/promises";
import type { CurationContext, CurationRow } from "../../contract.js";
import { stopIfAborted } from "../../../../base/workers/stop-if-aborted.js";

/** Characters looked at before the event loop turns. */
const CHARACTERS_A_TURN = 50_000;

/**
 * Visits rows in order, turning the event loop in between and telling the share done.
 * @throws INTERRUPTED if the signal fired
 */
export async function eachRow(
  rows: readonly CurationRow[],
  context: Pick<CurationContext, "signal" | "progress">,
  step: string,
  visit: (row: CurationRow, index: number) => void,
): Promise<void> {
  let characters = 0;
  for (const [index, row] of rows.entries()) {
    visit(row, index);
    characters += row.text.length + 100;
    if (characters < CHARACTERS_A_TURN) continue;
    characters = 0;
    context.progress(step, (index + 1) / rows.length);
    await nextTurn();
    stopIfAsked(context.signal, step);
  }
}

/** @throws INTERRUPTED if the signal fired */
export function stopIfAsked(signal: AbortSignal | undefined, step: string): void {
  stopIfAborted(signal, `the filter was stopped during "${step}"`);
}
