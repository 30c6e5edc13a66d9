import { drawGraph } from "../../graphs/commands/draw-graph.js";
import { launchOptions, type RunFlags } from "../flags.js";

/** `datawright graph SPEC` */
export async function graph(spec: string, flags: RunFlags): Promise<number> {
  const mermaid = await drawGraph(spec, launchOptions(flags));
  process.stdout.write(
    flags.json
      ? `${JSON.stringify({ mermaid })}\n`
      : mermaid.endsWith("\n")
        ? mermaid
        : `${mermaid}\n`,
  );
  return 0;
}
