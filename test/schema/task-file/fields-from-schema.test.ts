import { fieldsFromSchema } from "../../../schema/task-file/fields-from-schema.js";
import { resolveTask } from "../../../schema/task.js";
import { checkTaskSpec } from "../../../tools/task-file/read-task.js";

const sampleSchema = {
  type: "object",
  required: ["title", "stars", "address"],
  properties: {
    title: { type: "string", description: "a headline" },
    stars: { type: "integer", minimum: 1, maximum: 5 },
    tags: { type: "array", items: { type: "string" } },
    sold: { type: "boolean" },
    address: { type: "object", properties: { town: { type: "string" } }, required: ["town"] },
  },
};

describe("fields from a JSON Schema", () => {
  it("become the task's own, plain types as such and anything narrower with its schema", () => {
    expect(fieldsFromSchema(sampleSchema)).toEqual({
      title: { type: "text", optional: false, description: "a headline" },
      stars: { type: "json", optional: false, schema: { type: "integer", minimum: 1, maximum: 5 } },
      tags: { type: "list", optional: true },
      sold: { type: "boolean", optional: true },
      address: { type: "json", optional: false, schema: sampleSchema.properties.address },
    });
  });

  it("make a custom task without `fields`; a field of that name goes before the schema's", () => {
    const spec = checkTaskSpec({
      name: "shops",
      kind: "custom",
      description: "Shops.",
      target: 3,
      sampleSchema,
      fields: { sold: { type: "text" } },
    });
    const task = resolveTask(spec, []);
    expect(Object.keys(task.fields)).toEqual(["title", "stars", "tags", "sold", "address"]);
    expect(task.fields["sold"]!.type).toBe("text");
    expect(task.textFields).toEqual(["title", "sold"]);
  });

  it("refuse what is no schema of an object, and a column that the dataset has already", () => {
    const spec = { name: "shops", kind: "custom", description: "Shops.", target: 3 };
    expect(() => checkTaskSpec({ ...spec, sampleSchema: { type: "string" } })).toThrow(
      expect.objectContaining({
        code: "SPEC_INVALID",
        message: expect.stringContaining("sampleSchema"),
      }),
    );
    expect(() =>
      checkTaskSpec({ ...spec, sampleSchema: { properties: { weight: { type: "number" } } } }),
    ).toThrow(
      expect.objectContaining({ code: "SPEC_INVALID", message: expect.stringContaining("weight") }),
    );
  });
});
