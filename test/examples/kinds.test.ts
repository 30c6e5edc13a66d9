import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { launch } from "../../graphs/run/launch.js";
import { openRun } from "../../graphs/commands/open-run.js";
import { KINDS } from "../../schema/kind.js";
import type { Message, SpanValue, Triple } from "../../schema/field.js";
import type { Sample } from "../../schema/sample.js";
import { readTaskSpec } from "../../tools/task-file/read-task.js";
import { lightAgents } from "../helpers/ticket-run.js";
import { temporaryFolder } from "../memory/temporary-folder.js";

const FOLDER = fileURLToPath(new URL("../../examples/kinds/", import.meta.url));
const specOf = (name: string): string => `${FOLDER}${name}/task.yaml`;

/**
 * Runs an example as it stands, with the embedded model, to a small target; only what trains
 * classifiers at the end is left out.
 */
async function run(
  name: string,
  target = 4,
): Promise<{ accepted: Sample[]; steps: Set<string>; target: number }> {
  const workspace = temporaryFolder();
  const handle = await launch(specOf(name), {
    workspace,
    logLevel: null,
    cache: false,
    agents: lightAgents,
    target,
  });
  await handle.result;
  const opened = await openRun(handle.folder, { workspace });
  try {
    const steps = new Set(
      (await opened.spans({ limit: 100_000 })).map((span) =>
        String(span.attributes["datawright.step"] ?? "")
          .split(":")
          .slice(0, 2)
          .join(":"),
      ),
    );
    return { accepted: await opened.samples({ status: "accepted" }), steps, target };
  } finally {
    opened.close();
  }
}
const field = <T>(sample: Sample, name: string): T => sample.fields[name] as T;

