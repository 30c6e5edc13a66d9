import { defineAgent } from "../../agents/define-agent.js";
import type { CurationDecision, ReviewAnswer } from "../../agents/roles.js";
import { openReview } from "../../graphs/commands/review-run.js";
import { openRun } from "../../graphs/commands/open-run.js";
import { extendRun, resumeRun } from "../../graphs/run/resume-run.js";
import { hash32 } from "../../base/statistics/hash.js";
import { temporaryFolder } from "../memory/temporary-folder.js";
import {
  datasetRows,
  lightAgents,
  runFile,
  startTickets,
  ticketModel,
} from "../helpers/ticket-run.js";

/** Sends one accepted sample in five to people, once. */
const curator = defineAgent({
  name: "asks-people",
  role: "curator",
  run: async ({ pass }, { memory }) => {
    const decisions: CurationDecision[] = [];
    if (pass > 0) return { decisions };
    for await (const sample of memory.accepted())
      if (hash32(sample.id) % 5 === 0)
        decisions.push({ id: sample.id, action: "review" as const, reason: "review-uncertain" });
    return { decisions };
  },
});
const agents = { ...lightAgents, curator };
const spec = { target: 30, plan: { subtopics: 0, roundSize: 16 } };
const rejectFirst = (ids: readonly string[]): ReviewAnswer[] =>
  ids.map((sampleId, index) =>
    index === 0 ? { sampleId, decision: "reject" } : { sampleId, decision: "accept" },
  );

describe("review: none", () => {
  it("asks nobody: the run ends, and what is uncertain stays out", async () => {
    const { handle, events } = await startTickets(
      temporaryFolder(),
      { ...spec, review: "none" },
      { agents },
    );
    const { status, summary } = await handle.result;
    expect(status).toBe("finished");
    expect(events.some((event) => event.type === "review-needed")).toBe(false);
    expect(summary.accepted).toBe(30);
  });
});

describe("review: after", () => {
  it("ends the run, and decides later: dataset, report and coverage are written anew", async () => {
    const workspace = temporaryFolder();
    const { handle, events } = await startTickets(
      workspace,
      { ...spec, review: "after" },
      { agents },
    );
    const { status, summary } = await handle.result;
    expect(status).toBe("finished");
    expect(summary).toMatchObject({ stop: "target", accepted: 30 });
    expect(summary.inReview).toBeGreaterThan(2);
    expect(events.find((event) => event.type === "review-needed")).toEqual({
      type: "review-needed",
      items: summary.inReview,
    });

    const session = await openReview("run", {
      workspace,
      logLevel: null,
      agents,
      model: ticketModel(),
    });
    const ids = session.items.map((item) => item.sampleId);
    expect(ids).toHaveLength(summary.inReview);
    expect(datasetRows(handle.folder).some((row) => ids.includes(row.id))).toBe(false);
    const relabelled: ReviewAnswer = {
      sampleId: ids[1]!,
      decision: "relabel",
      label: session.items[1]!.label === "refund" ? "delivery" : "refund",
      by: "a person",
    };
    const answers = [
      { sampleId: ids[0]!, decision: "reject" as const },
      relabelled,
      ...ids.slice(2).map((sampleId) => ({ sampleId, decision: "accept" as const })),
      { sampleId: "nobody", decision: "accept" as const },
    ];
    const { applied, problems, summary: after } = await session.apply(answers);
    await session.close();
    expect(applied).toBe(ids.length);
    expect(problems).toEqual([expect.stringContaining('"nobody"')]);
    expect(after).toMatchObject({ inReview: 0, accepted: 30 + ids.length - 1, stop: "target" });
    const rows = datasetRows(handle.folder);
    expect(rows).toHaveLength(after.accepted);
    expect(rows.find((row) => row.id === ids[1])).toMatchObject({
      label: relabelled.label,
      labelSource: "person",
    });
    expect(JSON.parse(runFile(handle.folder, "report.json"))).toMatchObject({
      summary: { accepted: after.accepted, inReview: 0 },
    });
    const coverage = JSON.parse(runFile(handle.folder, "coverage.json")) as {
      cells: { accepted: number; inReview: number }[];
    };
    expect(coverage.cells.reduce((sum, cell) => sum + cell.accepted, 0)).toBe(after.accepted);
    expect(coverage.cells.reduce((sum, cell) => sum + cell.inReview, 0)).toBe(0);
  });

  it("makes gold of the answers: an extended run shows it to models and keeps what it had", async () => {
    const workspace = temporaryFolder();
    const { handle } = await startTickets(workspace, { ...spec, review: "after" }, { agents });
    await handle.result;
    const session = await openReview("run", {
      workspace,
      logLevel: null,
      agents,
      model: ticketModel(),
    });
    const ids = session.items.map((item) => item.sampleId);
    const goldText = session.items[1]!.fields["text"] as string;
    await session.apply(rejectFirst(ids));
    await session.close();
    const before = datasetRows(handle.folder);

    const model = ticketModel();
    const learned: number[] = [];
    const labeler = defineAgent({
      name: "counts-gold",
      role: "labeler",
      methods: {
        learn: ({ rows }) => {
          learned.push(rows.filter((row) => row.source === "gold").length);
          return { state: null, trainedOn: rows.length };
        },
        label: () => ({ labels: [] }),
      },
    });
    const extended = await extendRun("run", 60, {
      workspace,
      logLevel: null,
      agents: { ...agents, labeler },
      model,
    });
    const { status, summary } = await extended.result;
    expect(status).toBe("finished");
    expect(summary).toMatchObject({ stop: "target", accepted: 60, target: 60 });
    expect(datasetRows(handle.folder).slice(0, before.length)).toEqual(before);
    expect(
      model.requests.some((request) =>
        request.messages.some((message) => message.content.includes(JSON.stringify(goldText))),
      ),
    ).toBe(true);
    expect(learned.length).toBeGreaterThan(0);
    expect(learned.every((count) => count === ids.length - 1)).toBe(true);
    await expect(
      extendRun("run", 60, { workspace, agents: { ...agents, labeler } }),
    ).rejects.toMatchObject({ code: "USAGE" });
  });
});

