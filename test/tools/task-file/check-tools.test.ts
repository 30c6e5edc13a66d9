import { checkTaskSpec } from "../../../tools/task-file/read-task.js";

const spec = (tools: unknown, kind = "tool-use"): object => ({
  name: "t",
  kind,
  description: "d",
  target: 3,
  support: { rows: [{ query: "q", messages: [{ role: "user", content: "x" }] }] },
  tools,
});
const add = {
  name: "add",
  description: "Adds.",
  parameters: { type: "object", properties: { a: { type: "number" } } },
};

describe("tools of a task", () => {
  it("are taken with their code and the form of their result", async () => {
    expect(
      (
        await Promise.resolve(
          checkTaskSpec(spec([{ ...add, code: "({ a }) => a", result: { type: "number" } }])),
        )
      ).tools[0],
    ).toMatchObject({ name: "add", code: "({ a }) => a" });
  });
  it.each([
    ["a name that is there twice", [add, add], /there twice/u],
    ["the name that ends the work", [{ ...add, name: "answer" }], /answer/u],
    ["arguments that are no object", [{ ...add, parameters: { type: "string" } }], /object/u],
    [
      "a schema that cannot be read",
      [{ ...add, parameters: { type: "object", properties: { a: { type: "nothing" } } } }],
      /JSON Schema/u,
    ],
  ])("are refused with %s", async (_what, tools, message) => {
    await expect((async () => checkTaskSpec(spec(tools)))()).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringMatching(message),
    });
  });
  it("need turns that can call them", async () => {
    await expect(
      (async () => checkTaskSpec({ ...spec([add], "reasoning"), support: undefined }))(),
    ).rejects.toMatchObject({ message: expect.stringContaining("tools") });
  });
});
