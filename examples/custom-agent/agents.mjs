// For the command line: datawright run examples/support-tickets/task.yaml --agents examples/custom-agent/agents.mjs
import { defineAgent } from "datawright";

const lengthCheck = defineAgent({
  name: "length-check",
  role: "stage",
  run: ({ draft }) => ({
    scores: { characters: draft.text.length },
    verdicts: [
      {
        judge: "length-check",
        criterion: "length",
        pass: draft.text.length <= 400,
        score: null,
        code: "custom",
        reason: "longer than 400 characters",
      },
    ],
  }),
});

export default { stages: [{ after: "critic", agent: lengthCheck }] };
