import { defineAgent } from "../../../agents/define-agent.js";
import { invokeAgent, invokeStage } from "../../../graphs/runtime/invoke-agent.js";
import type { MemoryRun } from "../../helpers/memory-run.js";
import { begun, memoryRun } from "../../helpers/memory-run.js";

const draft = { id: "d", fields: {}, text: "Hello", label: null, conditions: [] };

async function open(
  agents = {},
): Promise<{ run: MemoryRun; site: Parameters<typeof invokeAgent>[4] }> {
  const run = await memoryRun({ agents });
  await begun(run);
  const visible = await run.rounds.visible(-1);
  return { run, site: { orderId: "d", step: "test", sampleIds: ["d"], visible } };
}
const critic = (verdicts: unknown) =>
  defineAgent({ name: "told", role: "critic", run: () => ({ verdicts }) as never });

describe("invokeAgent", () => {
  it("gives what the role's method returns, with its defaults, and traces the call", async () => {
    const given = {
      judge: "told",
      criterion: "calm",
      pass: true,
      score: null,
      reason: "",
      code: "custom",
    };
    const { run, site } = await open({ critic: critic([given]) });
    const { verdicts } = await invokeAgent(run, "critic", "critique", { draft }, site);
    expect(verdicts).toEqual([{ ...given, evidence: [] }]);
    // @ts-expect-error a critic gives verdicts, not labels
    void (await invokeAgent(run, "critic", "critique", { draft }, site)).labels;
    await run.trace.flush();
    expect((await run.trace.spans({ sample: "d" }))[0]).toMatchObject({
      name: "invoke_agent told",
      operation: "invoke_agent",
      agent: "critic",
    });
  });

  it("checks what goes in and what comes out", async () => {
    const { run, site } = await open({ critic: critic("all fine") });
    await expect(invokeAgent(run, "critic", "critique", { draft }, site)).rejects.toMatchObject({
      code: "AGENT_OUTPUT",
    });
    await expect(
      // @ts-expect-error a critic is asked about a draft
      invokeAgent(run, "critic", "critique", { drafts: [draft] }, site),
    ).rejects.toMatchObject({ code: "AGENT_CONTRACT" });
    await expect(
      // @ts-expect-error a critic has no such method
      invokeAgent(run, "critic", "label", { draft }, site),
    ).rejects.toMatchObject({ code: "AGENT_CONTRACT" });
  });

  it("calls a stage by the agent that it is, and shows held-out rows to no one but the evaluator", async () => {
    const saw: unknown[] = [];
    const agent = defineAgent({
      name: "looks",
      role: "stage",
      run: (_input, { heldOut }) => {
        saw.push(heldOut);
        return { weight: 2 };
      },
    });
    const { run, site } = await open();
    expect((await invokeStage(run, agent, { draft }, site)).weight).toBe(2);
    expect(saw).toEqual([null]);
  });
});