describe("review: blocking", () => {
  it("waits with the queue, and goes on with the answers", async () => {
    const { handle } = await startTickets(
      temporaryFolder(),
      { ...spec, review: "blocking" },
      { agents },
    );
    const waiting = await handle.result;
    expect(waiting.status).toBe("waiting");
    expect(waiting.review.length).toBe(waiting.summary.inReview);
    expect(waiting.review.length).toBeGreaterThan(1);
    const ids = waiting.review.map((item) => item.sampleId);
    const done = await handle.resume(rejectFirst(ids));
    expect(done).toMatchObject({
      status: "finished",
      summary: { stop: "target", inReview: 0, accepted: 30 + ids.length - 1 },
    });
    await expect(handle.resume([])).rejects.toMatchObject({ code: "USAGE" });
  });

  it("takes answers one by one, and goes on when the last one is there", async () => {
    const workspace = temporaryFolder();
    const { handle } = await startTickets(workspace, { ...spec, review: "blocking" }, { agents });
    const waiting = await handle.result;
    const ids = waiting.review.map((item) => item.sampleId);
    const first = await handle.resume([{ sampleId: ids[0]!, decision: "accept" }]);
    expect(first.status).toBe("waiting");
    expect(first.review.map((item) => item.sampleId)).toEqual(ids.slice(1));
    await handle.close();

    const options = { workspace, logLevel: null, agents, model: ticketModel() };
    const session = await openReview("run", options);
    for (const [index, sampleId] of ids.entries()) {
      if (index === 0) continue;
      expect(session).toMatchObject({ blocking: true, items: { length: ids.length - index } });
      const { applied, problems } = await session.apply([{ sampleId, decision: "accept" }]);
      expect({ applied, problems }).toEqual({ applied: 1, problems: [] });
    }
    expect(session).toMatchObject({ blocking: false, items: [] });
    await expect(session.apply([])).rejects.toMatchObject({ code: "USAGE" });
    const rows = datasetRows(handle.folder);
    expect(ids.every((id) => rows.filter((row) => row.id === id).length === 1)).toBe(true);
    expect(JSON.parse(runFile(handle.folder, "report.json"))).toMatchObject({
      summary: { stop: "target", inReview: 0, accepted: 30 + ids.length },
    });
  });

  it("goes on without the answers that are missing where people say so", async () => {
    const { handle } = await startTickets(
      temporaryFolder(),
      { ...spec, review: "blocking" },
      { agents },
    );
    const { review } = await handle.result;
    const done = await handle.resume([{ sampleId: review[0]!.sampleId, decision: "accept" }], {
      finish: true,
    });
    expect(done).toMatchObject({
      status: "finished",
      summary: { inReview: review.length - 1, accepted: 31 },
    });
  });

  it("can be let go and answered by another process, which makes up for what people refused", async () => {
    const workspace = temporaryFolder();
    const { handle } = await startTickets(workspace, { ...spec, review: "blocking" }, { agents });
    const waiting = await handle.result;
    await handle.close();
    const still = await resumeRun("run", {
      workspace,
      logLevel: null,
      agents,
      model: ticketModel(),
    });
    expect(await still.result).toMatchObject({ status: "waiting", review: waiting.review });
    await still.close();
    const options = { workspace, logLevel: null, agents, model: ticketModel() };
    const session = await openReview("run", options);
    expect(session.items).toEqual(waiting.review);
    const { applied, problems, summary } = await session.apply([
      ...session.items.map((item) => ({ sampleId: item.sampleId, decision: "reject" as const })),
      { sampleId: "nobody", decision: "accept" as const },
    ]);
    await session.close();
    expect(applied).toBe(waiting.review.length);
    expect(problems).toHaveLength(1);
    expect(summary).toMatchObject({ stop: "target", accepted: 30, inReview: 0 });
    const run = await openRun("run", { workspace });
    // What the curator sent to people is found in its step, as in the one in which they answered.
    const [refused] = await run.samples({ ids: [waiting.review[0]!.sampleId] });
    expect(refused!.history.map(({ step }) => step)).toEqual(["gate", "curation", "review"]);
    for (const agent of ["curator", "reviewer"])
      expect(await run.spans({ sample: refused!.id, agent })).toHaveLength(1);
    const finished = await run.entry("finished");
    const ways = (await run.entry("ways")) as Record<string, number>;
    run.close();
    expect(finished).toMatchObject({ stop: "target" });
    // Two curations, and a review that was begun three times by two processes and passed once.
    const rounds = ways["plan>work"]!;
    expect(ways).toEqual({
      "__start__>plan": 1,
      "plan>work": rounds,
      "work>assess": rounds,
      "assess>learn": rounds,
      "learn>plan": rounds - 2,
      "learn>curate": 2,
      "curate>plan": 1,
      "curate>review": 1,
      "review>evaluate": 1,
      "evaluate>__end__": 1,
    });
    expect(rounds).toBeGreaterThan(2);
    await expect((await resumeRun("run", options, [])).result).rejects.toMatchObject({
      code: "USAGE",
    });
  });
});
