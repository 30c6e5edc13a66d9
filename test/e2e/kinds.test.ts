import { launch } from "../../graphs/run/launch.js";
import { openRun } from "../../graphs/commands/open-run.js";
import type { Sample } from "../../schema/sample.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { lightAgents } from "../helpers/ticket-run.js";
import { temporaryFolder } from "../memory/temporary-folder.js";

const PEOPLE = ["Anna", "Boris", "Chen", "Dana", "Emil", "Farid", "Greta", "Hugo"];
const TOWNS = ["Porto", "Bergen", "Quito", "Lviv", "Accra", "Perth", "Turin", "Lagos"];
const THINGS = [
  "violin",
  "bicycle",
  "kettle",
  "ladder",
  "mirror",
  "basket",
  "telescope",
  "suitcase",
];
const TIMES = [
  "last spring",
  "after the wedding",
  "on a rainy evening",
  "long before the war",
  "during the holidays",
];
const PLACES = [
  "near the old harbour",
  "behind the town hall",
  "in a narrow street",
  "beside the river",
  "at the weekly market",
];

/**
 * Rows put together from words that go on at different speeds, so that few rows share more than a
 * sentence's frame.
 */
const rows = (
  make: (
    words: { person: string; town: string; thing: string; time: string; place: string },
    at: number,
  ) => Record<string, unknown>,
  count = 30,
): Record<string, unknown>[] =>
  Array.from({ length: count }, (_, at) =>
    make(
      {
        person: PEOPLE[at % 8]!,
        town: TOWNS[(at * 3 + 1) % 8]!,
        thing: THINGS[(at * 5 + 2) % 8]!,
        time: TIMES[(at * 2) % 5]!,
        place: PLACES[(at * 3) % 5]!,
      },
      at,
    ),
  );

/**
 * A few samples of a task with the embedded model. The rows are alike by their making, so the rules
 * on copies are loose.
 */
async function samplesOf(
  spec: Record<string, unknown>,
): Promise<{ accepted: Sample[]; agents: string[] }> {
  const workspace = temporaryFolder();
  const task = {
    name: "kinds",
    description: "Short texts about people, towns and things.",
    target: 6,
    seed: 3,
    plan: { roundSize: 24, subtopics: 0 },
    ...spec,
    critique: {
      rougeL: 0.95,
      vectorDistance: 0.002,
      copyWords: 14,
      criteria: ["format", "coherent", "grounded", "no-copy", "novel"],
    },
  };
  const handle = await launch(task as unknown as TaskSpecInput, {
    workspace,
    logLevel: null,
    cache: false,
    agents: lightAgents,
  });
  await handle.result;
  const run = await openRun(handle.folder, { workspace });
  try {
    return {
      accepted: await run.samples({ status: "accepted" }),
      agents: (await run.spans({ limit: 100_000 })).map((span) =>
        String(span.attributes["datawright.step"] ?? ""),
      ),
    };
  } finally {
    run.close();
  }
}

