import type { Row } from "../../schema/sample.js";
import { emptyCoverage } from "../../tools/coverage/empty-coverage.js";
import { sealedKey, sealedRound } from "./round-log.js";
import type { RunRuntime } from "./runtime.js";
import type { VisibleState } from "./run-memory.js";

/**
 * What may be seen once rounds up to `round` are sealed. Demonstrations are the support rows and
 * the rows that people decided;
 * people decide only while nothing is in flight, so these are the same for every round that runs at
 * once.
 */
export async function visibleAfter(runtime: RunRuntime, round: number): Promise<VisibleState> {
  const key = Math.max(-1, round);
  const cached = runtime.visible.get(key);
  if (cached) return cached;
  const planned = await runtime.store.get(sealedKey(-1));
  const sealed = planned ? await sealedRound(runtime, key) : null;
  const learnedRound = sealed?.learnedRound ?? -1;
  const gold = (await runtime.store.get<Row[]>("gold")) ?? [];
  const { demonstrations, demonstrationVectors } = await demonstrationsOf(runtime, gold);
  const visible: VisibleState = {
    sealedThrough: key,
    coverage: sealed?.coverage ?? emptyCoverage([]),
    learned: () => runtime.learning.state(learnedRound),
    mistakes: () => runtime.mistakes.after(learnedRound),
    demonstrations,
    demonstrationVectors,
  };
  if (planned) runtime.visible.set(key, visible);
  for (const old of runtime.visible.keys()) if (old < key - 3) runtime.visible.delete(old);
  return visible;
}

/**
 * The same list for every round while the rows are the same: what selectors compute from it, they
 * compute once.
 */
async function demonstrationsOf(
  runtime: RunRuntime,
  gold: readonly Row[],
): Promise<Pick<VisibleState, "demonstrations" | "demonstrationVectors">> {
  const demonstrations = [...runtime.task.support, ...gold];
  const known = [...runtime.visible.values()].find(
    (state) =>
      state.demonstrations.length === demonstrations.length &&
      state.demonstrations.every((row, index) => isSame(row, demonstrations[index]!)),
  );
  return (
    known ?? {
      demonstrations,
      demonstrationVectors: await runtime.embeddings.embed(demonstrations.map((row) => row.text)),
    }
  );
}

/** Rows that people decided are read from the store for each round. */
function isSame(row: Row, other: Row): boolean {
  return row === other || JSON.stringify(row) === JSON.stringify(other);
}
