import { drawGraph } from "../../graphs/commands/draw-graph.js";
import type { CommonFlags } from "../flags.js";

/** `datawright graph SPEC` */
export async function graph(
  spec: string,
  flags: CommonFlags & { readonly agents: readonly string[]; readonly plugin: readonly string[] },
): Promise<number> {
  const mermaid = await drawGraph(spec, { agentModules: flags.agents, plugins: flags.plugin });
  process.stdout.write(
    flags.json
      ? `${JSON.stringify({ mermaid })}\n`
      : mermaid.endsWith("\n")
        ? mermaid
        : `${mermaid}\n`,
  );
  return 0;
}