describe("examples/kinds", () => {
  it("has an example for every kind", async () => {
    const names = readdirSync(FOLDER);
    expect(names).toEqual(expect.arrayContaining([...KINDS]));
    for (const name of names) {
      const { spec } = await readTaskSpec(specOf(name));
      expect(spec.kind).toBe(name === "multi-label" ? "classification" : name);
      expect(spec.models).toEqual({}); // runs as it is, with the model that is built in
    }
  });

  it("classification: one label each, also for texts that belong to none", async () => {
    const { accepted, target } = await run("classification", 8);
    expect(accepted).toHaveLength(target);
    expect(new Set(accepted.map((sample) => sample.label.current))).toEqual(
      new Set(["opening-hours", "loans", "rooms", "other"]),
    );
  });

  it("multi-label: sets of labels", async () => {
    const { accepted } = await run("multi-label");
    expect(accepted.length).toBeGreaterThan(1);
    for (const sample of accepted) expect(Array.isArray(sample.label.current)).toBe(true);
  });

  it("pair-classification: two texts that differ", async () => {
    const { accepted } = await run("pair-classification");
    expect(accepted.length).toBeGreaterThan(1);
    for (const sample of accepted) expect(sample.fields["text1"]).not.toBe(sample.fields["text2"]);
  });

  it("relation: entities first, then the sentence that holds both", async () => {
    const { accepted, steps, target } = await run("relation");
    expect(accepted).toHaveLength(target);
    for (const sample of accepted)
      for (const side of ["head", "tail"])
        expect(sample.text).toContain(field<string>(sample, side));
    expect([...steps]).toEqual(expect.arrayContaining(["generate:structure", "generate:text"]));
  });

  it("extraction: mentions at their characters, and relations between them", async () => {
    const { accepted, target } = await run("extraction");
    expect(accepted).toHaveLength(target);
    for (const sample of accepted) {
      for (const span of field<SpanValue[]>(sample, "spans"))
        expect(sample.text.slice(span.start, span.end)).toBe(span.text);
      for (const triple of field<Triple[]>(sample, "triples"))
        expect([sample.text.includes(triple.subject), sample.text.includes(triple.object)]).toEqual(
          [true, true],
        );
    }
  });

  it("question-answering: answers that are a piece of their passage, with where they stand", async () => {
    const { accepted, target } = await run("question-answering");
    expect(accepted).toHaveLength(target);
    for (const sample of accepted) {
      const span = field<SpanValue>(sample, "span");
      expect(field<string>(sample, "context").slice(span.start, span.end)).toBe(
        field<string>(sample, "answer"),
      );
    }
  });

  it("instruction: its instance in the order that fits it", async () => {
    const { accepted, target } = await run("instruction");
    expect(accepted).toHaveLength(target);
    for (const sample of accepted) expect([0, 1]).toContain(sample.scores["classification"]);
  });

  it("dialogue: turns of two sides", async () => {
    const { accepted, target } = await run("dialogue");
    expect(accepted).toHaveLength(target);
    for (const sample of accepted) {
      const roles = field<Message[]>(sample, "messages").map((message) => message.role);
      expect(roles).toEqual(roles.map((_, at) => (at % 2 === 0 ? "user" : "assistant")));
      expect(roles.length).toBeGreaterThanOrEqual(4);
    }
  });

  it("reasoning: question, rationale, answer", async () => {
    const { accepted, target } = await run("reasoning");
    expect(accepted).toHaveLength(target);
    for (const sample of accepted) expect(field<string>(sample, "answer")).toMatch(/^\d+$/u);
  });

  it("tool-use: calls that were run, with what they gave", async () => {
    const { accepted, target } = await run("tool-use", 8);
    expect(accepted).toHaveLength(target);
    const miles: Record<string, number> = {
      Oldmere: 0,
      Saltby: 12,
      Dovrin: 30,
      Highford: 44,
      Lowick: 61,
      Ashby: 75,
    };
    const messages = accepted.map((sample) => field<Message[]>(sample, "messages"));
    for (const turns of messages) expect(turns.at(-1)).toMatchObject({ role: "assistant" });
    const calls = messages.flatMap((turns) =>
      turns.flatMap((turn, at) =>
        (turn.toolCalls ?? []).map((call) => ({
          ...call,
          result: JSON.parse(turns[at + 1]!.content) as Record<string, number>,
        })),
      ),
    );
    const ferries = calls.filter((call) => call.name === "ferry_minutes");
    expect(ferries.length).toBeGreaterThan(0);
    for (const {
      arguments: { from, to },
      result,
    } of ferries)
      expect(result["minutes"]).toBe(
        Math.round(Math.abs(miles[String(from)]! - miles[String(to)]!) * 1.5),
      );
  });

  it("preference: the better answer rated above the worse, with the lengths of both", async () => {
    const { accepted } = await run("preference");
    expect(accepted.length).toBeGreaterThan(1);
    for (const { scores, fields } of accepted) {
      expect(scores["chosenRating"]).toBeGreaterThan(scores["rejectedRating"]!);
      expect([scores["chosenCharacters"], scores["rejectedCharacters"]]).toEqual([
        String(fields["chosen"]).length,
        String(fields["rejected"]).length,
      ]);
    }
  });

  it("rewriting: one rewrite for each given text", async () => {
    const { accepted } = await run("rewriting");
    expect(accepted.length).toBeGreaterThan(1);
    expect(new Set(accepted.map((sample) => sample.fields["source"])).size).toBe(accepted.length);
  });

  it("annotation: explained, then labelled", async () => {
    const { accepted, target } = await run("annotation");
    expect(accepted).toHaveLength(target);
    const { spec } = await readTaskSpec(specOf("annotation"));
    const given = readFileSync(
      `${FOLDER}annotation/${(spec.inputs as { path: string }).path}`,
      "utf8",
    );
    for (const sample of accepted) expect(given).toContain(JSON.stringify(sample.text));
    for (const sample of accepted)
      expect(sample.label).toMatchObject({
        source: "model",
        current: expect.stringMatching(/^(?:repair|payment|neighbours)$/u),
      });
  });

  it("custom: fields of the task's own, down to a JSON Schema", async () => {
    const { accepted } = await run("custom");
    expect(accepted.length).toBeGreaterThan(1);
    for (const sample of accepted) {
      expect(field<{ servings: number }>(sample, "facts").servings).toBeGreaterThan(0);
      expect(Array.isArray(sample.fields["ingredients"])).toBe(true);
    }
  });
});
