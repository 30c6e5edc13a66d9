// A critic of your own takes the place of the built-in one.
import { defineAgent, launch } from "datawright";

const critic = defineAgent({
  name: "no-shouting",
  role: "critic",
  run: ({ draft }) => {
    const pass = draft.text !== draft.text.toUpperCase();
    return {
      verdicts: [
        {
          judge: "no-shouting",
          criterion: "calm",
          pass,
          score: null,
          code: "custom",
          reason: "written in capitals only",
        },
      ],
    };
  },
});

const run = await launch("examples/support-tickets/task.yaml", { target: 20, agents: { critic } });
console.log((await run.result).summary.accepted);
