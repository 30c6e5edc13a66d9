import { fileURLToPath } from "node:url";
import { estimateRun } from "../../graphs/commands/estimate-run.js";
import { launch } from "../../graphs/run/launch.js";
import { openRun } from "../../graphs/commands/open-run.js";
import { lightAgents } from "../helpers/ticket-run.js";
import { temporaryFolder } from "../memory/temporary-folder.js";

const SPEC = fileURLToPath(new URL("../../examples/multi-hop/task.yaml", import.meta.url));

describe("examples/multi-hop: questions over linked documents, decomposed", () => {
  it("shows its sub-tasks in the plan, each with what it reads and writes", async () => {
    const { plan } = await estimateRun(SPEC, {
      workspace: temporaryFolder(),
      logLevel: null,
      target: 4,
    });
    expect(
      plan.subTasks.map(({ id, strategy, inputs, output, dependsOn }) => ({
        id,
        strategy,
        inputs,
        output,
        dependsOn,
      })),
    ).toEqual([
      { id: "facts", strategy: "linked-facts", inputs: [], output: ["facts"], dependsOn: [] },
      { id: "passages", strategy: "passage", inputs: [], output: ["context"], dependsOn: [] },
      {
        id: "questions",
        strategy: "composed-question",
        inputs: ["facts"],
        output: ["singleQuestions", "question"],
        dependsOn: ["facts"],
      },
      {
        id: "answer",
        strategy: "chain-end",
        inputs: ["facts"],
        output: ["answer"],
        dependsOn: ["questions"],
      },
      {
        id: "check",
        strategy: "verify",
        inputs: ["context", "question", "answer"],
        output: ["answeredAgain"],
        dependsOn: ["answer", "passages"],
      },
    ]);
  });

  it("runs them, visible down to their questions, and keeps what the check found right", async () => {
    const workspace = temporaryFolder();
    const handle = await launch(SPEC, {
      workspace,
      logLevel: null,
      cache: false,
      agents: lightAgents,
      target: 4,
    });
    await handle.result;
    const run = await openRun(handle.folder, { workspace });
    try {
      const accepted = await run.samples({ status: "accepted" });
      expect(accepted.length).toBeGreaterThan(0);
      for (const { fields, scores } of accepted) {
        // what is in between is no field of the sample
        expect(Object.keys(fields).sort()).toEqual(["answer", "context", "question"]);
        expect(String(fields["context"])).toContain(String(fields["answer"]));
        expect(scores).toMatchObject({ hops: 2, verified: expect.any(Number) });
      }
      const sample = accepted[0]!.id;
      const spans = (await run.spans({ limit: 100_000 })).filter(
        (span) =>
          span.sampleIds.includes(sample) || span.attributes["datawright.part"] !== undefined,
      );
      const steps = new Set(
        spans
          .filter((span) => span.sampleIds.includes(sample))
          .map((span) => String(span.attributes["datawright.step"] ?? "").split(":")[1]),
      );
      expect([...steps]).toEqual(
        expect.arrayContaining(["facts", "passages", "questions", "answer", "check"]),
      );
      expect(spans.map((span) => span.attributes["datawright.part"])).toEqual(
        expect.arrayContaining(["fact-1", "fact-2", "hop-1", "hop-2", "compose", "again"]),
      );
      const rejected = await run.samples({ status: "rejected" });
      for (const { reasons } of rejected) expect(reasons.length).toBeGreaterThan(0);
    } finally {
      run.close();
    }
  });
});
