// Prepares the workspace that the pictures of the studio are taken from: the demo run, three more of the same task (one
// with shorter texts to compare it with, one that people certified, one that waits for them), and answers of two made-up
// people to samples and to blind pairs.
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
  "support-tickets-certified": {
    ...{ target: 160, seed: 4, review: "after" },
    set: [
      ...["constraints.maxWords=16", "plan.maxCells=32", "plan.validation=0.5"],
      // Where the small model errs more is written.
      ...["plan.steering.acrossLabels=true", "plan.steering.studentError=0.5"],
      ...["certify.faithfulness=0.85", "certify.confidence=0.9", "certify.audits=90"],
    ],
  },
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
const reviewOf = (run) => `/api/runs/${run}/review`;
/** An answer to each of the samples; `isWrong` says of which places it is "reject". */
const answersTo = (items, isWrong) =>
  items.map(({ sampleId }, place) => ({
    sampleId,
    decision: isWrong(place) ? "reject" : "accept",
  }));
/** What people are asked, once no process works on the run. */
const asked = (run) =>
  until(async () => {
    const { available, items } = await studio.ask(reviewOf(run));
    return available ? { items } : undefined;
  });
try {
  // Of one run every question is answered, until it shows what it promises; people refuse one text in 24.
  const certified = "support-tickets-certified";
  let answered = 0;
  for (;;) {
    const { items } = await asked(certified);
    if (items.length === 0) break;
    const [first, second] = PEOPLE;
    const isWrong = (place) => (answered + place) % 24 === 17;
    // Two people look at some; with the last answer of the first one they are applied.
    await studio.ask(reviewOf(certified), {
      reviewer: second,
      answers: answersTo(items, isWrong).slice(0, Math.floor(items.length / 3)),
    });
    await studio.ask(reviewOf(certified), { reviewer: first, answers: answersTo(items, isWrong) });
    answered += items.length;
  }
  console.log(`${certified}: ${answered} questions answered`);

  // Two people answer the same samples and differ on some.
  const waiting = "support-tickets-audited";
  const { items: first } = await asked(waiting);
  await studio.ask(reviewOf(waiting), {
    reviewer: PEOPLE[0],
    answers: answersTo(first, () => false),
  });
  // With these the run goes on by itself, to where it asks for audits.
  const items = await until(async () => {
    const now = await asked(waiting);
    return now.items.some(({ kind }) => kind === "audit") ? now.items : undefined;
  });
  for (const [index, reviewer] of PEOPLE.entries())
    await studio.ask(reviewOf(waiting), {
      reviewer,
      answers: answersTo(items.slice(0, 24 - 6 * index), (place) => place % (7 + 5 * index) === 3),
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
