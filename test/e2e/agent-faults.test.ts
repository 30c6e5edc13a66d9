import type { Agent } from "../../agents/contract.js";
import { defineAgent } from "../../agents/define-agent.js";
import { openRun } from "../../graphs/commands/open-run.js";
import { tryTask } from "../../graphs/commands/try-task.js";
import { resumeRun } from "../../graphs/run/resume-run.js";
import { callCommand } from "../helpers/command-in-process.js";
import {
  datasetRows,
  lightAgents,
  runFile,
  startTickets,
  ticketModel,
  ticketSpec,
} from "../helpers/ticket-run.js";
import { temporaryFolder } from "../memory/temporary-folder.js";
import { typed } from "../helpers/typed.js";

const small = { target: 12, plan: { subtopics: 0, roundSize: 30 }, review: "none" as const };
const verdict = {
  judge: "mine",
  criterion: "fine",
  pass: true,
  score: null,
  code: "custom",
  reason: "it is",
};
/** A critic whose author mistook what a draft has. */
function critic(fails: (text: string) => boolean): Agent {
  return defineAgent({
    name: "mine",
    role: "critic",
    run: ({ draft }) => {
      if (fails(draft.text)) (draft as unknown as { body: string }).body.split(" ");
      return { verdicts: [verdict] };
    },
  });
}
const broken = { ...lightAgents, critic: critic(() => true) };
const mended = { ...lightAgents, critic: critic(() => false) };

describe("a fault in an agent of one's own", () => {
  it("ends the run after three drafts, says whose and where, and a resume goes on", async () => {
    const workspace = temporaryFolder();
    const model = ticketModel();
    const { handle, events } = await startTickets(workspace, small, { model, agents: broken });
    await expect(handle.result).rejects.toMatchObject({
      code: "AGENT_FAILED",
      message: expect.stringMatching(
        /^agent "mine" \(critic\.critique\) failed: TypeError: .*'split'.*\n +at .*agent-faults\.test\.ts:\d+/u,
      ) as string,
    });
    await handle.close();
    expect(model.requests).toHaveLength(3);
    expect(events.filter(({ type }) => type === "agent-failed")).toHaveLength(3);
    for (const file of ["run.log", "report.html", "report.json"])
      expect(runFile(handle.folder, file)).toContain("agent-faults.test.ts");
    const traced = await callCommand("trace", "run", "--workspace", workspace);
    expect(traced.stdout).toMatch(
      /invoke_agent mine .*FAILED AGENT_FAILED.*\n +agent "mine" .*'split'.*\n +at .*agent-faults/u,
    );

    const resumed = await resumeRun("run", { workspace, model, agents: mended, logLevel: null });
    const { summary } = await resumed.result;
    expect(summary).toMatchObject({ stop: "target", accepted: 12 });
    const whole = temporaryFolder();
    const { handle: straight } = await startTickets(whole, small, {
      model: ticketModel(),
      agents: mended,
    });
    await straight.result;
    expect(datasetRows(handle.folder)).toEqual(datasetRows(straight.folder));
  });

  it("refuses a sample where it is rare, with a reason of its own that is told and counted", async () => {
    const workspace = temporaryFolder();
    const agents = { ...lightAgents, critic: critic((text) => text.length % 5 === 0) };
    const { handle } = await startTickets(workspace, small, { agents });
    const { summary, report } = await handle.result;
    expect(summary).toMatchObject({ stop: "target", accepted: 12 });
    const run = await openRun("run", { workspace });
    const failed = await run.samples({ reason: "agent-failed" });
    run.close();
    expect(failed.length).toBeGreaterThan(0);
    expect(failed[0]).toMatchObject({ reasons: ["agent-failed"], status: "rejected" });
    expect(report.agentFailures).toEqual([
      {
        message: expect.stringMatching(
          /^agent "mine" .*TypeError.* at .*agent-faults\.test/u,
        ) as string,
        samples: failed.length,
        example: failed[0]!.id,
      },
    ]);
    expect(runFile(handle.folder, "report.html")).toContain("Agents that failed");
    expect(runFile(handle.folder, "rejected.jsonl")).toContain("TypeError");
    const listed = await callCommand(
      ...typed`samples run --reason agent-failed --workspace ${workspace}`,
    );
    expect(listed.stdout).toMatch(
      /agent-failed +agent "mine" \(critic\.critique\) failed: TypeError/u,
    );
  });

  it("ends a trial too", async () => {
    const model = ticketModel();
    const trial = tryTask(ticketSpec(small), 3, { model, agents: broken, logLevel: null });
    await expect(trial).rejects.toMatchObject({ code: "AGENT_FAILED" });
    expect(model.requests.length).toBeLessThanOrEqual(6);
  });
});
