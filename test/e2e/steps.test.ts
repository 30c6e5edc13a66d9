import { launch } from "../../graphs/run/launch.js";
import { openRun } from "../../graphs/commands/open-run.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import type { ChatRequest } from "../../tools/models/contract.js";
import { scriptedModel } from "../../tools/models/providers/scripted-model.js";
import { fillSchema, sentence } from "../../graphs/conformance/fill-schema.js";
import { Random } from "../../base/statistics/random.js";
import { temporaryFolder } from "../memory/temporary-folder.js";

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

async function run(spec: TaskSpecInput, broken: (request: ChatRequest) => boolean) {
  const workspace = temporaryFolder();
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
  it("does one step after the other, each in its span, reading what earlier ones wrote", async () => {
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
  });
});
