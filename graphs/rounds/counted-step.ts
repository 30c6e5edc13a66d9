import { END } from "@langchain/langgraph";
import { runEntries } from "../runtime/run-entries.js";
import type { RunStep } from "./run-step.js";
import type { RunStateValues } from "./state.js";

/** How a way between two nodes is called. */
export function wayName(from: string, to: string): string {
  return `${from}>${to}`;
}

/**
 * A node's step that counts the way into it, and the one out of the graph behind the last node. The
 * counts are part of the state: a node that begins again after a kill, or once people have answered, is
 * counted once.
 *
 * @param options.isLast true for the node behind which the graph ends
 */
export function countedStep(
  name: string,
  step: RunStep,
  { isLast }: { readonly isLast: boolean },
): RunStep {
  return async (parts, state) => {
    // What an earlier version began has passed ways that nothing tells of.
    const before = state.ways ?? null;
    if (before === null) return step(parts, state);
    const { store } = parts.runtime;
    const ways = withWay(before, state.at, name);
    await store.set(runEntries.ways, ways);
    const next = await step(parts, state);
    if (!isLast) return { ...next, at: name, ways };
    const ended = withWay(ways, name, END);
    await store.set(runEntries.ways, ended);
    return { ...next, at: name, ways: ended };
  };
}

function withWay(
  ways: NonNullable<RunStateValues["ways"]>,
  from: string,
  to: string,
): NonNullable<RunStateValues["ways"]> {
  const way = wayName(from, to);
  return { ...ways, [way]: (ways[way] ?? 0) + 1 };
}
