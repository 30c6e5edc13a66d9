import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { RunnableLambda, RunnableSequence } from "@langchain/core/runnables";
import { Annotation, END, START, StateGraph } from "@langchain/langgraph";
import type { Agent } from "../../agents/contract.js";
import { defineAgent } from "../../agents/define-agent.js";
import { fromRunnable } from "../../agents/from-runnable.js";
import { drawGraph } from "../../graphs/commands/draw-graph.js";
import { openRun } from "../../graphs/commands/open-run.js";
import type { LaunchOptions } from "../../graphs/runtime/run-options.js";
import type { RunResult } from "../../graphs/run/run-session.js";
import type { Sample } from "../../schema/sample.js";
import type { Span } from "../../schema/span.js";
import { temporaryFolder } from "../memory/temporary-folder.js";
import {
  lightAgents,
  lightCurator,
  startTickets,
  ticketAnswer,
  ticketModel,
  ticketSpec,
} from "../helpers/ticket-run.js";

const small = { target: 12, plan: { subtopics: 0, roundSize: 16 }, review: "none" as const };

/** Runs to the end and reads what an agent left in the trace and in the samples. */
async function run(
  options: LaunchOptions,
  agent: string,
): Promise<{ result: RunResult; spans: Span[]; all: Span[]; samples: Sample[] }> {
  const workspace = temporaryFolder();
  const { handle } = await startTickets(workspace, small, {
    ...options,
    agents: { ...lightAgents, ...options.agents },
  });
  const result = await handle.result;
  const opened = await openRun("run", { workspace });
  const all = await opened.spans();
  const samples = await opened.samples();
  opened.close();
  return { result, all, spans: all.filter((span) => span.agent === agent), samples };
}
const verdict = (pass: boolean) => ({
  verdicts: [
    {
      judge: "test",
      criterion: "even",
      pass,
      score: null,
      code: "custom" as const,
      reason: "an odd number of letters",
    },
  ],
});

describe("a critic of one's own", () => {
  it("takes the place of the built-in one in a few lines", async () => {
    const critic = defineAgent({
      name: "even-letters",
      role: "critic",
      run: ({ draft }) => verdict(draft.text.length % 2 === 0),
    });
    const { result, spans, all, samples } = await run({ agents: { critic } }, "critic");
    expect(result.summary).toMatchObject({ stop: "target", accepted: 12 });
    expect(
      samples
        .filter((sample) => sample.status === "accepted")
        .every((sample) => sample.text.length % 2 === 0),
    ).toBe(true);
    expect(samples.some((sample) => sample.reasons.includes("custom"))).toBe(true);
    expect(new Set(spans.map((span) => span.name))).toEqual(new Set(["invoke_agent even-letters"]));
    expect(all.some((span) => span.operation === "chat" && span.agent === "critic")).toBe(false);
  });

  it("may be no more than a prompt", async () => {
    const model = ticketModel({
      answer: (request) =>
        request.format.name === "answer"
          ? verdict(!request.messages[1]!.content.includes("parcel"))
          : ticketAnswer({
              messages: request.messages,
              schema: request.format.schema as Record<string, unknown>,
              seed: request.parameters.seed,
            }),
    });
    const { result, samples, all } = await run(
      {
        model,
        agents: {
          critic: defineAgent({
            name: "no-parcels",
            role: "critic",
            prompt: "Refuse drafts about parcels.",
          }),
        },
      },
      "critic",
    );
    expect(result.summary).toMatchObject({ stop: "target", accepted: 12 });
    expect(
      samples
        .filter((sample) => sample.status === "accepted")
        .some((sample) => sample.text.includes("parcel")),
    ).toBe(false);
    expect(
      model.requests.some((request) =>
        request.messages[0]!.content.includes("Refuse drafts about parcels."),
      ),
    ).toBe(true);
    expect(all.some((span) => span.operation === "chat" && span.agent === "critic")).toBe(true);
  });
});

describe("a labeler of one's own", () => {
  /** How many accepted samples it learnt from, each time, in a run of twelve. */
  async function learntFrom(curator: Agent): Promise<{ counts: number[]; accepted: number }> {
    const counts: number[] = [];
    const labeler = defineAgent({
      name: "counts",
      role: "labeler",
      methods: {
        learn: ({ rows }) => {
          counts.push(rows.filter((row) => row.source === "accepted").length);
          return { state: null, trainedOn: rows.length };
        },
        label: () => ({ labels: [] }),
      },
    });
    const { result } = await run({ agents: { labeler, curator } }, "labeler");
    return { counts, accepted: result.summary.accepted };
  }

  it("does not learn where no draft is labelled with what it learns", async () => {
    expect(await learntFrom(lightCurator)).toEqual({ counts: [], accepted: 12 });
  });

  it("learns from what was accepted before curation took some of it out", async () => {
    const picky = defineAgent({
      name: "picky",
      role: "curator",
      run: async ({ pass }, { memory }) => {
        const decisions = [];
        if (pass === 0)
          for await (const { id } of memory.accepted({ limit: 2 }))
            decisions.push({ id, action: "reject" as const, reason: "custom" });
        return { decisions };
      },
    });
    const { counts, accepted } = await learntFrom(picky);
    expect(counts[0]).toBe(12);
    expect(accepted).toBe(12);
  });
});

