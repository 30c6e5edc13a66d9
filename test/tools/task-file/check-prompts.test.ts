import { isDatawrightError } from "../../../base/errors.js";
import { parseTaskSpec } from "../../../tools/task-file/read-task.js";

const HEAD = `name: t
kind: custom
description: d
target: 3
labels: { refund: They want money., delivery: They wait. }
attributes: { tone: [calm, angry] }
fields: { title: {}, body: {} }
support: { rows: [{ title: a, body: b, label: refund }] }
`;
const problemsOf = (text: string): string => {
  try {
    parseTaskSpec(HEAD + text, { file: "task.yaml", format: "yaml" });
    return "";
  } catch (error) {
    if (!isDatawrightError(error) || error.code !== "PROMPT_SLOT") throw error;
    return error.message;
  }
};
const steps = (first: string, second: string, dependsOn = "[outline]"): string => `steps:
  - { id: outline, output: [plan, title], prompt: ${JSON.stringify(first)} }
  - id: body
    output: body
    dependsOn: ${dependsOn}
    prompt: ${JSON.stringify(second)}
`;

describe("prompts of a task", () => {
  it("may place labels, attributes and fields that are there", () => {
    expect(
      problemsOf(
        steps(
          'Plan for {label} ({label.definition}), {tone}, {length}. {"json": "{{x}}"}',
          "Write {title} by {plan}, {tone}.",
        ) +
          "prompts:\n  generator: '{task} {demonstrations} a {tone} one, by {plan}'\n" +
          "  critic: '{task} {demonstrations} Judge {title} and {body}.'\n",
      ),
    ).toBe("");
  });
  it.each([
    [
      steps("About {topc} and {tonne}.", "x"),
      /^task\.yaml:10:\d+: steps\[0\]\.prompt: unknown name \{topc\}[^\n]*\n.*unknown name \{tonne\}; did you mean "tone"\? \(known here: \{label\}.*\{\{name\}\} writes the words \{name\}/u,
    ],
    [steps("x {title}", "y"), /\{title\} is not there yet: this step writes it/u],
    [
      steps("x {body}", "y"),
      /\{body\} is written by the step "body", which this one does not wait for/u,
    ],
    [
      steps("x", "y {plan}", "[]"),
      /task\.yaml:14:\d+: steps\[1\]\.prompt: \{plan\} is written by the step "outline".*add it to dependsOn/u,
    ],
    [steps("x {{ tone }}", "y"), /\{\{ tone \}\} stays as it is; write \{tone\}/u],
    [
      "prompts: { generator: '{task} {conditions} {demonstrations} {tine}' }",
      /unknown slot \{tine\}; did you mean "tone"\?.*values: \{label\}/u,
    ],
    [
      "prompts: { generator: '{task} {conditions} {demonstrations} {title}' }",
      /unknown slot \{title\}/u,
    ],
    [
      "prompts: { critic: '{task} {demonstrations} {label}' }",
      /unknown slot \{label\}; the judge is told neither/u,
    ],
    ["prompts: { planner: '{task} {demonstrations} {tone}' }", /unknown slot \{tone\}/u],
  ])("are refused where a name in braces stands for nothing there: %j", (text, message) => {
    expect(problemsOf(text)).toMatch(message);
  });
  it("want a definition of every label where they place it", () => {
    const text = `${HEAD}${steps("x {label.definition}", "y")}`.replace(": They wait.", ": { }");
    expect(() => parseTaskSpec(text, { file: "task.yaml", format: "yaml" })).toThrow(
      /\{label\.definition\}: the label "delivery" has no definition/u,
    );
  });
});
