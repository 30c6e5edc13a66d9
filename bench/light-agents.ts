import { defineAgent } from "../agents/define-agent.js";

/** What a small run spends its time on, and what is measured beside it. */
export const lightAgents = {
  evaluator: defineAgent({
    name: "none",
    role: "evaluator",
    run: () => ({
      diversity: { vocabulary: 0, distinct1: 0, distinct2: 0, averagePairwiseSimilarity: null },
      copies: { verbatim: 0, near: 0 },
      labelAgreement: null,
      downstream: { synthetic: null, real: null, majority: null, testSize: 0, removedFromTest: 0 },
    }),
  }),
  curator: defineAgent({ name: "keeps-all", role: "curator", run: () => ({ decisions: [] }) }),
  labeler: defineAgent({
    name: "blank",
    role: "labeler",
    methods: {
      learn: ({ rows }) => ({ state: null, trainedOn: rows.length }),
      label: () => ({ labels: [] }),
    },
  }),
};
