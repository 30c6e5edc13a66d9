import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch } from "../../graphs/run/launch.js";
import { openRun } from "../../graphs/commands/open-run.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import type { ChatRequest } from "../../tools/models/contract.js";
import { scriptedModel } from "../../tools/models/providers/scripted-model.js";
import { fillSchema, sentence } from "../../graphs/conformance/fill-schema.js";
import { Random } from "../../base/statistics/random.js";

const task: TaskSpecInput = {
  name: "notes",
  kind: "custom",
  description: "Notes with a title.",
  target: 4,
  review: "none",
  fields: { title: {}, body: {} },
  critique: { criteria: ["format"] },
  steps: [
    {
      id: "outline",
      prompt: "Outline the note.",
      output: "points",
      fields: { points: { type: "list" } },
    },
    { id: "title", prompt: "Write the title.", output: "title", dependsOn: ["outline"] },
    { id: "body", prompt: "Write the body.", output: "body", dependsOn: ["outline", "title"] },
  ],
};

const stepOf = (request: ChatRequest): string =>
  /^generate:([a-z]+):/u.exec(request.origin.step)?.[1] ?? request.origin.step;
const workspaces: string[] = [];
afterAll(() => {
  for (const folder of workspaces) rmSync(folder, { recursive: true, force: true });
});

async function run(spec: TaskSpecInput, broken: (request: ChatRequest) => boolean) {
  const workspace = mkdtempSync(join(tmpdir(), "steps-"));
  workspaces.push(workspace);
  const model = scriptedModel((request) => {
    if (broken(request)) return { text: "no object at all" };
    const value = fillSchema(
      request.format.schema ?? {},
      `${request.origin.orderId} ${request.origin.step}`,
    ) as Record<string, unknown>;
    return {
      object:
        "points" in value ? { points: [sentence(new Random(request.origin.orderId))] } : value,
    };
  });
  const handle = await launch(spec, {
    model,
    workspace,
    logLevel: null,
    cache: false,
    concurrency: 2,
  });
  const { summary } = await handle.result;
  const opened = await openRun(handle.folder);
  try {
    const samples = await opened.samples({ order: "ordinal" });
    return {
      summary,
      samples,
      requests: model.requests,
      spans: await opened.spans({ limit: 2000 }),
      plans: await opened.plans(),
    };
  } finally {
    opened.close();
  }
}

describe("samples in steps", () => {
  it(
    "does one step after the other, each in a span of its own, later ones reading what " +
      "earlier ones wrote",
    async () => {
      const { samples, requests, spans } = await run(task, () => false);
      const accepted = samples.filter(({ status }) => status === "accepted");
      expect(accepted).toHaveLength(4);
      const first = accepted[0]!;
      const asked = requests.filter((request) => request.origin.orderId === first.id);
      expect(asked.map(stepOf)).toEqual(["outline", "title", "body"]);
      const shown = asked[2]!.messages.map((message) => message.content).join("\n");
      expect(shown).toContain(String(first.fields["title"]));
      expect(shown).toContain("points");
      // Notes between steps are no columns of the dataset.
      expect(Object.keys(first.fields).sort()).toEqual(["body", "title"]);
      const own = spans.filter(
        (span) =>
          span.sampleIds.includes(first.id) &&
          span.operation === "invoke_agent" &&
          String(span.attributes["datawright.step"]).startsWith("generate:"),
      );
      expect(
        own.map((span) => String(span.attributes["datawright.step"]).split(":")[1]).sort(),
      ).toEqual(["body", "outline", "title"]);
    },
  );

  it("tries a failed step again, not the sample", async () => {
    const bodies = new Map<string, number>();
    const { samples, requests } = await run(task, (request) => {
      if (stepOf(request) !== "body") return false;
      const { orderId } = request.origin;
      bodies.set(orderId, (bodies.get(orderId) ?? 0) + 1);
      // The first try of every body, and its correction turn.
      return bodies.get(orderId)! <= 2;
    });
    const accepted = samples.filter(({ status }) => status === "accepted");
    expect(accepted).toHaveLength(4);
    for (const { id } of accepted) {
      const asked = requests.filter((request) => request.origin.orderId === id).map(stepOf);
      expect(asked.filter((step) => step === "outline")).toHaveLength(1);
      expect(asked.filter((step) => step === "title")).toHaveLength(1);
      expect(asked.filter((step) => step === "body")).toHaveLength(3);
    }
  });

  it("gives the sample up with the step's name when the step goes on failing", async () => {
    const { samples, summary } = await run(
      { ...task, target: 2, generate: { stepRetries: 2 } },
      (request) => stepOf(request) === "title",
    );
    expect(summary.accepted).toBe(0);
    const refused = samples.filter(({ reasons }) => reasons[0] !== "surplus");
    expect(refused.length).toBeGreaterThan(0);
    for (const { history } of refused) expect(history[0]!.failed).toBe("title");
  });
});
