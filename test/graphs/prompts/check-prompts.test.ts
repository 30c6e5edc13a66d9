import { checkPrompts } from "../../../graphs/prompts/check-prompts.js";
import type { PromptCheckContext } from "../../../graphs/prompts/prompt-finding.js";
import type { RecordedRequest } from "../../../graphs/prompts/record-requests.js";
import type { PromptSection } from "../../../schema/prompt.js";
import { taskSpecSchema } from "../../../schema/task-file/task-spec.js";
import { renderPrompt } from "../../../tools/models/prompt/render-prompt.js";

const spec = taskSpecSchema.parse({
  name: "t",
  kind: "classification",
  description: "Tickets of a shop.",
  labels: ["refund", "delivery"],
  target: 4,
  constraints: { minWords: 6, maxWords: 60, notes: ["No names of people."] },
});
const closed = (...names: readonly string[]): Record<string, unknown> => ({
  type: "object",
  properties: Object.fromEntries(names.map((name) => [name, { type: "string" }])),
  required: names,
  additionalProperties: false,
});
const refund = "I want my money back for the broken lamp, please.";
const parcel = "The parcel has been at the depot for nine days now.";

interface Asking {
  readonly order?: string;
  readonly label?: string | null;
  readonly role?: RecordedRequest["role"];
  readonly step?: string;
  readonly task?: string;
  readonly sections?: readonly PromptSection[];
  readonly schema?: Record<string, unknown>;
}

/** A request that is as it should be, save for what is said. */
function asked({
  order = "o1",
  label = "refund",
  role = "generator",
  step = "generate:sample:0:0",
  task = "Write one sample: a text. 6 to 60 words.",
  sections = [],
  schema = closed("text"),
}: Asking = {}): RecordedRequest {
  const all: PromptSection[] = [
    { kind: "task", text: task },
    ...(label === null
      ? []
      : [{ kind: "conditions" as const, text: "", items: [{ name: "label", value: label }] }]),
    { kind: "conditions", text: "", items: [{ name: "topic", value: `the topic of ${order}` }] },
    ...sections,
  ];
  return {
    role,
    request: {
      messages: renderPrompt({ sections: all }),
      prompt: { sections: all },
      parameters: {},
      format: { type: "schema", name: "sample", schema },
      origin: { orderId: order, step, attempt: 0, agent: role, sampleIds: [order] },
    },
  };
}
const shown = (...items: readonly Record<string, unknown>[]): PromptSection => ({
  kind: "demonstrations",
  text: "Rows.",
  items: [...items],
});
const codes = (
  requests: readonly RecordedRequest[],
  context: Partial<PromptCheckContext> = {},
): string[] => [...new Set(checkPrompts(requests, { spec, ...context }).map(({ code }) => code))];

describe("checkPrompts", () => {
  it("finds nothing in prompts that fit", () => {
    expect(
      codes([
        asked({
          sections: [
            {
              kind: "draft",
              name: "seeds",
              text: "",
              items: [{ text: parcel, label: "delivery" }],
            },
            shown({ text: refund, label: "refund" }, { text: `${refund} Now.`, label: "refund" }),
          ],
        }),
        asked({ order: "o2", label: "delivery" }),
      ]),
    ).toEqual([]);
  });

  it("finds passages of another label, and lets one order in twenty have them", () => {
    const source = (id: string): PromptSection => ({ kind: "sources", text: "", items: [{ id }] });
    const topicsOf = ({ id }: Readonly<Record<string, unknown>>): string[] => [String(id)];
    const orders = (foreign: number): RecordedRequest[] =>
      Array.from({ length: 20 }, (_, index) =>
        asked({ order: `o${index}`, sections: [source(index < foreign ? "delivery" : "refund")] }),
      );
    expect(codes(orders(1), { topicsOf })).toEqual([]);
    const [finding] = checkPrompts(orders(2), { spec, topicsOf });
    expect(finding).toMatchObject({ code: "foreign-passage" });
    expect(finding!.message).toMatch(/^2 of 20 orders have a passage of another label/u);
  });

  it("finds equal prompts of different orders, not the votes of one", () => {
    const same = (order: string): RecordedRequest => {
      const { request, role } = asked();
      return { role, request: { ...request, origin: { ...request.origin, orderId: order } } };
    };
    expect(codes([same("o1"), same("o1"), asked({ order: "o2" })])).toEqual([]);
    expect(codes([same("o1"), same("o2"), asked({ order: "o3" })])).toEqual(["equal-prompt"]);
  });

  it("finds demonstrations of one label in a question for another, shown with it or not", () => {
    const rows = [refund, parcel].map((text, index) => ({
      id: String(index),
      fields: { text },
      text,
      label: index === 0 ? "refund" : "delivery",
      line: null,
    }));
    const of = (label: string) => [
      shown({ text: parcel, label }, { text: `${parcel} Still.`, label }),
    ];
    expect(codes([asked({ sections: of("delivery") })])).toEqual(["foreign-demonstration"]);
    const unlabelled = [shown({ text: parcel }, { text: parcel })];
    expect(codes([asked({ sections: unlabelled })], { rows })).toEqual(["foreign-demonstration"]);
    const mixed = [shown({ text: parcel, label: "delivery" }, { text: refund, label: "refund" })];
    expect(codes([asked({ sections: mixed })])).toEqual([]);
  });

  it("finds the seed, and the row that is to be rewritten, among the demonstrations", () => {
    const draft = (name: string): PromptSection[] => [
      { kind: "draft", name, text: "", items: [{ text: refund }] },
      shown({ text: refund, label: "refund" }, { text: `${refund} Now.`, label: "refund" }),
    ];
    const rows = [{ id: "1", fields: { text: refund }, text: refund, label: null, line: null }];
    expect(codes([asked({ sections: draft("seeds") })])).toEqual(["seed-shown-twice"]);
    expect(codes([asked({ sections: draft("given") })], { rows })).toEqual(["rewritten-row-shown"]);
  });

  it('finds "the given label" where none is given', () => {
    const task = "Name what differs between texts that belong to the given label.";
    const question = { role: "planner", step: "plan:dimensions", task } as const;
    expect(codes([asked({ ...question, label: null })])).toEqual(["label-not-given"]);
    expect(codes([asked(question)])).toEqual([]);
  });

  it.each([
    ["a length limit", "Name the topic. 6 to 60 words."],
    ["a note", "Name the topic. No names of people."],
  ])("finds %s of the sample where something else is asked for", (_what, task) => {
    expect(codes([asked({ task, schema: closed("topic") })])).toEqual(["rule-of-the-sample"]);
    expect(codes([asked({ task, schema: closed("text") })])).toEqual([]);
  });

  it.each([
    "Write one sample: a text. The rows are a list; write entries 25 to 42.",
    "Write one sample: a text. Write 5 different samples, each with its probability.",
    "Rows: match their style and level of detail. Explain every step.",
    "Write one sample: a text. Give the label of the given text.",
  ])("finds instructions that exclude each other: %s", (task) => {
    expect(codes([asked({ task })])).toEqual(["contradiction"]);
  });

  it("finds a schema to which answers cannot be held", () => {
    const open = closed("text");
    const schema = {
      ...open,
      properties: { text: { type: "string" }, more: { type: "object", additionalProperties: {} } },
    };
    expect(codes([asked({ schema })])).toEqual(["schema-not-strict"]);
  });
});
