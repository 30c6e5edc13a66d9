import { END, START, StateGraph, type BaseCheckpointSaver } from "@langchain/langgraph";
import type { AgentRegistry } from "../../agents/registry.js";
import { isDatawrightError } from "../../base/errors.js";
import { assessStep } from "../rounds/assess-step.js";
import type { ChunkGraph } from "../chunk/chunk-graph.js";
import { curateStep } from "../finish/curate-step.js";
import { curatorStage } from "../finish/curator-stage.js";
import { evaluateStep } from "../finish/evaluate-step.js";
import { learnStep } from "../rounds/learn-step.js";
import { planStep, startRound, ensurePlan } from "../rounds/plan-step.js";
import { reviewStep } from "../finish/review-step.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { stageNode } from "../chunk/chunk-graph.js";
import { RunState, type RunStateValues } from "../rounds/state.js";
import { topUpOrFinish } from "../rounds/state.js";
import type { WorkLoop } from "../rounds/work-loop.js";

/** What the outer graph's nodes work on; null while a graph is only drawn. */
export interface RunParts {
  readonly runtime: RunRuntime;
  readonly loop: WorkLoop;
}

/**
 * The outer graph, dataset-wise: plan -> work -> assess -> learn -> plan … -> curate -> review ->
 * evaluate. The chunk graph is a declared subgraph of `work`. State holds ids and counters; samples
 * live in the store.
 */
export function buildPipeline(
  registry: Pick<AgentRegistry, "stagesAfter">,
  chunkGraph: ChunkGraph,
  parts: () => RunParts,
  checkpointer?: BaseCheckpointSaver,
): Pipeline {
  const graph = new StateGraph(RunState) as unknown as PipelineBuilder;
  graph.addNode("plan", async (state) => planStep(parts().runtime, parts().loop, state));
  graph.addNode("work", async (state) => workStep(parts(), state), { subgraphs: [chunkGraph] });
  graph.addNode("assess", async (state) => assessStep(parts().runtime, parts().loop, state));
  graph.addNode("learn", async (state) => learnStep(parts().runtime, state));
  graph.addNode("curate", async (state) => curateStep(parts().runtime, parts().loop, state));
  graph.addNode("review", async (state) => reviewStep(parts().runtime, state));
  graph.addNode("evaluate", async (state) => {
    await evaluateStep(parts().runtime, state);
    return {};
  });
  // A run that lost its checkpoints behind the last round begins at curation: see startState.
  graph.addConditionalEdges(START, (state) => (state.stop === null ? "plan" : "curate"), [
    "plan",
    "curate",
  ]);
  graph.addEdge("plan", "work");
  graph.addEdge("work", "assess");
  graph.addEdge("assess", "learn");
  graph.addConditionalEdges("learn", (state) => (state.stop === null ? "plan" : "curate"), [
    "plan",
    "curate",
  ]);
  const stages = registry.stagesAfter("curator");
  const names = [...stages.map((stage) => stageNode(stage.agent)), "review"];
  for (const [index, stage] of stages.entries()) {
    graph.addNode(names[index]!, async (state) => {
      await curatorStage(parts().runtime, stage, state.sealed);
      const accepted = await parts().runtime.samples.count({ status: "accepted" });
      // What the stages took out together is made up for behind the last one.
      return index < stages.length - 1
        ? { accepted }
        : topUpOrFinish(state, {
            accepted,
            target: parts().runtime.task.spec.target,
            after: `the stage ${stage.agent.name}`,
          });
    });
    if (index < stages.length - 1) graph.addEdge(names[index]!, names[index + 1]!);
    else
      graph.addConditionalEdges(
        names[index]!,
        (state) => (state.next === "plan" ? "plan" : "review"),
        ["plan", "review"],
      );
  }
  graph.addConditionalEdges("curate", (state) => (state.next === "plan" ? "plan" : names[0]!), [
    "plan",
    names[0]!,
  ]);
  graph.addConditionalEdges("review", (state) => (state.next === "plan" ? "plan" : "evaluate"), [
    "plan",
    "evaluate",
  ]);
  graph.addEdge("evaluate", END);
  return graph.compile(checkpointer ? { checkpointer } : {});
}

/** The builder by its untyped face: names of stage nodes are only known at run time. */
interface PipelineBuilder {
  addNode(
    name: string,
    run: (state: RunStateValues) => Promise<Partial<RunStateValues>>,
    options?: { subgraphs: readonly unknown[] },
  ): unknown;
  addEdge(from: string, to: string): unknown;
  addConditionalEdges(
    from: string,
    choose: (state: RunStateValues) => string,
    targets: readonly string[],
  ): unknown;
  compile(options: { checkpointer?: BaseCheckpointSaver }): Pipeline;
}
export interface Pipeline {
  invoke(
    input: unknown,
    config: { configurable: { thread_id: string }; recursionLimit: number; durability: "sync" },
  ): Promise<unknown>;
  getGraphAsync(config?: { xray?: boolean | number }): Promise<{ drawMermaid(): string }>;
}

/**
 * The work node: waits until the next round's drafts are stored, while the loop goes on with the
 * round behind it.
 */
async function workStep(
  { runtime, loop }: RunParts,
  state: RunStateValues,
): Promise<Partial<RunStateValues>> {
  try {
    // After a resume the loop is empty: put back every planned round that is not sealed.
    for (let round = state.sealed + 1; round <= state.planned; round++) {
      if (loop.has(round)) continue;
      const inForce = await ensurePlan(runtime, { ...state, failed: [] });
      await startRound(runtime, loop, { round, inForce });
    }
    await loop.finished(state.sealed + 1);
    return {};
  } catch (error) {
    if (!isDatawrightError(error) || error.code !== "BUDGET_EXHAUSTED") throw error;
    await loop.idle();
    runtime.events.emit({ type: "work-stopped", reason: "budget", detail: error.message });
    return { stop: "budget", stopDetail: error.message };
  }
}

/**
 * Supersteps that a run can need: each round takes four, and curation sends it back at most a few
 * times.
 */
export function recursionLimitOf(target: number, roundSize: number): number {
  return 100 + 4 * (50 * Math.ceil(target / roundSize) + 200);
}
