import { Annotation, END, START, StateGraph } from "@langchain/langgraph";
import type { Agent } from "../../agents/contract.js";
import type { AgentRegistry } from "../../agents/registry.js";
import type { ChunkItem } from "./chunk-item.js";
import {
  critiqueStep,
  generateStep,
  labelStep,
  needsRevision,
  reviseStep,
  stageStep,
} from "./chunk-nodes.js";
import type { VisibleState } from "../runtime/run-memory.js";
import type { RunRuntime } from "../runtime/runtime.js";

const ChunkState = Annotation.Root({
  items: Annotation<readonly ChunkItem[]>,
  visible: Annotation<VisibleState>,
  revising: Annotation<boolean>,
});

/**
 * The graph that 20 to 50 orders pass through together: generate -> critique -> (revise ->
 * critique)* -> label, with the
 * user's stages where they were inserted. Compiled once per run, without checkpoints: its state
 * never leaves the process.
 */
export function buildChunkGraph(
  registry: Pick<AgentRegistry, "stagesAfter">,
  runtime: () => RunRuntime,
) {
  // Node names depend on the user's stages, so the builder is used by its untyped face.
  const graph = new StateGraph(ChunkState) as unknown as ChunkBuilder;
  type State = typeof ChunkState.State;
  const chain = (from: string, position: "generator" | "critic" | "labeler"): string => {
    let last = from;
    for (const stage of registry.stagesAfter(position)) {
      const name = stageNode(stage.agent);
      graph.addNode(name, async (state: State) => {
        await stageStep(runtime(), state.visible, stage, state.items);
        return {};
      });
      graph.addEdge(last, name);
      last = name;
    }
    return last;
  };
  graph.addNode("generate", async (state: State) => {
    await generateStep(runtime(), state.visible, state.items);
    return {};
  });
  graph.addNode("critique", async (state: State) => {
    await critiqueStep(runtime(), state.visible, state.items);
    return { revising: state.items.some((item) => needsRevision(runtime(), item)) };
  });
  graph.addNode("revise", async (state: State) => {
    await reviseStep(runtime(), state.visible, state.items);
    return {};
  });
  graph.addNode("label", async (state: State) => {
    await labelStep(runtime(), state.visible, state.items);
    return {};
  });
  graph.addEdge(START, "generate");
  const written = chain("generate", "generator");
  graph.addEdge(written, "critique");
  // A revision passes through the same stages as a first draft.
  const firstStage = registry.stagesAfter("generator")[0];
  graph.addEdge("revise", firstStage ? stageNode(firstStage.agent) : "critique");
  const afterCritic = registry.stagesAfter("critic")[0];
  const onward = afterCritic ? stageNode(afterCritic.agent) : "label";
  graph.addConditionalEdges("critique", (state: State) => (state.revising ? "revise" : onward), [
    "revise",
    onward,
  ]);
  if (afterCritic) {
    const stages = registry.stagesAfter("critic");
    for (const [index, stage] of stages.entries()) {
      graph.addNode(stageNode(stage.agent), async (state: State) => {
        await stageStep(runtime(), state.visible, stage, state.items);
        return {};
      });
      if (index > 0) graph.addEdge(stageNode(stages[index - 1]!.agent), stageNode(stage.agent));
    }
    graph.addEdge(stageNode(stages.at(-1)!.agent), "label");
  }
  graph.addEdge(chain("label", "labeler"), END);
  return graph.compile({ checkpointer: false });
}

interface ChunkBuilder {
  addNode(
    name: string,
    run: (state: typeof ChunkState.State) => Promise<Partial<typeof ChunkState.State>>,
  ): unknown;
  addEdge(from: string, to: string): unknown;
  addConditionalEdges(
    from: string,
    choose: (state: typeof ChunkState.State) => string,
    targets: readonly string[],
  ): unknown;
  compile(options: { checkpointer: false }): ChunkGraph;
}
export interface ChunkGraph {
  invoke(
    input: { items: readonly ChunkItem[]; visible: VisibleState; revising: boolean },
    config?: { signal?: AbortSignal; recursionLimit?: number },
  ): Promise<unknown>;
  getGraphAsync(config?: { xray?: boolean }): Promise<{ drawMermaid(): string }>;
}

/** Name of a stage's node in the graph; LangGraph keeps ":" and "|" for itself. */
export function stageNode(agent: Pick<Agent, "name">): string {
  return `stage ${agent.name.replace(/[:|]/gu, "-")}`;
}
