import { DatawrightError } from "../../../base/errors.js";
import { defineAgent } from "../../../agents/define-agent.js";
import type { RoleInput, RoleReturn } from "../../../agents/roles.js";
import { generateStep } from "../../../graphs/chunk/generate-step.js";
import { needsRevision, reviseStep } from "../../../graphs/chunk/revise-step.js";
import { saveChunk } from "../../../graphs/chunk/save-chunk.js";
import { addVerdicts, type ChunkItem } from "../../../graphs/chunk/chunk-item.js";
import type { ErrorCode } from "../../../base/error-codes.js";
import { madeItems } from "../../helpers/chunk-items.js";
import {
  begun,
  madePlan,
  madeVerdict,
  memoryRun,
  type MemoryRun,
  type MemoryRunOptions,
} from "../../helpers/memory-run.js";

type Write = RoleInput<"generator", "generate">;

/** A run whose generator writes as told; every call is kept. */
async function open(
  write: (input: Write) => RoleReturn<"generator", "generate">,
  options: MemoryRunOptions = {},
): Promise<{ run: MemoryRun; calls: Write[] }> {
  const calls: Write[] = [];
  const generator = defineAgent({
    name: "told",
    role: "generator",
    run: (input) => {
      calls.push(input);
      return write(input);
    },
  });
  const run = await memoryRun({ ...options, agents: { generator } });
  await begun(run);
  return { run, calls };
}
const fails = (code: ErrorCode, details?: Readonly<Record<string, unknown>>): never => {
  throw new DatawrightError({ code, message: `it failed: ${code}`, details });
};
const twoSteps = madePlan(
  { id: "facts", output: ["facts"] },
  { id: "text", inputs: ["facts"], output: ["text"], dependsOn: ["facts"] },
);
async function generated(run: MemoryRun, items: readonly ChunkItem[]): Promise<void> {
  await generateStep(run, await run.rounds.visible(-1), items);
}

