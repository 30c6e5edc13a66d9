import { AgentRegistry } from "../../agents/registry.js";
import { DatawrightError } from "../../base/errors.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { buildChunkGraph } from "../chunk/chunk-graph.js";
import { readSpec } from "../run/read-spec.js";
import { buildPipeline, type Pipeline } from "../run/pipeline.js";
import type { LaunchOptions } from "../runtime/run-options.js";

/**
 * The compiled graph of a task as Mermaid text: the outer graph with the chunk graph inside,
 * inserted stages included.
 */
export async function drawGraph(
  task: string | TaskSpecInput,
  options: LaunchOptions = {},
): Promise<string> {
  const { spec, folder, slots } = await readSpec(task, options);
  const pipeline = await compiled({
    spec,
    folder,
    agents: options.agents,
    stages: options.stages,
    modules: options.agentModules,
    slots,
  });
  return (await pipeline.getGraphAsync({ xray: true })).drawMermaid();
}

/** Nodes of a compiled graph with the ways between them. */
export interface DrawnGraph {
  /** Names; of the graph inside a node with that node's before a colon. */
  readonly nodes: readonly string[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly conditional: boolean;
  }[];
}

/** The compiled graph of a task that was read and checked, the chunk graph inside. */
export async function graphOfTask(
  task: Parameters<typeof AgentRegistry.create>[0],
): Promise<DrawnGraph> {
  const graph = await (await compiled(task)).getGraphAsync({ xray: true });
  return {
    nodes: Object.keys(graph.nodes),
    edges: graph.edges.map(({ source, target, conditional = false }) => ({
      from: source,
      to: target,
      conditional,
    })),
  };
}

async function compiled(task: Parameters<typeof AgentRegistry.create>[0]): Promise<Pipeline> {
  const registry = await AgentRegistry.create(task);
  const absent = (): never => {
    throw new DatawrightError({ code: "INTERNAL", message: "a drawn graph was run" });
  };
  return buildPipeline(registry, buildChunkGraph(registry, absent), absent);
}
