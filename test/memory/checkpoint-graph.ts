import { Annotation, END, START, StateGraph } from "@langchain/langgraph";
import type { RunDatabase } from "../../memory/database/run-database.js";

const State = Annotation.Root({
  done: Annotation<string[]>({
    reducer: (before, after) => [...before, ...after],
    default: () => [],
  }),
});

/** A graph of two steps on the checkpoints of a run; the second one fails where it is `broken`. */
export async function checkpointedGraph(database: RunDatabase, calls: string[], broken: boolean) {
  return new StateGraph(State)
    .addNode("plan", async () => {
      calls.push("plan");
      return { done: ["plan"] };
    })
    .addNode("work", async () => {
      calls.push("work");
      if (broken) throw new Error("killed here");
      return { done: ["work"] };
    })
    .addEdge(START, "plan")
    .addEdge("plan", "work")
    .addEdge("work", END)
    .compile({ checkpointer: await database.checkpointer() });
}
