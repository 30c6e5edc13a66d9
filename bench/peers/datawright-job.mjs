import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineAgent, launch, resumeRun } from "../../dist/index.js";

/* A draft a row, judged by rules only, so that a row is a call here too; novelty, store and trace are there. */
const { url, folder, rows, inFlight } = JSON.parse(process.argv[2]);
const options = {
  workspace: join(folder, "workspace"),
  concurrency: inFlight,
  logLevel: null,
  agents: {
    evaluator: defineAgent({
      name: "none",
      role: "evaluator",
      run: () => ({
        diversity: { vocabulary: 0, distinct1: 0, distinct2: 0, averagePairwiseSimilarity: null },
        copies: { verbatim: 0, near: 0 },
        labelAgreement: null,
        downstream: {
          synthetic: null,
          real: null,
          majority: null,
          testSize: 0,
          removedFromTest: 0,
        },
      }),
    }),
    curator: defineAgent({ name: "none", role: "curator", run: () => ({ decisions: [] }) }),
    labeler: defineAgent({
      name: "none",
      role: "labeler",
      methods: {
        learn: ({ rows: seen }) => ({ state: null, trainedOn: seen.length }),
        label: () => ({ labels: [] }),
      },
    }),
  },
};
const handle = existsSync(join(folder, "workspace", "runs", "run", "config.json"))
  ? await resumeRun("run", options)
  : await launch(
      {
        ...JSON.parse(readFileSync(join(folder, "spec.json"), "utf8")),
        target: rows,
      },
      { ...options, runId: "run", model: "openai:peers", baseUrl: url },
    );
await handle.result;
copyFileSync(join(handle.folder, "dataset.jsonl"), join(folder, "rows.jsonl"));
