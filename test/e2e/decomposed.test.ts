import { openRun } from "../../graphs/commands/open-run.js";
import type { ChatRequest } from "../../tools/models/contract.js";
import type { Report } from "../../schema/report.js";
import { temporaryFolder } from "../memory/temporary-folder.js";
import { runFile, startTickets, goodAnswer, ticketModel } from "../helpers/ticket-run.js";

/** Facts first, then the text made from them. */
const spec = {
  target: 24,
  plan: { subtopics: 0, roundSize: 12 },
  critique: { maxRevisions: 0 },
  generate: { stepRetries: 0 },
  steps: [
    { id: "facts", prompt: "List the facts.", output: "facts" },
    { id: "text", prompt: "Write the text.", output: "text", dependsOn: ["facts"] },
  ],
};
const asksFor = (request: ChatRequest, field: string): boolean =>
  field in ((request.format.schema?.["properties"] ?? {}) as object);

describe("a plan of several sub-tasks", () => {
  it("in which one always fails is planned again, visibly, and then ends with reasons", async () => {
    const workspace = temporaryFolder();
    const { handle, events } = await startTickets(workspace, spec, {
      model: ticketModel({
        answer: (request) => (asksFor(request, "facts") ? { wrong: 1 } : goodAnswer(request)),
      }),
    });
    const { summary, report } = await handle.result;
    expect(summary).toMatchObject({ stop: "plan-failed", accepted: 0 });
    expect(summary.stopDetail).toMatch(
      /sub-task "facts" failed for \d+ drafts of a round after 2 new plans/u,
    );
    // The re-plans: as events, in the trace, and in the report and the coverage file.
    expect(
      events.flatMap((event) =>
        event.type === "plan-made" ? [[event.revision, event.subTasks]] : [],
      ),
    ).toEqual([0, 1, 2].map((revision) => [revision, ["facts", "text"]]));
    const run = await openRun("run", { workspace });
    const spans = (await run.spans({})).filter(
      (span) => span.agent === "planner" && span.attributes["datawright.step"] === "plan",
    );
    expect(spans).toHaveLength(3);
    const plans = await run.plans();
    expect(plans.map(({ plan }) => plan.subTasks.map((subTask) => subTask.revision))).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
    ]);
    const samples = await run.samples({});
    run.close();
    expect(report.replans.map(({ revision, subTask }) => [revision, subTask])).toEqual([
      [1, "facts"],
      [2, "facts"],
    ]);
    expect(report.replans[0]!.because).toHaveLength(1);
    expect((JSON.parse(runFile(handle.folder, "coverage.json")) as Report).replans).toEqual(
      report.replans,
    );
    expect(runFile(handle.folder, "report.html")).toContain("Plan revisions");
    // Every draft counts with the reason that its sub-task failed, and what it failed of.
    expect(report.funnel.find((row) => row.reason === "sub-task-failed")!.count).toBe(
      summary.rejected - (report.funnel.find((row) => row.reason === "surplus")?.count ?? 0),
    );
    const failed = samples.filter((sample) => sample.reasons[0] === "sub-task-failed");
    expect(
      failed.every(
        (sample) => sample.reasons[1] === "unparsed" && sample.history[0]!.failed === "facts",
      ),
    ).toBe(true);
  });

  it("goes on with the new plan where that mends it", async () => {
    const { handle, events } = await startTickets(temporaryFolder(), spec, {
      // The warning of the new plan is what this model needs.
      model: ticketModel({
        answer: (request) =>
          asksFor(request, "facts") &&
          !request.messages.some((message) => message.content.includes("Earlier attempts failed"))
            ? "no JSON at all"
            : goodAnswer(request),
      }),
    });
    const { summary, report } = await handle.result;
    expect(summary).toMatchObject({ stop: "target", accepted: 24 });
    expect(events.filter((event) => event.type === "plan-made")).toHaveLength(2);
    expect(report.replans).toHaveLength(1);
  });
});
