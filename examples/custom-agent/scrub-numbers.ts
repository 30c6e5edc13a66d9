// A stage of your own is inserted behind the generator: here it takes long numbers out of every
// draft before it is judged.
import { defineAgent, launch } from "datawright";

const scrubber = defineAgent({
  name: "scrub-numbers",
  role: "stage",
  run: ({ draft }) => ({ fields: { text: draft.text.replace(/\d{4,}/gu, "####") } }),
});

const run = await launch("examples/support-tickets/task.yaml", {
  target: 20,
  stages: [{ after: "generator", agent: scrubber }],
});
console.log((await run.result).summary.accepted);
