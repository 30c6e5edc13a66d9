import type { Callbacks } from "@langchain/core/callbacks/manager";
import {
  END,
  START,
  StateGraph,
  type BaseCheckpointSaver,
  type LangGraphRunnableConfig,
} from "@langchain/langgraph";
import type { AgentRegistry } from "../../agents/registry.js";
import { isDatawrightError } from "../../base/errors.js";
import { assessStep } from "../rounds/assess-step.js";
import type { ChunkGraph } from "../chunk/chunk-graph.js";
import { withCallbacks } from "../../tools/models/middleware/graph-callbacks.js";
import { curateStep } from "../finish/curate-step.js";
import { curatorStage } from "../finish/curator-stage.js";
import { evaluateStep } from "../finish/evaluate-step.js";
import { learnStep } from "../rounds/learn-step.js";
import { planStep, startRound, ensurePlan } from "../rounds/plan-step.js";
import { reviewStep } from "../finish/review-step.js";
import { stageNode } from "../chunk/chunk-graph.js";
import { RunState, type RunStateValues } from "../rounds/state.js";
import { topUpOrFinish } from "../rounds/state.js";
import type { RunParts, RunStep } from "../rounds/run-step.js";
import { countedStep } from "../rounds/counted-step.js";

/** The node behind which a run is at its end. */
const LAST = "evaluate";

/**
 * The outer graph, dataset-wise: plan -> work -> assess -> learn -> plan … -> curate -> review ->
 * review … -> evaluate. The chunk graph is a declared subgraph of `work`. State holds ids and counters; samples
 * live in the store.
 */
export function buildPipeline(
  registry: Pick<AgentRegistry, "stagesAfter">,
  chunkGraph: ChunkGraph,
  parts: () => RunParts,
  checkpointer?: BaseCheckpointSaver,
): Pipeline {
  const graph = new StateGraph(RunState) as unknown as PipelineBuilder;
  const entries = addRunNodes(graph, {
    registry,
    chunkGraph,
    work: (state, step) => step(parts(), state),
  });
  // A run that lost its checkpoints behind the last round begins at curation: see startState.
  graph.addConditionalEdges(START, entries.choose, entries.targets);
  graph.addEdge(LAST, END);
  return graph.compile({ name: "run", ...(checkpointer ? { checkpointer } : {}) });
}

/**
 * Adds the nodes of a run and the edges between them, from plan to evaluate.
 *
 * @param options.work runs a node's step on the parts of the run that the state belongs to
 * @returns where a run enters: at planning, or, with its work done, at curation
 */
export function addRunNodes<S extends RunStateValues>(
  graph: PipelineBuilder<S>,
  options: {
    readonly registry: Pick<AgentRegistry, "stagesAfter">;
    readonly chunkGraph: ChunkGraph;
    readonly work: (
      state: S,
      step: RunStep,
      config: LangGraphRunnableConfig,
    ) => Promise<Partial<RunStateValues>>;
  },
): { readonly choose: (state: S) => string; readonly targets: readonly string[] } {
  const node = (name: string, step: RunStep, more?: { subgraphs: readonly unknown[] }): void =>
    void graph.addNode(
      name,
      async (state, config) =>
        withCallbacks(config.callbacks, () =>
          options.work(state, countedStep(name, step, { isLast: name === LAST }), config),
        ),
      more,
    );
  node("plan", ({ runtime, loop }, state) => planStep(runtime, loop, state));
  node("work", workStep, { subgraphs: [options.chunkGraph] });
  node("assess", ({ runtime, loop }, state) => assessStep(runtime, loop, state));
  node("learn", ({ runtime }, state) => learnStep(runtime, state));
  node("curate", ({ runtime, loop }, state) => curateStep(runtime, loop, state));
  node("review", ({ runtime }, state) => reviewStep(runtime, state));
  node(LAST, async ({ runtime }, state) => {
    await evaluateStep(runtime, state);
    return {};
  });
  const planOrCurate = {
    choose: (state: S) => (state.stop === null ? "plan" : "curate"),
    targets: ["plan", "curate"],
  };
  graph.addEdge("plan", "work");
  graph.addEdge("work", "assess");
  graph.addEdge("assess", "learn");
  graph.addConditionalEdges("learn", planOrCurate.choose, planOrCurate.targets);
  const stages = options.registry.stagesAfter("curator");
  const names = [...stages.map((stage) => stageNode(stage.agent)), "review"];
  for (const [index, stage] of stages.entries()) {
    node(names[index]!, async ({ runtime }, state) => {
      await curatorStage(runtime, stage, state.sealed);
      const accepted = await runtime.samples.count({ status: "accepted" });
      // What the stages took out together is made up for behind the last one.
      return index < stages.length - 1
        ? { accepted }
        : topUpOrFinish(state, {
            accepted,
            target: runtime.task.spec.target,
            after: `the stage ${stage.agent.name}`,
          });
    });
    if (index < stages.length - 1) graph.addEdge(names[index]!, names[index + 1]!);
    else planOr(graph, names[index]!, "review");
  }
  planOr(graph, "curate", names[0]!);
  graph.addConditionalEdges("review", (state) => (state.next === "finish" ? LAST : state.next), [
    "plan",
    "review",
    LAST,
  ]);
  return planOrCurate;
}

/** Back to planning where samples were taken out, else onward. */
function planOr<S extends RunStateValues>(
  graph: PipelineBuilder<S>,
  from: string,
  onward: string,
): void {
  graph.addConditionalEdges(from, (state) => (state.next === "plan" ? "plan" : onward), [
    "plan",
    onward,
  ]);
}

/** The builder by its untyped face: names of stage nodes are only known at run time. */
export interface PipelineBuilder<S extends RunStateValues = RunStateValues> {
  addNode(
    name: string,
    run: (state: S, config: LangGraphRunnableConfig) => Promise<Partial<RunStateValues>>,
    options?: { subgraphs: readonly unknown[] },
  ): unknown;
  addEdge(from: string, to: string): unknown;
  addConditionalEdges(
    from: string,
    choose: (state: S) => string,
    targets: readonly string[],
  ): unknown;
  compile(options: { name: string; checkpointer?: BaseCheckpointSaver }): Pipeline;
}
export interface Pipeline {
  invoke(
    input: unknown,
    config: {
      configurable: { thread_id: string };
      recursionLimit: number;
      durability: "sync";
      callbacks?: Callbacks;
      runId?: string;
    },
  ): Promise<unknown>;
  getGraphAsync(config?: { xray?: boolean | number }): Promise<{
    readonly nodes: Readonly<Record<string, unknown>>;
    readonly edges: readonly {
      readonly source: string;
      readonly target: string;
      readonly conditional?: boolean;
    }[];
    drawMermaid(): string;
  }>;
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
    runtime.events.emit({
      type: "work-stopped",
      reason: "budget",
      detail: error.message,
      spent: runtime.ledger.spent(),
    });
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
