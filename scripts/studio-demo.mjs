// Prepares the workspace that the pictures of the studio are taken from: the demo run, two more of the same task to
// compare it with and to review, and answers of two made-up people to samples and to blind pairs.
//   node scripts/studio-demo.mjs WORKSPACE
import { launch } from "../dist/index.js";
import { openStudio } from "./open-studio.mjs";

const workspace = process.argv[2];
if (workspace === undefined) {
  console.error("usage: node scripts/studio-demo.mjs WORKSPACE");
  process.exit(2);
}
const RUNS = {
  "support-tickets": {},
  "support-tickets-short": { target: 120, seed: 2, set: ["constraints.maxWords=16"] },
  "support-tickets-audited": {
    ...{ target: 120, seed: 3, review: "blocking" },
    set: ["certify.faithfulness=0.9", "certify.confidence=0.8", "certify.audits=60"],
  },
};
const PEOPLE = ["Mina", "Jonas"];

for (const [runId, changes] of Object.entries(RUNS)) {
  // An id of its own has no time and no random end, which pictures do not need.
  const task = "examples/support-tickets/task.yaml";
  const handle = await launch(task, { workspace, runId, ...changes });
  console.log(runId, (await handle.result).status);
  // One that waits for people is let go: whoever answers goes on with it.
  await handle.close();
}

/** Asks until there is something. */
async function until(ask) {
  for (;;) {
    const found = await ask();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

const studio = await openStudio(workspace);
try {
  // Two people answer the same samples and differ on some.
  const review = "/api/runs/support-tickets-audited/review";
  const first = await studio.ask(review);
  await studio.ask(review, {
    reviewer: PEOPLE[0],
    answers: first.items.map(({ sampleId }) => ({ sampleId, decision: "accept" })),
  });
  // With these the run goes on by itself, to where it asks for audits.
  const audits = async () => {
    const { items, blocking } = await studio.ask(review);
    return blocking && items.some(({ kind }) => kind === "audit") ? items : undefined;
  };
  const items = await until(audits);
  for (const [index, reviewer] of PEOPLE.entries())
    await studio.ask(review, {
      reviewer,
      answers: items.slice(0, 24 - 6 * index).map(({ sampleId }, place) => ({
        sampleId,
        decision: place % (7 + 5 * index) === 3 ? "reject" : "accept",
      })),
    });
  const { id } = await studio.ask("/api/pairs", {
    first: "support-tickets",
    second: "support-tickets-short",
    most: 40,
    title: "Long or short messages?",
    criterion: "Which one could a customer have written?",
  });
  for (const [index, reviewer] of PEOPLE.entries()) {
    const { pairs } = await studio.ask(`/api/pairs/${id}?reviewer=${reviewer}`);
    await studio.ask(`/api/pairs/${id}/answers`, {
      reviewer,
      answers: pairs.slice(0, 30).map(({ id: pair, left, right }, place) => ({
        pair,
        choice:
          place % (9 - 2 * index) === 0
            ? "tie"
            : left.length > right.length === place % 4 > 0
              ? "left"
              : "right",
      })),
    });
  }
  console.log(`pairs ${id}`);
} finally {
  studio.close();
}
