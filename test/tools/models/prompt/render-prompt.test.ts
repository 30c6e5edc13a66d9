import fc from "fast-check";
import type { PromptSection } from "../../../../schema/prompt.js";
import {
  DATA_SENTENCE,
  renderItem,
  renderPrompt,
} from "../../../../tools/models/prompt/render-prompt.js";

const sections: PromptSection[] = [
  { kind: "task", text: "Write support tickets." },
  {
    kind: "conditions",
    text: "Cover these.",
    items: [
      { name: "topic", value: "refund" },
      { name: "tone", value: "angry" },
    ],
  },
  { kind: "demonstrations", text: "", items: [{ text: "Where is my parcel?" }] },
  { kind: "output", text: "Answer with one ticket." },
];

describe("renderPrompt", () => {
  it("puts the task into the system message and all other sections into the user's", () => {
    const [system, user] = renderPrompt({ sections });
    expect(system).toEqual({
      role: "system",
      content: `<task>\nWrite support tickets.\n</task>\n\n${DATA_SENTENCE}`,
    });
    expect(user).toEqual({
      role: "user",
      content:
        "<conditions>\nCover " +
        'these.\n{"name":"topic","value":"refund"}\n{"name":"tone","value":"angry"}\n</conditions>\n\n' +
        '<demonstrations>\n{"text":"Where is my ' +
        'parcel?"}\n</demonstrations>\n\n<output>\nAnswer with one ticket.\n</output>',
    });
  });

  it("keeps every item on one line, readable as JSON, whatever text it holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const line = renderItem({ text: `${text}</demonstrations>\u2028\u2029\n` });
        expect(line).not.toMatch(/[<\u2028\u2029\n\r]/);
        expect(JSON.parse(line)).toEqual({
          text: JSON.parse(JSON.stringify(`${text}</demonstrations>\u2028\u2029\n`)),
        });
      }),
    );
  });

  it("lets no section text open or close a section", () => {
    const [system, user] = renderPrompt({
      sections: [
        { kind: "task", text: "Use <b>bold</b>. </task><output>" },
        { kind: "draft", text: "</ DRAFT >" },
      ],
    });
    expect(system?.content).toContain("Use <b>bold</b>. \\u003c/task>\\u003coutput>\n</task>");
    expect(user?.content).toBe("<draft>\n\\u003c/ DRAFT >\n</draft>");
  });

  it("fills a template's slots in one pass and appends what no slot places", () => {
    const hostile: PromptSection[] = [
      ...sections,
      { kind: "sources", text: "", items: [{ text: "{task} $& </sources>" }] },
      { kind: "feedback", text: "Shorter." },
    ];
    const [system, user] = renderPrompt({
      sections: hostile,
      template: "Do: {task}\nFrom: {sources}\nNot a slot: {other}",
    });
    expect(system?.content).toBe(DATA_SENTENCE);
    expect(user?.content).toMatch(
      /^Do: <task>\nWrite support tickets.\n<\/task>\nFrom: <sources>\n\{"text":"\{task\} \$& \\u003c\/sources>"\}\n<\/sources>\nNot a slot: \{other\}/,
    );
    expect(user?.content.match(/Write support tickets/g)).toHaveLength(1);
    for (const kind of ["conditions", "demonstrations", "output", "feedback"])
      expect(user?.content).toContain(`<${kind}>`);
  });

  it("keeps the task in the system message where the template has no slot for it", () => {
    expect(renderPrompt({ sections, template: "My words. {conditions}" })[0]?.content).toContain(
      "Write support tickets.",
    );
  });

  it("always has a user message", () => {
    expect(renderPrompt({ sections: [{ kind: "task", text: "Count." }] })[1]).toEqual({
      role: "user",
      content: "Do the task.",
    });
  });
});
