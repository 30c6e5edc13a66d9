import type { AgentContext } from "../../../agents/contract.js";
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

  describe("of a curator that hands decisions on", () => {
    const accept = (id: string) => ({ id, action: "accept" as const, reason: "accepted" });
    const openWith = (run: (context: AgentContext) => Promise<unknown>) =>
      open({
        curator: defineAgent({
          name: "hands on",
          role: "curator",
          run: async (_input, context) => {
            await run(context);
            return { decisions: [accept("last")] };
          },
        }),
      });

    it("keeps them as they come, or puts them before what is returned", async () => {
      const { run, site } = await openWith(async ({ decide }) => {
        await decide([accept("a"), accept("b")]);
        void decide([accept("c")]); // nobody waits for it
      });
      const kept: string[] = [];
      const output = await invokeAgent(
        run,
        "curator",
        "curate",
        { pass: 0 },
        {
          ...site,
          keepDecisions: (some) => void kept.push(...some.map(({ id }) => id)),
        },
      );
      expect([kept, output.decisions.map(({ id }) => id)]).toEqual([["a", "b", "c"], ["last"]]);
      const { decisions } = await invokeAgent(run, "curator", "curate", { pass: 0 }, site);
      expect(decisions.map(({ id }) => id)).toEqual(["a", "b", "c", "last"]);
    });

    it("names the decision that does not fit, though the curator catches the error", async () => {
      const { run, site } = await openWith(async ({ decide }) => {
        const many = Array.from({ length: 300 }, (_, at) => accept(`s${at}`));
        await decide([...many, { ...accept("x"), action: "drop" as "accept" }]).catch(() => {});
      });
      await expect(invokeAgent(run, "curator", "curate", { pass: 0 }, site)).rejects.toMatchObject({
        code: "AGENT_OUTPUT",
        message: expect.stringMatching(
          /^agent "hands on" \(curator\.curate\) handed on decisions that do not fit: 300\.action: /u,
        ) as string,
      });
      expect(run.happened).toContainEqual(
        expect.objectContaining({ type: "agent-failed", code: "AGENT_OUTPUT" }),
      );
    });

    it("takes none behind its end, and none from another role", async () => {
      let late: AgentContext["decide"] = () => Promise.resolve();
      const { run, site } = await openWith(async ({ decide }) => {
        late = decide;
      });
      await invokeAgent(run, "curator", "curate", { pass: 0 }, site);
      await expect(late([accept("a")])).rejects.toMatchObject({
        code: "AGENT_CONTRACT",
        hint: expect.stringContaining("await") as string,
      });
      const agent = defineAgent({
        name: "meddles",
        role: "stage",
        run: async (_input, { decide }) => {
          await decide([accept("a")]);
          return {};
        },
      });
      await expect(invokeStage(run, agent, { draft }, site)).rejects.toMatchObject({
        code: "AGENT_CONTRACT",
        message: expect.stringContaining("meddles") as string,
      });
    });
  });
});