describe("a stage of one's own", () => {
  it.each(["generator", "critic", "labeler", "curator"])(
    "runs behind the %s, is drawn there and stands in the trace",
    async (after) => {
      const stage = defineAgent({
        name: "marker",
        role: "stage",
        run: ({ draft }) => ({ fields: { text: `${draft.text} (seen)` }, scores: { seen: 1 } }),
      });
      const stages = [{ after, agent: stage }];
      const { result, spans, samples } = await run({ stages }, "marker");
      expect(result.summary.accepted).toBe(12);
      const accepted = samples.filter((sample) => sample.status === "accepted");
      expect(
        accepted.every((sample) => sample.text.endsWith("(seen)") && sample.scores["seen"] === 1),
      ).toBe(true);
      expect(new Set(spans.flatMap((span) => span.sampleIds)).size).toBeGreaterThanOrEqual(12);
      const mermaid = await drawGraph(ticketSpec(small), { stages });
      const node = /(\S*stage[^\s(]*marker)/u.exec(mermaid)?.[1];
      const before = {
        generator: "generate",
        critic: "critique",
        labeler: "label",
        curator: "curate",
      }[after]!;
      expect(node).toBeDefined();
      expect(
        mermaid
          .split("\n")
          .some((line) =>
            new RegExp(`${before}\\S* (-->|-\\.).* ?${node!.replaceAll("\\", "\\\\")}`, "u").test(
              line,
            ),
          ),
      ).toBe(true);
    },
  );

  it("that refuses behind the curator is made up for", async () => {
    const stage = defineAgent({
      name: "picky",
      role: "stage",
      run: ({ draft }) => (draft.text.length % 3 === 0 ? verdict(false) : {}),
    });
    const { result, samples } = await run(
      { stages: [{ after: "curator", agent: stage }] },
      "picky",
    );
    expect(result.summary).toMatchObject({ stop: "target", accepted: 12 });
    expect(
      samples.filter((sample) =>
        sample.history.some((change) => change.step === "picky" && change.to === "rejected"),
      ).length,
    ).toBeGreaterThan(0);
  });

  it("cannot stand twice, or anywhere", async () => {
    const stage = defineAgent({ name: "marker", role: "stage", run: () => ({}) });
    const start = (stages: LaunchOptions["stages"]) =>
      startTickets(temporaryFolder(), small, { stages: stages! });
    await expect(start([{ after: "reviewer", agent: stage }])).rejects.toMatchObject({
      code: "AGENT_CONTRACT",
      hint: expect.stringContaining("generator") as string,
    });
    await expect(
      start([
        { after: "critic", agent: stage },
        { after: "critic", agent: stage },
      ]),
    ).rejects.toMatchObject({
      code: "AGENT_CONTRACT",
      message: expect.stringContaining("marker") as string,
    });
  });
});

describe("fromRunnable", () => {
  const isEven = (text: string): boolean => text.length % 2 === 0;
  const output = (pass: unknown) => verdict(pass as boolean);
  const State = Annotation.Root({
    text: Annotation<string>,
    letters: Annotation<number>,
    pass: Annotation<boolean>,
  });
  const graph = new StateGraph(State)
    .addNode("count", (state) => ({ letters: state.text.length }))
    .addNode("decide", (state) => ({ pass: state.letters % 2 === 0 }))
    .addEdge(START, "count")
    .addEdge("count", "decide")
    .addEdge("decide", END)
    .compile();
  const text = ({ draft }: { draft: { text: string } }): string => draft.text;

  it.each<[string, Agent, string[]]>([
    [
      "a function",
      fromRunnable({
        name: "even",
        role: "critic",
        runnable: isEven as never,
        input: text,
        output: output as never,
      }),
      [],
    ],
    [
      "a Runnable",
      fromRunnable({
        name: "even",
        role: "critic",
        runnable: RunnableLambda.from(isEven).withConfig({ runName: "letters" }),
        input: text,
        output: output as never,
      }),
      [],
    ],
    [
      "a sequence",
      fromRunnable({
        name: "even",
        role: "critic",
        runnable: RunnableSequence.from([
          RunnableLambda.from((value: string) => value.length).withConfig({ runName: "length" }),
          RunnableLambda.from((length: number) => length % 2 === 0).withConfig({
            runName: "parity",
          }),
        ]),
        input: text,
        output: output as never,
      }),
      ["length", "parity"],
    ],
    [
      "a compiled graph",
      fromRunnable({
        name: "even",
        role: "critic",
        runnable: graph,
        input: (input) => ({ text: text(input) }),
        output: ((state: typeof State.State) => verdict(state.pass)) as never,
      }),
      ["count", "decide"],
    ],
  ])(
    "makes an agent of %s, with its inner steps below it in the trace",
    async (_name, critic, inner) => {
      const { result, all, samples } = await run({ agents: { critic } }, "critic");
      expect(result.summary).toMatchObject({ stop: "target", accepted: 12 });
      expect(
        samples
          .filter((sample) => sample.status === "accepted")
          .every((sample) => isEven(sample.text)),
      ).toBe(true);
      const byId = new Map(all.map((span) => [span.id, span]));
      for (const name of inner) {
        const step = all.find((span) => span.name === name)!;
        let above: Span | undefined = step;
        while (above && above.operation !== "invoke_agent")
          above = above.parentId === null ? undefined : byId.get(above.parentId);
        expect(above?.name).toBe("invoke_agent even");
        expect(step.sampleIds).toEqual(above!.sampleIds);
      }
    },
  );
});

describe("an agent module", () => {
  const start = (path: string) =>
    startTickets(temporaryFolder(), small, { agentModules: [path], agents: {} });
  const write = (name: string, source: string): string => {
    const path = join(temporaryFolder(), name);
    writeFileSync(path, source);
    return path;
  };

  it.each([
    [
      "is missing",
      () => join(temporaryFolder(), "nowhere.mjs"),
      "AGENT_NOT_FOUND",
      /does not exist/u,
    ],
    [
      "does not load",
      () => write("broken.mjs", "export default {"),
      "AGENT_NOT_FOUND",
      /does not load/u,
    ],
    [
      "exports nothing",
      () => write("empty.mjs", "export const critic = 1;"),
      "AGENT_CONTRACT",
      /no default export/u,
    ],
    [
      "exports something else",
      () => write("number.mjs", "export default 7;"),
      "AGENT_CONTRACT",
      /number, not an agent/u,
    ],
    [
      "exports a role that there is none of",
      () => write("role.mjs", "export default { name: 'x', role: 'poet', methods: {} };"),
      "AGENT_CONTRACT",
      /no role "poet"/u,
    ],
    [
      "exports a critic that cannot criticise",
      () => write("method.mjs", "export default { name: 'x', role: 'critic', methods: {} };"),
      "AGENT_CONTRACT",
      /no method "critique"/u,
    ],
  ])("that %s is refused before any model call", async (_name, path, code, message) => {
    await expect(start(path())).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
  });

  it("plays its role", async () => {
    const path = write(
      "good.mjs",
      `
      const any = { safeParse: (data) => ({ success: true, data }) };
      export default { agents: {}, stages: [{ after: "critic", agent: { name: "from-file", role: "stage", methods: { process: { input: any, output: any, run: () => ({ scores: { file: 1 }, verdicts: [] }) } } } }] };`,
    );
    const { result, samples } = await run({ agentModules: [path] }, "from-file");
    expect(result.summary.accepted).toBe(12);
    expect(
      samples
        .filter((sample) => sample.status === "accepted")
        .every((sample) => sample.scores["file"] === 1),
    ).toBe(true);
  });
});

describe("an agent that fails", () => {
  const fail = (): never => {
    throw new Error("it: broke");
  };

  it("as stage behind the curator has the samples refused that it fails on", async () => {
    const agent = defineAgent({
      name: "bad",
      role: "stage",
      run: ({ draft }) => (parseInt(draft.id.slice(0, 4), 16) % 3 === 0 ? fail() : {}),
    });
    const { result, samples } = await run({ stages: [{ after: "curator", agent }] }, "bad");
    expect(result.summary).toMatchObject({ stop: "target", accepted: 12 });
    const refused = samples.flatMap(({ history }) => history.filter(({ step }) => step === "bad"));
    expect(refused).not.toEqual([]);
    for (const change of refused)
      expect(change).toMatchObject({
        reason: "agent-failed",
        note: expect.stringContaining("failed: it: broke") as string,
      });
  });

  it.each(["generator", "critic", "labeler", "curator"])(
    "on every draft, as stage behind the %s, ends the run",
    async (after) => {
      const agent = defineAgent({ name: "bad", role: "stage", run: fail });
      await expect(run({ stages: [{ after, agent }] }, "bad")).rejects.toMatchObject({
        code: "AGENT_FAILED",
        message: expect.stringContaining('agent "bad" (stage.process) failed: it: broke') as string,
      });
    },
  );

  it.each(["planner", "labeler", "curator", "evaluator"])(
    "as %s ends the run with a coded error that names it, and the run can go on without it",
    async (role) => {
      const names = {
        planner: ["plan", "order"],
        labeler: ["learn", "label"],
        curator: ["curate"],
        evaluator: ["evaluate"],
      }[role]!;
      const agent = defineAgent({
        name: "bad",
        role: role as "planner",
        methods: Object.fromEntries(names.map((name) => [name, fail])) as never,
      });
      // Enough rounds for one that is labelled with what the labeler learned.
      const rounds = { ...small, target: 24, plan: { subtopics: 0, roundSize: 8 } };
      const { handle } = await startTickets(temporaryFolder(), rounds, {
        agents: { ...lightAgents, [role]: agent },
      });
      await expect(handle.result).rejects.toMatchObject({
        code: "AGENT_FAILED",
        message: expect.stringContaining(`agent "bad" (${role}.`) as string,
      });
    },
  );
});
