import {
  Annotation,
  END,
  START,
  StateGraph,
  type CompiledStateGraph,
  type LangGraphRunnableConfig,
} from "@langchain/langgraph";
import { z } from "zod";
import { AgentRegistry } from "../../agents/registry.js";
import type { Summary } from "../../schema/report.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { buildChunkGraph } from "../chunk/chunk-graph.js";
import { RunState, type RunStateValues } from "../rounds/state.js";
import type { LaunchOptions } from "../runtime/run-options.js";
import { roundSizeOf } from "../../schema/round-size.js";
import { addRunNodes, recursionLimitOf, type PipelineBuilder } from "./pipeline.js";
import { GraphRuns, notOpened } from "./graph-runs.js";
import { readSpec } from "./read-spec.js";

/** What a compiled run may be given when it is invoked; all of it may be left out. */
const runInput = z.object({
  target: z.number().int().positive().optional().describe("How many samples are wanted."),
  seed: z.number().int().nonnegative().optional().describe("The run's seed."),
  runId: z.string().optional().describe("The run's id. Default: made from the task's name."),
});

const CompiledState = Annotation.Root({
  ...RunState.spec,
  target: Annotation<number | undefined>,
  seed: Annotation<number | undefined>,
  runId: Annotation<string | undefined>,
  /** Id of the run that the thread works on, once it is opened. */
  run: Annotation<string | null>,
  folder: Annotation<string>,
  summary: Annotation<Summary>,
});
type CompiledValues = typeof CompiledState.State;

/** What a compiled run gives back. */
export interface CompiledRunResult {
  /** Id of the run. */
  readonly run: string;
  /** Folder of the run. */
  readonly folder: string;
  /** The run's figures. */
  readonly summary: Summary;
}

/**
 * A task as a compiled LangGraph graph, for LangGraph Studio, a LangGraph server, or a graph of
 * one's own: the same nodes, run folder and dataset as `launch`.
 *
 * Each thread is one run. Its first node opens the run folder, its last one writes the report. A
 * thread that was interrupted, killed or left by its provider goes on with `invoke(null, config)`;
 * one that waits for a review with `new Command({ resume: answers })`. Events of the run come as
 * `streamMode: "custom"`.
 *
 *     // langgraph.json: { "graphs": { "tickets": "./tickets.mjs:graph" } }
 *     export const graph = await compileRun("task.yaml", { model: "openai:gpt-4o-mini" });
 *
 * @param options as `launch`; `checkpointer` is the compiled graph's (a LangGraph server brings its
 *        own)
 * @throws SPEC_*, AGENT_*, PLUGIN_* while compiling; what `launch` throws, from `invoke`
 */
export async function compileRun(
  task: string | TaskSpecInput,
  options: LaunchOptions = {},
): Promise<
  CompiledStateGraph<
    CompiledValues,
    Partial<CompiledValues>,
    string,
    { target: typeof CompiledState.spec.target },
    typeof CompiledState.spec
  >
> {
  const { checkpointer, ...launchOptions } = options;
  const read = await readSpec(task, options);
  const registry = await AgentRegistry.create({
    spec: read.spec,
    folder: read.folder,
    agents: options.agents,
    stages: options.stages,
    modules: options.agentModules,
    slots: read.slots,
  });
  const runs = new GraphRuns(task, launchOptions);
  const builder = new StateGraph(CompiledState, { input: runInput } as never);
  const graph = builder as unknown as PipelineBuilder<CompiledValues> & {
    addNode(
      name: string,
      run: (state: CompiledValues, config: LangGraphRunnableConfig) => Promise<unknown>,
    ): unknown;
  };
  graph.addNode("open", async (state, config) => runs.open(state, config));
  graph.addNode("close", async (state, config) => runs.close(idOf(state), state, config));
  const entries = addRunNodes<CompiledValues>(graph, {
    registry,
    // Only its shape is used here: each run compiles its own.
    chunkGraph: buildChunkGraph(registry, notOpened),
    work: (state, step, config) => runs.work(idOf(state), state, { step, config }),
  });
  graph.addEdge(START, "open");
  graph.addConditionalEdges("open", entries.choose, entries.targets);
  graph.addEdge("evaluate", "close");
  graph.addEdge("close", END);
  const compiled = builder.compile({ checkpointer, name: read.spec.name });
  const { target, curate } = read.spec;
  return compiled.withConfig({
    recursionLimit: recursionLimitOf(Math.ceil(target * curate.surplus), roundSizeOf(read.spec)),
  }) as never;
}

function idOf(state: RunStateValues & { readonly run: string | null }): string {
  return state.run ?? notOpened();
}
