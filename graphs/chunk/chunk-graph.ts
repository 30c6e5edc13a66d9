import type { Callbacks } from "@langchain/core/callbacks/manager";
import type { RunnableConfig } from "@langchain/core/runnables";
import { Annotation, END, START, StateGraph } from "@langchain/langgraph";
import type { Agent } from "../../agents/contract.js";
import type { AgentRegistry } from "../../agents/registry.js";
import type { ChunkItem } from "./chunk-item.js";
import { critiqueStep } from "./critique-step.js";
import { generateStep } from "./generate-step.js";
import { labelStep } from "./label-step.js";
import { needsRevision, reviseStep } from "./revise-step.js";
import { stageStep } from "./stage-step.js";
import { withCallbacks } from "../../tools/models/middleware/graph-callbacks.js";
import type { VisibleState } from "../runtime/run-memory.js";
import type { RunRuntime } from "../runtime/runtime.js";

const ChunkState = Annotation.Root({
  items: Annotation<readonly ChunkItem[]>,
  visible: Annotation<VisibleState>,
});

/**
 * The graph that 20 to 50 orders pass through together: generate -> critique -> (revise ->
 * critique)* -> label, with the user's stages where they were inserted; one behind the critic may
 * send a draft back like the critic. Compiled once per run, without checkpoints: its state never
 * leaves the process.
 */
export function buildChunkGraph(
  registry: Pick<AgentRegistry, "stagesAfter">,
  runtime: () => RunRuntime,
) {
  // Node names depend on the user's stages, so the builder is used by its untyped face.
  const graph = new StateGraph(ChunkState) as unknown as ChunkBuilder;
  const node = (name: string, step: ItemStep): void =>
    void graph.addNode(name, async ({ visible, items }, config) => {
      await withCallbacks(config?.callbacks, () => step(runtime(), visible, items));
      return {};
    });
  /** The stages of a position one behind the other; returns the first and the last node. */
  const chain = (
    position: "generator" | "critic" | "labeler",
  ): readonly [string, string] | null => {
    const names = registry.stagesAfter(position).map((stage) => {
      const name = stageNode(stage.agent);
      node(name, (run, visible, items) => stageStep(run, visible, stage, items));
      return name;
    });
    for (const [index, name] of names.slice(1).entries()) graph.addEdge(names[index]!, name);
    return names.length === 0 ? null : [names[0]!, names.at(-1)!];
  };
  const reviseOr = (from: string, onward: string): void =>
    void graph.addConditionalEdges(
      from,
      ({ items }) => (items.some((item) => needsRevision(runtime(), item)) ? "revise" : onward),
      ["revise", onward],
    );
  node("generate", generateStep);
  node("critique", critiqueStep);
  node("revise", reviseStep);
  node("label", labelStep);
  graph.addEdge(START, "generate");
  const written = chain("generator");
  graph.addEdge("generate", written?.[0] ?? "critique");
  // A revision passes through the same stages as a first draft.
  graph.addEdge("revise", written?.[0] ?? "critique");
  if (written) graph.addEdge(written[1], "critique");
  const judged = chain("critic");
  reviseOr("critique", judged?.[0] ?? "label");
  if (judged) reviseOr(judged[1], "label");
  const labelled = chain("labeler");
  if (labelled) graph.addEdge("label", labelled[0]);
  graph.addEdge(labelled?.[1] ?? "label", END);
  return graph.compile({ checkpointer: false, name: "chunk" });
}

/**
 * Supersteps that a chunk can need. A draft that went back r times has at most the rest of its
 * revisions left, so the ways through the critic and through the stages behind it add up to a
 * triangle.
 */
export function chunkRecursionLimit(maxRevisions: number, stages: number): number {
  return 30 + (maxRevisions + 1) * (maxRevisions + 2) * (2 + stages);
}

type ItemStep = (
  runtime: RunRuntime,
  visible: VisibleState,
  items: readonly ChunkItem[],
) => Promise<void>;

interface ChunkBuilder {
  addNode(
    name: string,
    run: (
      state: typeof ChunkState.State,
      config?: RunnableConfig,
    ) => Promise<Partial<typeof ChunkState.State>>,
  ): unknown;
  addEdge(from: string, to: string): unknown;
  addConditionalEdges(
    from: string,
    choose: (state: typeof ChunkState.State) => string,
    targets: readonly string[],
  ): unknown;
  compile(options: { checkpointer: false; name: string }): ChunkGraph;
}
export interface ChunkGraph {
  invoke(
    input: { items: readonly ChunkItem[]; visible: VisibleState },
    config?: { signal?: AbortSignal; recursionLimit?: number; callbacks?: Callbacks },
  ): Promise<unknown>;
  getGraphAsync(config?: { xray?: boolean }): Promise<{ drawMermaid(): string }>;
}

/** Name of a stage's node in the graph; LangGraph keeps ":" and "|" for itself. */
export function stageNode(agent: Pick<Agent, "name">): string {
  return `stage ${agent.name.replace(/[:|]/gu, "-")}`;
}
