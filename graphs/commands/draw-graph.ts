import { AgentRegistry } from "../../agents/registry.js";
import { DatawrightError } from "../../base/errors.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { buildChunkGraph } from "../chunk/chunk-graph.js";
import { readSpec } from "../run/read-spec.js";
import { buildPipeline } from "../run/pipeline.js";
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
  const registry = await AgentRegistry.create({
    spec,
    folder,
    agents: options.agents,
    stages: options.stages,
    modules: options.agentModules,
    slots,
  });
  const absent = (): never => {
    throw new DatawrightError({ code: "INTERNAL", message: "a drawn graph was run" });
  };
  const pipeline = buildPipeline(registry, buildChunkGraph(registry, absent), absent);
  return (await pipeline.getGraphAsync({ xray: true })).drawMermaid();
}
