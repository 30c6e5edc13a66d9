// A compiled LangGraph graph plays the critic; its inner nodes stand in the trace.
import { Annotation, END, START, StateGraph } from "@langchain/langgraph";
import { fromRunnable, launch, openRun } from "datawright";

const State = Annotation.Root({
  text: Annotation<string>,
  words: Annotation<number>,
  pass: Annotation<boolean>,
});
const graph = new StateGraph(State)
  .addNode("count", (state) => ({ words: state.text.split(/\s+/u).length }))
  .addNode("decide", (state) => ({ pass: state.words >= 4 }))
  .addEdge(START, "count")
  .addEdge("count", "decide")
  .addEdge("decide", END)
  .compile();

const critic = fromRunnable({
  name: "word-count",
  role: "critic",
  runnable: graph,
  input: ({ draft }) => ({ text: draft.text }),
  output: ({ pass, words }: typeof State.State) => ({
    verdicts: [
      {
        judge: "word-count",
        criterion: "length",
        pass,
        score: null,
        code: "custom",
        reason: `${words} words; at least 4 are wanted`,
      },
    ],
  }),
});

const run = await launch("examples/support-tickets/task.yaml", { target: 20, agents: { critic } });
const { summary } = await run.result;
const opened = await openRun(summary.folder);
const names = new Set((await opened.spans({ agent: "critic" })).map((span) => span.name));
console.log(`${summary.accepted} accepted; in the trace: ${[...names].join(", ")}`);
opened.close();
