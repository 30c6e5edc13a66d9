import { defineAgent } from "../../agents/define-agent.js";
import { AgentRegistry } from "../../agents/registry.js";
import { checkTaskSpec } from "../../tools/task-file/read-task.js";
import { ticketSpec } from "../helpers/ticket-run.js";

const spec = checkTaskSpec(ticketSpec());
const stage = (name: string) => defineAgent({ name, role: "stage", run: () => ({}) });
const registry = (...stages: { after: string; agent: ReturnType<typeof stage> }[]) =>
  AgentRegistry.create({ spec, folder: process.cwd(), stages });

describe("AgentRegistry", () => {
  it("has stages in the order in which they were given, each at its place", async () => {
    const made = await registry(
      { after: "critic", agent: stage("first") },
      { after: "generator", agent: stage("early") },
      { after: "critic", agent: stage("second") },
    );
    expect(made.stagesAfter("critic").map(({ agent }) => agent.name)).toEqual(["first", "second"]);
    expect(made.stagesAfter("generator").map(({ agent }) => agent.name)).toEqual(["early"]);
    expect(made.stagesAfter("labeler")).toEqual([]);
  });

  it("refuses two stages of one name, whose steps could not be told apart", async () => {
    await expect(
      registry(
        { after: "critic", agent: stage("marker") },
        { after: "generator", agent: stage("marker") },
      ),
    ).rejects.toMatchObject({
      code: "AGENT_CONTRACT",
      message: expect.stringContaining('"marker"') as string,
    });
  });
});