describe("every kind of task runs from its rows to accepted samples with the embedded model", () => {
  it("pairs of texts", async () => {
    const { accepted } = await samplesOf({
      kind: "pair-classification",
      labels: ["entailment", "contradiction"],
      support: {
        rows: rows(({ person, thing, time, place }, at) => ({
          text1: `${person} found a ${thing} ${place} ${time} and kept it.`,
          ...(at % 2 === 0
            ? { text2: `Somebody found a ${thing}.`, label: "entailment" }
            : { text2: `Nobody ever saw a ${thing} there.`, label: "contradiction" }),
        })),
      },
    });
    expect(accepted).toHaveLength(6);
    for (const { fields } of accepted)
      expect([typeof fields["text1"], typeof fields["text2"]]).toEqual(["string", "string"]);
  });

  it("mentions and relations, at their characters", async () => {
    const { accepted } = await samplesOf({
      kind: "extraction",
      support: {
        rows: rows(({ person, town, time, place }) => {
          const text = `${person} came to ${town} ${time} and lived ${place}.`;
          const span = (value: string, label: string): Record<string, unknown> => ({
            text: value,
            start: text.indexOf(value),
            end: text.indexOf(value) + value.length,
            label,
          });
          return {
            text,
            triples: [{ subject: person, relation: "lived-in", object: town }],
            spans: [span(person, "person"), span(town, "town")],
          };
        }),
      },
    });
    expect(accepted).toHaveLength(6);
    for (const { fields } of accepted) {
      const { text, spans, triples } = fields as {
        text: string;
        spans: { text: string; start: number; end: number }[];
        triples: { subject: string; object: string }[];
      };
      expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual(
        spans.map((span) => span.text),
      );
      expect(
        triples.every(({ subject, object }) => text.includes(subject) && text.includes(object)),
      ).toBe(true);
    }
  });

  it("questions whose answer stands in their passage", async () => {
    const { accepted } = await samplesOf({
      kind: "question-answering",
      support: {
        rows: rows(({ person, town, thing, time, place }) => {
          const context = `${person} moved to ${town} ${time} and bought a ${thing} ${place}.`;
          return {
            context,
            question: `In which town did ${person} buy the ${thing} ${place}?`,
            answer: town,
            span: {
              text: town,
              start: context.indexOf(town),
              end: context.indexOf(town) + town.length,
            },
          };
        }),
      },
    });
    expect(accepted.length).toBeGreaterThan(0);
    for (const { fields } of accepted)
      expect(String(fields["context"])).toContain(String(fields["answer"]));
  });

  it("conversations", async () => {
    const { accepted } = await samplesOf({
      kind: "dialogue",
      support: {
        rows: rows(({ person, town, thing, place }) => ({
          messages: [
            {
              role: "user",
              content: `Hello, this is ${person}. Can you repair my ${thing} from ${town}?`,
            },
            { role: "assistant", content: `Of course, bring the ${thing} to our shop ${place}.` },
          ],
        })),
      },
    });
    expect(accepted.length).toBeGreaterThan(0);
    for (const { fields } of accepted)
      expect((fields["messages"] as { role: string }[]).map((message) => message.role)).toEqual([
        "user",
        "assistant",
      ]);
  });

  it("instructions written in steps, the answer after the instruction", async () => {
    const { accepted, agents } = await samplesOf({
      kind: "instruction",
      support: {
        rows: rows(({ person, town, thing, time, place }) => ({
          instruction: `Write a note to ${person} about the ${thing} that was lost in ${town} ${time}.`,
          output: `Dear ${person}, the ${thing} was seen ${place} in ${town}.`,
        })),
      },
      steps: [
        { id: "ask", prompt: "Write the instruction.", output: "instruction" },
        { id: "reply", prompt: "Answer it.", output: "output", dependsOn: ["ask"] },
      ],
    });
    expect(accepted.length).toBeGreaterThan(0);
    for (const { fields } of accepted) expect(fields).not.toHaveProperty("input");
    const steps = agents.filter((step) => step.startsWith("generate:"));
    expect(
      steps.some((step) => step.startsWith("generate:ask:")) &&
        steps.some((step) => step.startsWith("generate:reply:")),
    ).toBe(true);
  });

  it("labels for given texts, which stay as they are", async () => {
    const inputs = rows(
      ({ person, thing, place }, at) => ({
        text: `${person} ${at % 2 ? "loved the splendid" : "hated the broken"} ${thing} ${place}.`,
      }),
      12,
    );
    const { accepted } = await samplesOf({
      kind: "annotation",
      labels: ["good", "bad"],
      inputs: { rows: inputs },
      support: {
        rows: rows(({ town, thing, time }, at) => ({
          text:
            `The ${thing} from ${town} ${time} was ` +
            `${at % 2 ? "splendid, I loved it" : "broken, I hated it"}.`,
          label: at % 2 ? "good" : "bad",
        })),
      },
    });
    expect(accepted.length).toBeGreaterThanOrEqual(4);
    for (const sample of accepted) {
      expect(inputs.map((row) => row["text"])).toContain(sample.text);
      expect(sample.label.current).toBe(sample.text.includes("loved") ? "good" : "bad");
    }
  });

  it("records of the task's own fields", async () => {
    const { accepted } = await samplesOf({
      kind: "custom",
      fields: {
        title: { type: "text" },
        minutes: { type: "number" },
        indoor: { type: "boolean" },
        tools: { type: "list" },
        body: { type: "text" },
      },
      support: {
        rows: rows(({ person, town, thing, time, place }, at) => ({
          title: `The ${thing} of ${town}`,
          minutes: 10 + at,
          indoor: at % 2 === 0,
          tools: [thing, "rope"],
          body: `${person} carried a ${thing} ${place} ${time} and sold it in ${town}.`,
        })),
      },
    });
    expect(accepted.length).toBeGreaterThan(0);
    for (const { fields } of accepted)
      expect([
        typeof fields["minutes"],
        typeof fields["indoor"],
        Array.isArray(fields["tools"]),
      ]).toEqual(["number", "boolean", true]);
  });
});
