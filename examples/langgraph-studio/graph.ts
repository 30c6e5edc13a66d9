// A task as a LangGraph graph: `langgraph.json` names it for LangGraph Studio; here one thread is invoked.
import { pathToFileURL } from "node:url";
import { MemorySaver } from "@langchain/langgraph";
import { compileRun } from "datawright";

const started = import.meta.url === pathToFileURL(process.argv[1] ?? "").href;

export const graph = await compileRun("examples/support-tickets/task.yaml", {
  logLevel: null,
  // A LangGraph server brings a checkpointer of its own.
  ...(started ? { checkpointer: new MemorySaver() } : {}),
});

if (started) {
  const thread = { configurable: { thread_id: "first" }, streamMode: "custom" as const };
  for await (const event of await graph.stream({ target: 20 }, thread))
    if (event.type === "round-sealed") console.log(`${event.total} of ${event.target} accepted`);
}