describe("the generate node", () => {
  it("runs the sub-tasks in order of dependence and keeps what is no field apart", async () => {
    const { run, calls } = await open(({ subTask, values }) => ({
      fields:
        subTask.id === "facts" ? { facts: "late" } : { text: `so ${String(values["facts"])}` },
      scores: { [subTask.id]: 1 },
      parents: ["row", subTask.id],
    }));
    const [item] = madeItems(run, 1, { plan: twoSteps });
    await generated(run, [item!]);
    expect(calls.map(({ subTask }) => subTask.id)).toEqual(["facts", "text"]);
    expect(item).toMatchObject({
      fields: { text: "so late" },
      intermediate: { facts: "late" },
      scores: { facts: 1, text: 1 },
      parents: ["row", "facts", "text"],
    });
  });

  it.each([
    ["MODEL_OUTPUT", "unparsed"],
    ["MODEL_REFUSED", "refused"],
    ["MODEL_EMPTY", "empty"],
    ["MODEL_TRUNCATED", "truncated"],
    ["AGENT_FAILED", "agent-failed"],
    ["MODEL_CONTENT_FILTER", "content-filter"],
    ["MODEL_CONTEXT_LENGTH", "context-length"],
    ["MODEL_TIMEOUT", "provider-error"],
    ["MODEL_BAD_REQUEST", "provider-error"],
  ] as const)(
    "makes of %s a draft that is refused as %s, and goes on with the others",
    async (code, reason) => {
      const { run } = await open(({ order }) =>
        order.ordinal === 1
          ? fails(code, reason === "provider-error" ? { othersAnswered: true } : {})
          : { fields: { text: `text ${order.ordinal}` } },
      );
      const items = madeItems(run, 3);
      await generated(run, items);
      await saveChunk(run, items);
      const samples = await run.samples.samples({ order: "ordinal" });
      expect(samples.map(({ text, reasons }) => [text, reasons])).toEqual([
        ["text 0", []],
        ["", [reason]],
        ["text 2", []],
      ]);
      expect(samples[1]!.history).toEqual([
        {
          step: "draft",
          from: "planned",
          to: "drafted",
          reason,
          note: `it failed: ${code}`,
          // No new plan of the sub-task mends an agent.
          failed: reason === "agent-failed" ? undefined : "sample",
        },
      ]);
      // Only what may be accepted is compared.
      const vectors = await run.samples.vectors(samples.map(({ id }) => id));
      expect([...vectors.keys()]).toEqual(["r0-0", "r0-2"]);
    },
  );

  it("names the sub-task that failed, and first that it was one, where there are several", async () => {
    const { run } = await open(({ subTask }) =>
      subTask.id === "text"
        ? fails("DRAFT_FAILED", { reason: "no-agreement", final: true })
        : { fields: { facts: "late" } },
    );
    const items = madeItems(run, 1, { plan: twoSteps });
    await generated(run, items);
    await saveChunk(run, items);
    const [sample] = await run.samples.samples();
    expect(sample!.reasons).toEqual(["sub-task-failed", "no-agreement"]);
    expect(sample!.history[0]).toMatchObject({ reason: "no-agreement", failed: "text" });
  });

  it.each([
    [0, "MODEL_OUTPUT", {}, 1],
    [2, "MODEL_OUTPUT", {}, 3],
    [2, "DRAFT_FAILED", { final: true }, 1],
    [2, "MODEL_TIMEOUT", { othersAnswered: true }, 1],
  ] as const)(
    "with %d retries asks a step of several again, alone, after %s %j: %d times",
    async (stepRetries, code, details, tries) => {
      const { run, calls } = await open(
        ({ subTask }) =>
          subTask.id === "text" ? fails(code, details) : { fields: { facts: "late" } },
        { spec: { generate: { stepRetries } } },
      );
      await generated(run, madeItems(run, 1, { plan: twoSteps }));
      const steps = calls.map(({ subTask, attempt }) => `${subTask.id} ${attempt}`);
      expect(steps).toEqual([
        "facts 0",
        ...Array.from({ length: tries }, (_, attempt) => `text ${attempt}`),
      ]);
    },
  );

  it("leaves a sample of one step to the planner, who orders another", async () => {
    const { run, calls } = await open(() => fails("MODEL_OUTPUT"), {
      spec: { generate: { stepRetries: 3 } },
    });
    await generated(run, madeItems(run, 1));
    expect(calls).toHaveLength(1);
  });

  it("ends the chunk on an error that concerns the whole run", async () => {
    const { run } = await open(() => fails("MODEL_AUTH"));
    await expect(generated(run, madeItems(run, 2))).rejects.toMatchObject({ code: "MODEL_AUTH" });
  });

  it("starts no call for a round that was cancelled: its drafts are surplus", async () => {
    const { run, calls } = await open(() => ({ fields: { text: "text" } }));
    const items = [...madeItems(run, 2, { round: 3, id: "late" }), ...madeItems(run, 1)];
    run.cancelled.add(3);
    await generated(run, items);
    expect(calls.map(({ order }) => order.round)).toEqual([0]);
    expect(items.map(({ failure }) => failure?.reason)).toEqual(["surplus", "surplus", undefined]);
  });

  it.each(["MODEL_RATE_LIMIT", "MODEL_SERVER", "MODEL_CONNECTION", "MODEL_QUOTA"] as const)(
    "never takes the provider's %s for a failed draft",
    async (code) => {
      const { run } = await open(() => fails(code));
      await expect(generated(run, madeItems(run, 2))).rejects.toMatchObject({ code });
    },
  );

  it("keeps orders that the budget left without a text or a verdict for a larger one", async () => {
    const { run } = await open(({ order, subTask }) => {
      if (order.ordinal === 0) return fails("BUDGET_EXHAUSTED");
      return { fields: { [subTask.output[0]!]: `text ${order.ordinal}` } };
    });
    const items = madeItems(run, 3);
    await generated(run, items);
    // The budget is used up before the second is judged.
    items[1]!.unfinished = items[0]!.unfinished;
    await saveChunk(run, items);
    const samples = await run.samples.samples({ order: "ordinal" });
    expect(samples.map(({ id, reasons }) => [id, reasons])).toEqual([["r0-2", []]]);
  });
});

describe("the revise node", () => {
  const refuse = (item: ChunkItem): void =>
    addVerdicts(item, [
      madeVerdict(item.order.id, { criterion: "label", reason: "it is a refund" }),
    ]);

  it("hands a refused draft back with its reasons and what was written, the others not", async () => {
    const { run, calls } = await open(({ revision }) => ({
      fields: { text: `version ${revision}` },
    }));
    const items = madeItems(run, 2);
    const visible = await run.rounds.visible(-1);
    await generateStep(run, visible, items);
    refuse(items[1]!);
    await reviseStep(run, visible, items);
    expect(calls).toHaveLength(3);
    expect(calls[2]).toMatchObject({
      revision: 1,
      feedback: [{ criterion: "label", reason: "it is a refund" }],
      previous: { text: "version 0" },
    });
    expect(items.map(({ revision, fields }) => [revision, fields["text"]])).toEqual([
      [0, "version 0"],
      [1, "version 1"],
    ]);
    // The verdict was on the version before.
    expect(needsRevision(run, items[1]!)).toBe(false);
  });

  it.each([0, 1, 3])("goes back at most critique.maxRevisions times: %d", async (maxRevisions) => {
    const { run, calls } = await open(() => ({ fields: { text: "the same" } }), {
      spec: { critique: { maxRevisions } },
    });
    const items = madeItems(run, 1);
    const visible = await run.rounds.visible(-1);
    await generateStep(run, visible, items);
    refuse(items[0]!);
    while (needsRevision(run, items[0]!)) {
      await reviseStep(run, visible, items);
      refuse(items[0]!);
    }
    expect(calls).toHaveLength(1 + maxRevisions);
  });
});
