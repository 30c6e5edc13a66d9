import type { Agent } from "../agents/contract.js";

/** Name of a stage's node in the graph; LangGraph keeps ":" and "|" for itself. */
export function stageNode(agent: Pick<Agent, "name">): string {
  return `stage ${agent.name.replace(/[:|]/gu, "-")}`;
}
