// A LangGraph agent with a tool writes the drafts. It asks the role's model, so its calls stand in the
// trace and count against the budget. Here a script plays the model: give `model: "openai:NAME"` for a real one.
import { tool } from "@langchain/core/tools";
import { createReactAgent } from "@langchain/langgraph/prebuilt";
import { fromRunnable, launch, openRun } from "datawright";
import { scriptedModel } from "datawright/testing";
import { z } from "zod";

const CATALOGUE: Readonly<Record<string, string>> = {
  kettle: "steel, boils a litre in two minutes, the lid sticks",
  lamp: "brass with a green shade, takes a small bulb",
  bicycle: "blue frame, seven gears, brakes need oil every month",
  tent: "sleeps three, poles of glass fibre, weighs four kilos",
  printer: "laser, black only, jams on thick paper",
  sofa: "grey wool, cover comes off for washing",
  drill: "cordless, battery lasts an hour, chuck of 13 mm",
  camera: "film, no screen, light meter on top",
};

const lookUp = tool(({ product }: { product: string }) => CATALOGUE[product] ?? "not sold", {
  name: "look_up",
  description: "What the catalogue says of a product.",
  schema: z.object({ product: z.string() }),
});

const writer = fromRunnable({
  name: "catalogue-writer",
  role: "generator",
  make: (context) => createReactAgent({ llm: context.langchain(), tools: [lookUp] }),
  input: ({ order }) => ({
    messages: [{ role: "user", content: `Look a product up and describe it (${order.id}).` }],
  }),
  output: (state: { messages: { text: string }[] }) => ({
    fields: { text: state.messages.at(-1)!.text },
  }),
});

const products = Object.keys(CATALOGUE);
let next = 0;
const model = scriptedModel(({ messages }) => {
  const [, asked, answered] = messages;
  if (answered === undefined)
    return {
      toolCalls: [{ name: "look_up", arguments: { product: products[next++ % products.length] } }],
    };
  const { product } = JSON.parse(asked!.toolCalls![0]!.arguments) as { product: string };
  return { text: `The ${product} we sell: ${answered.content}.` };
});

const run = await launch(
  {
    name: "catalogue",
    kind: "custom",
    description: "Descriptions of the things that a shop sells.",
    fields: { text: { type: "text", description: "One sentence." } },
    target: 6,
    plan: { subtopics: 0 },
    critique: { criteria: ["format", "novel"] },
  },
  { models: { generator: model }, agents: { generator: writer }, budget: { calls: 200 } },
);
const { summary } = await run.result;
const opened = await openRun(summary.folder);
for (const sample of await opened.samples({ status: "accepted" })) console.log(sample.text);
const chats = (await opened.spans({ agent: "generator" })).filter(
  (span) => span.operation === "chat",
);
console.log(`${summary.accepted} accepted; ${chats.length} model calls of the agent in the trace`);
opened.close();
