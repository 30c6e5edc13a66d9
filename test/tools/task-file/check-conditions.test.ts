import type { DatawrightError } from "../../../base/errors.js";
import { namelessTaskJsonSchema } from "../../../schema/task-file/publish.js";
import { checkTaskSpec, parseTaskSpec } from "../../../tools/task-file/read-task.js";

const HEAD =
  "name: x\nkind: classification\ndescription: d\nlabels: [refund, delivery]\ntarget: 20\n";
const ATTRIBUTES =
  "attributes:\n  mood: [angry, calm]\n  tone: [rude, formal, casual]\n  topic: { perLabel: " +
  "{ refund: [late, fee] } }\n";
const errorOf = (text: string): DatawrightError => {
  try {
    parseTaskSpec(text, { file: "task.yaml", format: "yaml" });
  } catch (error) {
    return error as DatawrightError;
  }
  throw new Error("no error was thrown");
};

describe("conditions of a task", () => {
  it("accepts correlations, exclusions and sources, and has them in the published schema", () => {
    const text =
      `${HEAD}attributes:\n  mood: [angry, calm]\n  tone: { values: [rude, formal], given: ` +
      `{ mood: { angry: { rude: 3, formal: 1 } }, label: { delivery: { formal: 1 } } } }\n` +
      "plan: { draw: pairwise, exclude: [{ mood: calm, tone: [rude] }, { label: delivery, " +
      "mood: angry }], conditions: [spec, { name: vocabulary, nouns: [a] }] }\n";
    const spec = parseTaskSpec(text, { file: "task.yaml", format: "yaml" });
    expect(spec.plan).toMatchObject({
      draw: "pairwise",
      conditions: ["spec", { name: "vocabulary", nouns: ["a"] }],
    });
    const plan = (namelessTaskJsonSchema() as { properties: { plan: { properties: object } } })
      .properties.plan.properties;
    expect(Object.keys(plan)).toEqual(expect.arrayContaining(["conditions", "exclude", "draw"]));
  });

  it.each([
    [
      "an unknown attribute in an exclusion",
      "plan: { exclude: [{ moood: angry }] }",
      'task.yaml:10:21: plan.exclude[0].moood: no attribute of that name; did you mean "mood"?',
    ],
    [
      "an unknown value in an exclusion",
      "plan: { exclude: [{ mood: [angry, clam] }] }",
      'plan.exclude[0].mood[1]: "mood" has no value "clam"; did you mean "calm"?',
    ],
    [
      "an unknown label in an exclusion",
      "plan: { exclude: [{ label: refnud, mood: calm }] }",
      'plan.exclude[0].label: "refnud" is not a label of the task; did you mean "refund"?',
    ],
    ["an exclusion of nothing", "plan: { exclude: [{}] }", "plan.exclude[0]: names nothing"],
    [
      "exclusions that leave nothing",
      "plan: { exclude: [{ mood: angry }, { mood: calm, tone: [rude, formal, casual] }] }",
      "task.yaml:10:9: plan.exclude: the conditions contradict each other: no allowed",
    ],
    [
      "exclusions that leave nothing for one label",
      "plan: { exclude: [{ label: refund, topic: late, mood: [angry, calm] }, { topic: fee, " +
        "tone: [rude, formal, casual] }] }",
      'contradict each other for the label "refund"',
    ],
    [
      "a label that is excluded",
      "plan: { exclude: [{ label: delivery }] }",
      'for the label "delivery"',
    ],
  ])("refuses %s", (_name, plan, message) => {
    const error = errorOf(`${HEAD}${ATTRIBUTES}${plan}\n`);
    expect(error.code).toBe("SPEC_INVALID");
    expect(error.message).toContain(message);
  });

  it.each([
    [
      "an unknown attribute",
      "{ moood: { angry: { rude: 1 } } }",
      "task.yaml:9:44: attributes.tone.given.moood: no attribute of that name; did you mean " +
        '"mood"?',
    ],
    [
      "an unknown value of the other",
      "{ mood: { angri: { rude: 1 } } }",
      'attributes.tone.given.mood.angri: "mood" has no value "angri"; did you mean "angry"?',
    ],
    [
      "an unknown value of its own",
      "{ mood: { angry: { rued: 1 } } }",
      'attributes.tone.given.mood.angry.rued: "tone" has no value "rued"; did you mean "rude"?',
    ],
    [
      "an unknown label",
      "{ label: { refunds: { rude: 1 } } }",
      'attributes.tone.given.label.refunds: "refunds" is not a label',
    ],
    [
      "itself",
      "{ tone: { rude: { rude: 1 } } }",
      "attributes.tone.given.tone: the values of an attribute cannot depend on its own",
    ],
    [
      "a distribution of nothing",
      "{ mood: { angry: { rude: 0 } } }",
      "attributes.tone.given.mood.angry: every value has weight 0 there",
    ],
    ["a circle", "{ mood: { angry: { rude: 1 } } }, given2", "mood -> tone -> mood"],
  ])("refuses correlations with %s", (_name, given, message) => {
    const circle = given.endsWith("given2");
    const mood = circle
      ? "{ values: [angry, calm], given: { tone: { rude: { angry: 1 } } } }"
      : "[angry, calm]";
    const error = errorOf(
      `${HEAD}attributes:\n  mood: ${mood}\n  channel: [mail]\n  tone: { values: [rude, ` +
        `formal], given: ${given.replace(", given2", "")} }\n`,
    );
    expect(error.code).toBe("SPEC_INVALID");
    expect(error.message).toContain(message);
  });

  it("lets exclusions name what may be found, and a weight of 0 stand where it is lifted", () => {
    expect(
      checkTaskSpec({
        name: "x",
        kind: "instruction",
        description: "d",
        target: 2,
        plan: {
          conditions: ["model-dimensions"],
          exclude: [{ audience: "children", depth: "expert" }],
        },
      }).plan.exclude,
    ).toHaveLength(1);
    const attributes = [
      { name: "mood", values: ["angry", "calm"] },
      {
        name: "tone",
        values: ["rude"],
        weights: { rude: 0 },
        given: { mood: { angry: { rude: 1 } } },
      },
    ];
    expect(
      checkTaskSpec({ name: "x", kind: "instruction", description: "d", target: 2, attributes })
        .attributes,
    ).toHaveLength(2);
  });

  it("refuses an attribute that is called as the label is", () => {
    expect(errorOf(`${HEAD}attributes: { label: [a, b] }\n`).message).toContain(
      "stands for the label of a sample",
    );
  });
});
