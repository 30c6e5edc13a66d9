import { openRun } from "../../graphs/commands/open-run.js";
import { resumeRun } from "../../graphs/run/resume-run.js";
import { temporaryFolder } from "../memory/temporary-folder.js";
import {
  isWriting,
  lightAgents,
  runFile,
  startTickets,
  goodAnswer,
  ticketModel,
  ticketSpec,
} from "../helpers/ticket-run.js";

describe("a run stops", () => {
  it("at its target, and says so; a finished run asks nothing when it is resumed", async () => {
    const workspace = temporaryFolder();
    const { handle } = await startTickets(workspace, { target: 20 });
    const { summary } = await handle.result;
    expect(summary).toMatchObject({
      stop: "target",
      stopDetail: "20 of 20 accepted",
      accepted: 20,
      target: 20,
    });
    const model = ticketModel();
    const before = runFile(handle.folder, "dataset.jsonl");
    const again = await resumeRun("run", { workspace, logLevel: null, agents: lightAgents, model });
    const messages: string[] = [];
    for await (const event of again.events)
      if (event.type === "warning") messages.push(event.message);
    const result = await again.result;
    expect(result.status).toBe("finished");
    expect(result.summary).toEqual(summary);
    expect(model.requests).toHaveLength(0);
    expect(messages).toEqual([
      expect.stringContaining("run run is finished (target: 20 of 20 accepted)"),
    ]);
    expect(runFile(handle.folder, "dataset.jsonl")).toBe(before);
  });

  it("with nothing accepted from a model that only repeats support rows", async () => {
    const workspace = temporaryFolder();
    const rows = (ticketSpec().support as { rows: { text: string; label: string }[] }).rows;
    const model = ticketModel({
      answer: (request) => {
        if (!isWriting(request.format.schema as Record<string, unknown>))
          return goodAnswer(request);
        const shown = rows.filter((row) =>
          request.messages.some((message) => message.content.includes(JSON.stringify(row.text))),
        );
        return { text: shown[Number(request.parameters.seed) % shown.length]!.text };
      },
    });
    const { handle } = await startTickets(workspace, { target: 40 }, { model });
    const { status, summary, report } = await handle.result;
    expect(status).toBe("finished");
    expect(summary).toMatchObject({ stop: "no-progress", accepted: 0 });
    expect(runFile(handle.folder, "dataset.jsonl")).toBe("");
    const [, drafts, named] = /of (\d+) drafts (\d+) were refused as copy-of-support/u
      .exec(summary.stopDetail)!
      .map(Number);
    expect(drafts).toBeGreaterThan(0.5 * summary.rejected);
    expect(named).toBeGreaterThan(0.9 * drafts!);
    expect(summary.stopDetail).toContain("The model copies the rows that it is shown");
    const refused = report.funnel
      .filter((row) => row.reason === "copy-of-support" || row.reason === "near-duplicate")
      .reduce((sum, row) => sum + row.count, 0);
    expect(refused).toBeGreaterThan(
      0.9 *
        (summary.rejected - (report.funnel.find((row) => row.reason === "surplus")?.count ?? 0)),
    );
  });

  it("short of its target when curation outdoes top-ups, and counts every sample once", async () => {
    const workspace = temporaryFolder();
    const { curator: _curator, ...agents } = lightAgents;
    const { handle, events } = await startTickets(
      workspace,
      {
        target: 30,
        plan: { subtopics: 0, roundSize: 16 },
        curate: { nearDuplicate: 0.12 },
        review: "none",
      },
      { agents },
    );
    const { summary, report } = await handle.result;
    expect(summary.stop).toBe("no-progress");
    expect(summary.stopDetail).toMatch(
      /^\d+ of 30 left after curation, and 3 top-ups did not make up for it$/u,
    );
    expect(events.filter((event) => event.type === "curation-finished")).toHaveLength(4);
    const run = await openRun("run", { workspace });
    expect(report.funnel.reduce((sum, row) => sum + row.count, 0)).toBe(await run.count());
    expect(summary.accepted + summary.rejected + summary.inReview).toBe(await run.count());
    const byCell = report.coverage.reduce((sum, cell) => sum + (cell["accepted"] as number), 0);
    expect(byCell).toBe(summary.accepted);
    const coverage = JSON.parse(runFile(handle.folder, "coverage.json")) as {
      rounds: { round: number; accepted: number; orders: number; cancelled: boolean }[];
    };
    expect(coverage.rounds.map((round) => round.round)).toEqual(
      coverage.rounds.map((_round, index) => index),
    );
    expect(coverage.rounds.filter((round) => !round.cancelled)).toHaveLength(summary.rounds);
    expect(
      (await run.samples({ status: "accepted", order: "accepted" })).map((sample) => sample.id),
    ).toEqual(
      runFile(handle.folder, "dataset.jsonl")
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as { id: string }).id),
    );
    run.close();
  });
});
