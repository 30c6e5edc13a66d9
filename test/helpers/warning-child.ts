import { Annotation, END, START, StateGraph } from "@langchain/langgraph";
import { defineAgent } from "../../agents/define-agent.js";
import { fromRunnable } from "../../agents/from-runnable.js";
import { launch } from "../../graphs/run/launch.js";
import { startOpenAiServer } from "./openai-server.js";
import { lightAgents, ticketServerAnswer, ticketSpec } from "./ticket-run.js";

/*
 * A run at 64 calls in flight with agents that listen to their signal, in a process of its own: a
 * test's realm does not see Node's
 * warnings. Prints one JSON line with what the run did; a warning goes to standard error.
 *
 *     node --import tsx test/helpers/warning-child.ts WORKSPACE
 */
const server = await startOpenAiServer({
  answer: ticketServerAnswer,
  latencyMilliseconds: 250,
  keepRequests: false,
});
const listener = defineAgent({
  name: "listens",
  role: "stage",
  run: async (_input, { signal }) => {
    for (let times = 0; times < 5; times++) signal.addEventListener("abort", () => {});
    await new Promise((resolve) => setTimeout(resolve, 20));
    return {};
  },
});
const State = Annotation.Root({ text: Annotation<string>, letters: Annotation<number> });
const graph = new StateGraph(State)
  .addNode("count", (state) => ({ letters: state.text.length }))
  .addEdge(START, "count")
  .addEdge("count", END)
  .compile();
const counter = fromRunnable({
  name: "counts",
  role: "stage",
  runnable: graph,
  input: ({ draft }) => ({ text: draft.text }),
  output: ({ letters }: typeof State.State) => ({ scores: { letters } }),
});
const handle = await launch(ticketSpec({ target: 150, plan: { subtopics: 0, roundSize: 150 } }), {
  workspace: process.argv[2]!,
  runId: "run",
  logLevel: null,
  model: "openai:tickets",
  baseUrl: server.url,
  concurrency: 64,
  agents: lightAgents,
  stages: [
    { after: "generator", agent: listener },
    { after: "labeler", agent: counter },
    { after: "curator", agent: { ...counter, name: "counts-again" } },
  ],
});
const { summary } = await handle.result;
process.stdout.write(
  `${JSON.stringify({ stop: summary.stop, accepted: summary.accepted, mostInFlight: server.mostInFlight })}\n`,
);
await server.stop();
